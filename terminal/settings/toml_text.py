"""Writes plain settings as TOML.

The standard library reads TOML but does not write it.  What is written here is
only what ``till.toml`` needs (strings, integers, truth values, lists of strings,
tables), so a few lines do it without one more library in the till.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

# JSON strings are TOML strings but for this one character, which JSON leaves raw.
_DELETE: Final = "\x7f"
_BARE: Final = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
)


def to_toml(table: Mapping[str, object]) -> str:
    """Return *table* as TOML text that `tomllib` reads back as the same values.

    Raises:
        TypeError: A value is of a kind that settings do not have.
    """
    lines: list[str] = []
    _write_table(lines, (), table)
    return "\n".join(lines).lstrip("\n") + "\n"


def _write_table(
    lines: list[str], path: tuple[str, ...], table: Mapping[str, object]
) -> None:
    # TOML has no word for nothing: what is not set is left out.
    plain = {
        k: v for k, v in table.items() if v is not None and not isinstance(v, Mapping)
    }
    tables = {k: v for k, v in table.items() if isinstance(v, Mapping)}
    if path and (plain or not tables):
        lines.extend(["", f"[{'.'.join(_key(part) for part in path)}]"])
    lines.extend(f"{_key(name)} = {_value(value)}" for name, value in plain.items())
    for name, inner in tables.items():
        _write_table(lines, (*path, name), inner)


def _key(name: str) -> str:
    return name if name and _BARE.issuperset(name) else _string(name)


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return _string(value)
        case list() | tuple():
            return "[" + ", ".join(_value(item) for item in value) + "]"
        case _:
            raise TypeError(f"settings hold no {type(value).__name__}")


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace(_DELETE, "\\u007f")
