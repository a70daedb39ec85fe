"""Sets one value in the text of ``till.toml``.

Everything else of the file stays as a person wrote it, the comment behind the value
too.  Where the file is written in a way that this does not understand, such as
``store = { name = "…" }`` in one line, the change is refused and the old text stands.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import Any, Final

from terminal.settings.errors import SettingValueError
from terminal.settings.toml_lines import header_path, says
from terminal.settings.toml_text import to_toml

_NAMED: Final = re.compile(r"""\s*(?:"([^"\\]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*=""")


def with_value(text: str, key: str, value: object) -> str:
    """Return the settings *text* with the dotted *key* set to *value*.

    Args:
        text: What stands in the file.
        key: At least one table and a name, such as ``store.name``.
        value: Text, number, truth value or list of texts, already examined.

    Raises:
        SettingValueError: The file is written in a way that cannot be changed
            safely.
    """
    *path, name = key.split(".")
    table = tomllib.loads(text)
    inner: dict[str, Any] = table
    for part in path:
        inner = inner.setdefault(part, {})
    inner[name] = list(value) if isinstance(value, tuple) else value
    line = to_toml({name: inner[name]})
    ending = "\r\n" if "\r\n" in text else "\n"
    line = line.removesuffix("\n") + ending
    changed = _changed(text.splitlines(keepends=True), tuple(path), name, line)
    if not says(changed, table):
        raise SettingValueError(
            key,
            "the file is written in a way that only a person can change;"
            f" give [{'.'.join(path)}] a table of its own",
        )
    return changed


def _changed(lines: list[str], path: tuple[str, ...], name: str, line: str) -> str:
    ending = line[len(line.rstrip("\r\n")) :]
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += ending
    start = next((i for i, each in enumerate(lines) if header_path(each) == path), None)
    if start is None:
        heading = to_toml({path[0]: _nested(path[1:])}).splitlines()[-1]
        return "".join([*lines, f"{ending}{heading}{ending}", line])
    place = last = start + 1
    while place < len(lines) and header_path(lines[place]) is None:
        length = _length(lines[place:])
        if _name_of(lines[place]) == name:
            entry = "".join(lines[place : place + length])
            lines[place : place + length] = [line.rstrip("\r\n") + _comment(entry)]
            return "".join(lines)
        place += length
        if _name_of(lines[place - length]) is not None:
            last = place
    return "".join([*lines[:last], line, *lines[last:]])


def _nested(path: Sequence[str]) -> dict[str, Any]:
    return {path[0]: _nested(path[1:])} if path else {}


def _name_of(line: str) -> str | None:
    """Return the name that is set in *line*, None for a comment or nothing."""
    found = _NAMED.match(line)
    return next((n for n in found.groups() if n is not None), "") if found else None


def _length(lines: Sequence[str]) -> int:
    """Return over how many lines the first entry goes."""
    for count in range(1, len(lines) + 1):
        if _is_toml("".join(lines[:count])):
            return count
    return 1


def _comment(entry: str) -> str:
    """Return the comment behind the value of *entry* with its line end."""
    for found in re.finditer("#", entry):
        value = entry[: found.start()]
        if _is_toml(value):
            gap = value[len(value.rstrip()) :]
            return gap + entry[found.start() :]
    return entry[len(entry.rstrip("\r\n")) :]


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True
