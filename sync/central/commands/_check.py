"""The action that asks a running central whether it is ready."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

_DEFAULT_URL: Final = "http://127.0.0.1:8470"


def add_actions(
    actions: Any, _add_location: Callable[[argparse.ArgumentParser], None]
) -> None:
    """Declare `check`, which needs no database of its own."""
    check = actions.add_parser("check", help="ask a running central if it is ready")
    check.add_argument("--url", default=_DEFAULT_URL, help="(default: %(default)s)")
    check.add_argument(
        "--authority",
        metavar="FILE",
        type=Path,
        help="certificates to trust, PEM (default: the system's)",
    )
    check.set_defaults(action="check")


def _check(arguments: argparse.Namespace) -> int:
    from sync.central import probe

    probe.check(arguments.url, arguments.authority)
    print("ready")
    return 0


ACTIONS: Final[dict[str, Callable[[argparse.Namespace], int]]] = {"check": _check}
