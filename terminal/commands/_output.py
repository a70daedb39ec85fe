"""How a command answers: one JSON object for programs, plain text for people."""

from __future__ import annotations

import json
from collections.abc import Mapping


def emit(report: Mapping[str, object], as_json: bool, text: str) -> None:  # noqa: FBT001 - the flag is always `arguments.json`
    """Print *report* as one line of JSON when *as_json*, otherwise *text*."""
    if as_json:
        print(json.dumps(report, ensure_ascii=False), flush=True)
    else:
        print(text, flush=True)
