"""How a command answers: one JSON object for programs, plain text for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Final

EXIT_USAGE: Final = 2
"""The command was called in a wrong way."""


def emit(report: Mapping[str, object], as_json: bool, text: str) -> None:  # noqa: FBT001 - the flag is always `arguments.json`
    """Print *report* as one line of JSON when *as_json*, otherwise *text*."""
    if as_json:
        print(json.dumps(report, ensure_ascii=False), flush=True)
    else:
        print(text, flush=True)


def complain(message: str) -> None:
    """Say in one line on standard error what went wrong."""
    one_line = " ".join(message.split())
    print(f"evertill: {one_line}", file=sys.stderr)


def misused(message: str) -> int:
    """Say how the command is called; return the exit code of wrong usage."""
    complain(message)
    return EXIT_USAGE
