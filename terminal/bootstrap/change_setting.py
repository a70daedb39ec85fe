"""Changes one setting of a till, with the change in the ledger.

The new file is written first, then the event is committed, then the file is
renamed into place: what can run out of room fails before the ledger speaks of it.
Comments of the file stay: see `terminal.settings.setting_line`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from sync.protocol.events.setting_changed_v1 import SettingChanged
from terminal.bootstrap.change_devices import (
    Recorder,
    recorder_of,
    replace_text,
    text_of,
)
from terminal.bootstrap.system_clock import SystemClock
from terminal.persistence.home import Home
from terminal.settings.answers import require_time_zone
from terminal.settings.file import with_setting
from terminal.settings.schema import TillSettings
from terminal.settings.setting_line import with_value


class ChangedSetting(Struct, frozen=True, kw_only=True):
    """What was changed; values as JSON text."""

    key: str
    old: str
    new: str


def change_setting(path: Path, key: str, value: str) -> ChangedSetting:
    """Set the dotted *key* of the till in *path*, which must not be running.

    Raises:
        SettingsError: There is no such setting, it is fixed, or the value is out
            of bounds.
        HomeLockedError: The till is running.
        StorageError: The ledger cannot record the change; nothing was changed.
    """
    home = Home.load(path)
    with home.lock_ledger():
        return apply_setting(home, key, value, recorder_of(home))


def apply_setting(home: Home, key: str, value: str, record: Recorder) -> ChangedSetting:
    """Set the dotted *key* while the caller holds the ledger.

    Args:
        home: The till, its settings as they are in the file now.
        key: Such as ``store.name``.
        value: See `terminal.settings.file.with_setting`.
        record: Commits the event.

    Raises:
        SettingsError: There is no such setting, it is fixed, or the value is out
            of bounds.
        StorageError: From *record*; nothing was changed.
    """
    before = home.settings
    after = with_setting(before, key, value)
    if after.store.time_zone != before.store.time_zone:
        require_time_zone("store.time_zone", after.store.time_zone)
    changed = ChangedSetting(
        key=key, old=_text_of(before, key), new=_text_of(after, key)
    )
    event = SettingChanged(
        key=key, old=changed.old, new=changed.new, at_ms=SystemClock().wall_ms()
    )
    text = with_value(text_of(home), key, _value_of(after, key))
    replace_text(home, text, event, record)
    return changed


def _text_of(settings: TillSettings, key: str) -> str:
    return msgspec.json.encode(_value_of(settings, key)).decode()


def _value_of(settings: TillSettings, key: str) -> object:
    value: Any = msgspec.to_builtins(settings)
    for part in key.split("."):
        value = value[part]
    return value
