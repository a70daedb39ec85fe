"""Changes one setting of a till, with the change in the ledger.

The new file is written first, then the event is committed, then the file is
renamed into place: what can run out of room fails before the ledger speaks of it.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from sync.protocol.events.setting_changed_v1 import SettingChanged
from sync.protocol.uuid7 import Uuid7Factory
from terminal.bootstrap.system_clock import SystemClock
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.ledger.opening import open_ledger
from terminal.settings.answers import require_time_zone
from terminal.settings.file import PendingSettings, with_setting
from terminal.settings.schema import TillSettings


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
    before = home.settings
    after = with_setting(before, key, value)
    if after.store.time_zone != before.store.time_zone:
        require_time_zone("store.time_zone", after.store.time_zone)
    changed = ChangedSetting(
        key=key, old=_text_of(before, key), new=_text_of(after, key)
    )
    keys = load_keys(home)
    clock = SystemClock()
    with home.lock_ledger():
        pending = PendingSettings(home.config_path, after)
        try:
            ledger = open_ledger(
                home,
                keys,
                clock=clock,
                ids=Uuid7Factory(clock.wall_ms, secrets.token_bytes),
            )
            try:
                with ledger.final() as unit:
                    unit.events.append(
                        SettingChanged(
                            key=key,
                            old=changed.old,
                            new=changed.new,
                            at_ms=clock.wall_ms(),
                        )
                    )
                    unit.commit()
            finally:
                ledger.close()
        except BaseException:
            pending.discard()
            raise
        pending.commit()
    return changed


def _text_of(settings: TillSettings, key: str) -> str:
    value: Any = msgspec.to_builtins(settings)
    for part in key.split("."):
        value = value[part]
    return msgspec.json.encode(value).decode()
