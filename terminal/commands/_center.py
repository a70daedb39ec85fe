"""Asks the central server as its administrator."""

from __future__ import annotations

import argparse
import os
from typing import Any, Final

_CONNECT_TIMEOUT_S: Final = 3.0
# A large catalogue is written in pieces between the pushes of the tills.
_ANSWER_TIMEOUT_S: Final = 600.0
_TOKEN_VARIABLE: Final = "EVERTILL_TOKEN"  # noqa: S105 - a name, no secret


def add_center(parser: argparse.ArgumentParser) -> None:
    """Add `--central URL` and `--token TOKEN`."""
    parser.add_argument(
        "--central",
        metavar="URL",
        default="",
        help="at this center, which runs already",
    )
    parser.add_argument(
        "--token",
        default=os.environ.get(_TOKEN_VARIABLE, ""),
        help=f"administrator token of the center (default: ${_TOKEN_VARIABLE})",
    )


def call_center(
    arguments: argparse.Namespace,
    path: str,
    body: bytes,
    *,
    parameters: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Post *body* to the center that the arguments name; return its answer.

    Raises:
        RefusedError: The center refused; the message is its own.
        CenterUnreachableError: It gives no answer, or is no center.
    """
    import requests

    from terminal.replication.enrolment import require_safe_url
    from terminal.replication.errors import CenterUnreachableError, RefusedError

    url: str = arguments.central.rstrip("/")
    require_safe_url(url)
    try:
        answer = requests.post(
            f"{url}{path}",
            data=body,
            params=parameters,
            headers={"Authorization": f"Bearer {arguments.token}"},
            timeout=(_CONNECT_TIMEOUT_S, _ANSWER_TIMEOUT_S),
        )
        report = answer.json()
    except requests.RequestException as error:
        raise CenterUnreachableError(
            f"the center at {url} gives no answer ({type(error).__name__}); nothing"
            f" was changed that it has not confirmed. Try again later."
        ) from error
    if not isinstance(report, dict):
        raise CenterUnreachableError(f"{url} is not a center; nothing was changed")
    if not answer.ok:
        message = report.get("message", f"status {answer.status_code}")
        raise RefusedError(f"the center refused: {message}; nothing was changed")
    return report
