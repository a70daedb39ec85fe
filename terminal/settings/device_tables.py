"""Adds and removes one device in the text of ``till.toml``.

Everything else of the file stays as a person wrote it, comments too.  The new text
is read back and compared with what it should say; where that differs, for instance
because the devices stand in one inline table, the change is refused and the old text
stands.
"""

from __future__ import annotations

import tomllib
from typing import Any, Final

import msgspec

from structs.decoding import convert
from terminal.settings.errors import SettingValueError
from terminal.settings.file import explain
from terminal.settings.schema import DeviceSettings, TillSettings
from terminal.settings.toml_lines import header_path, says
from terminal.settings.toml_text import to_toml

_TABLE: Final = "devices"


def with_device(text: str, device_id: str, device: DeviceSettings) -> str:
    """Return the settings *text* with one more device.

    Raises:
        SettingValueError: There is such a device, its name cannot be one, or the
            file is written in a way that cannot be changed safely.
    """
    table = tomllib.loads(text)
    devices = table.setdefault(_TABLE, {})
    if device_id in devices:
        raise SettingValueError(
            f"{_TABLE}.{device_id}", "there is such a device already"
        )
    entry = _plain(device)
    devices[device_id] = entry
    _require_valid(device_id, table)
    newline = "\r\n" if "\r\n" in text else "\n"
    ending = "" if not text or text.endswith("\n") else newline
    added = to_toml({_TABLE: {device_id: entry}}).replace("\n", newline)
    return _checked(device_id, f"{text}{ending}{newline}{added}", table)


def without_device(text: str, device_id: str) -> str:
    """Return the settings *text* without one device; comments stay.

    Raises:
        SettingValueError: There is no such device, or the file is written in a way
            that cannot be changed safely.
    """
    table = tomllib.loads(text)
    devices = table.get(_TABLE, {})
    if device_id not in devices:
        raise SettingValueError(f"{_TABLE}.{device_id}", "there is no such device")
    del devices[device_id]
    kept: list[str] = []
    is_inside = False
    for line in text.splitlines(keepends=True):
        path = header_path(line)
        if path is not None:
            is_inside = path[:2] == (_TABLE, device_id)
        if (
            not is_inside
            or line.lstrip().startswith("#")
            or (path is None and not line.strip())
        ):
            kept.append(line)
    return _checked(device_id, _without_gaps("".join(kept)), table)


def _plain(device: DeviceSettings) -> dict[str, Any]:
    """Return what *device* says beyond what goes without saying."""
    usual = msgspec.to_builtins(DeviceSettings(kind=device.kind))
    said: dict[str, Any] = msgspec.to_builtins(device)
    return {
        key: value
        for key, value in said.items()
        if key == "kind" or value != usual[key]
    }


def _without_gaps(text: str) -> str:
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.rstrip("\n") + "\n"


def _require_valid(device_id: str, table: dict[str, Any]) -> None:
    try:
        convert(table, TillSettings)
    except msgspec.ValidationError as error:
        raise SettingValueError(f"{_TABLE}.{device_id}", explain(error)) from error


def _checked(device_id: str, text: str, table: dict[str, Any]) -> str:
    if not says(text, table):
        raise SettingValueError(
            f"{_TABLE}.{device_id}",
            "the devices are written in a way that only a person can change;"
            " give each a table of its own",
        )
    return text
