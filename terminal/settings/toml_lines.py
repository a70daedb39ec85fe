"""What changing a settings file line by line needs: headings, and a look at the result.

A person's file is changed as text, so that everything else of it stays.  The result
is read back: it must say exactly what it should.
"""

from __future__ import annotations

import tomllib
from typing import Any


def header_path(line: str) -> tuple[str, ...] | None:
    """Return the path of a table's heading, None for any other line."""
    if not line.lstrip().startswith("["):
        return None
    try:
        inner: object = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return None  # A line of a list that goes over several lines.
    path: list[str] = []
    while isinstance(inner, dict) and inner:
        name, inner = next(iter(inner.items()))
        path.append(name)
    return tuple(path)


def says(text: str, table: dict[str, Any]) -> bool:
    """Return whether *text* is TOML that says *table*, and nothing else."""
    try:
        return _said(tomllib.loads(text)) == _said(table)
    except tomllib.TOMLDecodeError:
        return False


def _said(table: dict[str, Any]) -> dict[str, Any]:
    """Leave out an empty list of devices: it says as much as none."""
    return {key: value for key, value in table.items() if key != "devices" or value}
