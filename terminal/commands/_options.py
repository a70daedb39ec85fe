"""Options that several commands share."""

from __future__ import annotations

import argparse
from pathlib import Path

_APPLICATION_NAME = "evertill"


def add_home(parser: argparse.ArgumentParser) -> None:
    """Add `--home DIR`, the folder of the till's files; see `home_path`."""
    parser.add_argument(
        "--home",
        metavar="DIR",
        type=Path,
        default=None,
        help="folder of the till's files (default: the user's data folder)",
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add `--json`, which asks for one JSON object on standard output."""
    parser.add_argument(
        "--json",
        action="store_true",
        help="print one JSON object instead of text",
    )


def home_path(arguments: argparse.Namespace) -> Path:
    """Return the folder that `--home` named, or the user's own data folder."""
    given: Path | None = arguments.home
    if given is not None:
        return given.expanduser().absolute()
    from platformdirs import user_data_dir

    return Path(user_data_dir(_APPLICATION_NAME, appauthor=False))
