"""Reads, changes and replaces ``till.toml``."""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal, get_args, get_origin, get_type_hints

import msgspec

from structs.decoding import convert
from terminal.settings.durable_file import PendingFile
from terminal.settings.errors import (
    SettingsError,
    SettingsFileError,
    SettingsNotWritableError,
    SettingValueError,
)
from terminal.settings.schema import TillSettings
from terminal.settings.setting_line import with_value
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


def settings_text(path: Path) -> str:
    """Return what stands in *path*, to the letter; a byte order mark is left out.

    Raises:
        OSError: It cannot be read.
        UnicodeDecodeError: It is no text.
    """
    return path.read_bytes().decode("utf-8-sig")


def settings_bytes(path: Path, text: str) -> bytes:
    """Return *text* as the new content of *path*, which keeps its byte order mark."""
    try:
        with path.open("rb") as file:
            has_mark = file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
    except OSError:
        has_mark = False
    return (codecs.BOM_UTF8 if has_mark else b"") + text.encode()


def save_settings(path: Path, settings: TillSettings) -> None:
    """Replace *path* by *settings*, durably and all or nothing.

    A file that is there keeps its order and comments: only the lines change whose
    values do.  Where it is written in a way that this does not understand, it is
    written anew.

    Raises:
        SettingsNotWritableError: The folder or disk refuses; the old file stands.
    """
    PendingSettings(path, settings).commit()


class PendingSettings:
    """New settings that are on the disk but not yet in force.

    Lets the caller record the change in the ledger between the part that may fail
    (writing) and the part that cannot run out of room (renaming).  See
    `save_settings` for what stays of the file.
    """

    def __init__(self, path: Path, settings: TillSettings) -> None:
        """Write *settings* beside *path*.

        Raises:
            SettingsNotWritableError: The folder or disk refuses.
        """
        self._path = path
        text = _kept_text(path, settings)
        if text is None:
            text = to_toml(msgspec.to_builtins(settings))
        try:
            self._pending = PendingFile(path, settings_bytes(path, text))
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


def _kept_text(path: Path, settings: TillSettings) -> str | None:
    """Return the text of *path* with the values of *settings*; None if it cannot be."""
    try:
        text = settings_text(path)
        before = msgspec.to_builtins(load_settings(path))
        for key, value in _changes(before, msgspec.to_builtins(settings)):
            text = with_value(text, key, value)
        says = convert(tomllib.loads(text), TillSettings)
    except (OSError, UnicodeDecodeError, SettingsError, ValueError):
        return None
    return text if says == settings else None


def _changes(
    before: dict[str, object], after: dict[str, object], path: str = ""
) -> Iterator[tuple[str, object]]:
    """Yield the dotted name and new value of each value that is another one.

    Raises:
        ValueError: A table or a value came or went.
    """
    if before.keys() != after.keys():
        raise ValueError(path)
    for name, value in after.items():
        former = before[name]
        if value == former:
            continue
        if isinstance(value, dict) and isinstance(former, dict):
            yield from _changes(former, value, f"{path}{name}.")
        elif value is None or former is None or "." in name:
            raise ValueError(f"{path}{name}")
        else:
            yield f"{path}{name}", value


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
        if choices := _choices(key):
            detail = f"choose one of: {', '.join(choices)}"
        else:
            detail = explain(error).removeprefix(f"[{key}] ")
        raise SettingValueError(key, detail) from error


def _choices(key: str) -> tuple[str, ...]:
    """Return the words that may stand for *key*; none when others may too."""
    kind: object = TillSettings
    for name in key.split("."):
        if not isinstance(kind, type) or not issubclass(kind, msgspec.Struct):
            return ()
        kind = get_type_hints(kind).get(name)
    return get_args(kind) if get_origin(kind) is Literal else ()


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
