"""Reads, changes and replaces ``till.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

import msgspec

from structs.decoding import convert
from terminal.settings.durable_file import PendingFile
from terminal.settings.errors import (
    SettingsFileError,
    SettingsNotWritableError,
    SettingValueError,
)
from terminal.settings.schema import TillSettings
from terminal.settings.toml_text import to_toml

_FILE_BYTES_MAX: Final = 256 * 1024


def load_settings(path: Path) -> TillSettings:
    """Return the settings that stand in *path*.

    Raises:
        SettingsFileError: The file is absent, unreadable, no TOML, or has a key
            that is missing, unknown or out of bounds; the message names it.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_FILE_BYTES_MAX + 1)
    except OSError as error:
        raise SettingsFileError(path, error.strerror or str(error)) from error
    if len(raw) > _FILE_BYTES_MAX:
        raise SettingsFileError(path, f"it is larger than {_FILE_BYTES_MAX} bytes")
    try:
        table = tomllib.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsFileError(path, str(error)) from error
    try:
        return convert(table, TillSettings)
    except msgspec.ValidationError as error:
        raise SettingsFileError(path, explain(error)) from error


def save_settings(path: Path, settings: TillSettings) -> None:
    """Replace *path* by *settings*, durably and all or nothing.

    Raises:
        SettingsNotWritableError: The folder or disk refuses; the old file stands.
    """
    PendingSettings(path, settings).commit()


class PendingSettings:
    """New settings that are on the disk but not yet in force.

    Lets the caller record the change in the ledger between the part that may fail
    (writing) and the part that cannot run out of room (renaming).
    """

    def __init__(self, path: Path, settings: TillSettings) -> None:
        """Write *settings* beside *path*.

        Raises:
            SettingsNotWritableError: The folder or disk refuses.
        """
        self._path = path
        text = to_toml(msgspec.to_builtins(settings))
        try:
            self._pending = PendingFile(path, text.encode())
        except OSError as error:
            raise SettingsNotWritableError(path, _reason(error)) from error

    def commit(self) -> None:
        """Put the new settings in force.

        Raises:
            SettingsNotWritableError: The rename was refused; the old file stands.
        """
        try:
            self._pending.commit()
        except OSError as error:
            raise SettingsNotWritableError(self._path, _reason(error)) from error

    def discard(self) -> None:
        """Forget the new settings; the old ones stay in force."""
        self._pending.discard()


def with_setting(settings: TillSettings, key: str, value: str) -> TillSettings:
    r"""Return *settings* with the dotted *key* set from the text *value*.

    Lists are given as lines separated by ``\n`` or as a TOML array.

    Raises:
        SettingValueError: There is no such key, it is fixed for the life of a
            home, or the value is out of bounds.
    """
    table: dict[str, object] = msgspec.to_builtins(settings)
    *path, name = key.split(".")
    if key.split(".", 1)[0] in FIXED_SECTIONS:
        raise SettingValueError(
            key, "this is fixed when the home is made and cannot be changed"
        )
    inner: dict[str, object] = table
    for part in path:
        found = inner.get(part)
        if not isinstance(found, dict):
            raise SettingValueError(key, "there is no such setting")
        inner = found
    if name not in inner or isinstance(inner[name], dict):
        raise SettingValueError(key, "there is no such setting")
    inner[name] = _parse(key, inner[name], value)
    try:
        return convert(table, TillSettings)
    except msgspec.ValidationError as error:
        raise SettingValueError(key, explain(error)) from error


# Each would silently change the identity, the keys or the source of a till whose
# ledger already speaks of the old ones.
FIXED_SECTIONS: Final = frozenset(
    {"workstation", "reference_data", "keys", "demo", "training"}
)


def _parse(key: str, old: object, text: str) -> object:
    match old:
        case bool():
            if text not in {"true", "false"}:
                raise SettingValueError(key, "give true or false")
            return text == "true"
        case int():
            if not text.lstrip("-").isdecimal():
                raise SettingValueError(key, "give a whole number")
            return int(text)
        case list() | tuple():
            return _parse_list(key, text)
        case _:
            return text


def _parse_list(key: str, text: str) -> list[str]:
    if not text.startswith("["):
        return text.split("\\n") if text else []
    try:
        parsed = tomllib.loads(f"value = {text}")["value"]
        return convert(parsed, list[str])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise SettingValueError(key, str(error)) from error


def explain(error: msgspec.ValidationError) -> str:
    """Return *error* with the path written as in TOML, not as in JSON."""
    text, _, path = str(error).partition(" - at `$")
    where = path.rstrip("`").removeprefix(".")
    return f"[{where}] {text}" if where else text


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
