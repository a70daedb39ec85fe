"""Adds and removes a device of a till, with the change in the ledger.

The till's file keeps its comments: see `terminal.settings.device_tables`.  As with
every setting the new file is written first, then the event is committed, then the
file is renamed into place.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

import msgspec

from sync.protocol.events.setting_changed_v1 import SettingChanged
from sync.protocol.uuid7 import Uuid7Factory
from terminal.bootstrap.system_clock import SystemClock
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.ledger.opening import open_ledger
from terminal.settings.device_tables import with_device, without_device
from terminal.settings.durable_file import PendingFile
from terminal.settings.errors import SettingsNotWritableError
from terminal.settings.file import settings_bytes, settings_text
from terminal.settings.schema import DeviceSettings

Recorder = Callable[[SettingChanged], None]
"""Commits the event; raises StorageError when it cannot."""


def add_device(home: Home, device_id: str, device: DeviceSettings) -> None:
    """Add a device to the till of *home*, which must not be running.

    Raises:
        SettingsError: The device is refused or the file cannot be written.
        HomeLockedError: The till is running.
        StorageError: The ledger cannot record the change; nothing was changed.
    """
    with home.lock_ledger():
        save_device(home, device_id, device, recorder_of(home))


def remove_device(home: Home, device_id: str) -> None:
    """Remove a device from the till of *home*; raises as `add_device` does."""
    with home.lock_ledger():
        forget_device(home, device_id, recorder_of(home))


def change_device(home: Home, device_id: str, device: DeviceSettings) -> None:
    """Set a device of the till of *home* anew; raises as `add_device` does."""
    with home.lock_ledger():
        text = text_of(home)
        before = Home.load(home.path).settings.devices.get(device_id)
        changed = with_device(without_device(text, device_id), device_id, device)
        event = _event(
            device_id,
            old=msgspec.json.encode(before).decode(),
            new=msgspec.json.encode(device).decode(),
        )
        replace_text(home, changed, event, recorder_of(home))


def save_device(
    home: Home, device_id: str, device: DeviceSettings, record: Recorder
) -> None:
    """Add a device while the caller holds the ledger.

    Raises:
        SettingsError: The device is refused or the file cannot be written.
        StorageError: From *record*; nothing was changed.
    """
    text = text_of(home)
    changed = with_device(text, device_id, device)
    said = msgspec.json.encode(device).decode()
    replace_text(home, changed, _event(device_id, old="null", new=said), record)


def forget_device(home: Home, device_id: str, record: Recorder) -> None:
    """Remove a device while the caller holds the ledger; raises as `save_device`."""
    text = text_of(home)
    changed = without_device(text, device_id)
    device = Home.load(home.path).settings.devices[device_id]
    said = msgspec.json.encode(device).decode()
    replace_text(home, changed, _event(device_id, old=said, new="null"), record)


def _event(device_id: str, *, old: str, new: str) -> SettingChanged:
    return SettingChanged(
        key=f"devices.{device_id}", old=old, new=new, at_ms=SystemClock().wall_ms()
    )


def text_of(home: Home) -> str:
    """Return the settings of *home* as their author wrote them.

    Raises:
        TrainingTillError: Those of a training home are made anew for each lesson.
    """
    home.require_real()
    return settings_text(home.config_path)


def replace_text(
    home: Home, text: str, event: SettingChanged, record: Recorder
) -> None:
    """Put the settings *text* in force and *event* into the ledger, or neither.

    Raises:
        SettingsNotWritableError: The file cannot be written.
        StorageError: From *record*; nothing was changed.
    """
    path = home.config_path
    try:
        pending = PendingFile(path, settings_bytes(path, text))
    except OSError as error:
        raise SettingsNotWritableError(path, error.strerror or str(error)) from error
    try:
        record(event)
    except BaseException:
        pending.discard()
        raise
    try:
        pending.commit()
    except OSError as error:
        raise SettingsNotWritableError(path, error.strerror or str(error)) from error


def recorder_of(home: Home) -> Recorder:
    """Return what commits a change to the ledger of *home*, which is locked."""

    def record(event: SettingChanged) -> None:
        clock = SystemClock()
        ids = Uuid7Factory(clock.wall_ms, secrets.token_bytes)
        ledger = open_ledger(home, load_keys(home), clock=clock, ids=ids)
        try:
            with ledger.final() as unit:
                unit.events.append(event)
                unit.commit()
        finally:
            ledger.close()

    return record


def devices_figures_path(home_path: Path) -> Path:
    """Return the file in which a home keeps the figures of its devices."""
    return home_path / "devices.json"
