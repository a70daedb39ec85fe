"""A device more or less, in the file and in the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from structs.decoding import decode_json
from sync.protocol.events.setting_changed_v1 import SettingChanged
from terminal.bootstrap.change_devices import (
    add_device,
    change_device,
    devices_figures_path,
    remove_device,
    save_device,
)
from terminal.bootstrap.headless import read_ledger_events
from terminal.persistence.errors import StorageError
from terminal.persistence.home import Home
from terminal.settings.errors import SettingsNotWritableError
from terminal.settings.schema import DeviceSettings
from tests.fakes.new_till import new_till

SCANNER = DeviceSettings(kind="scanner", address="serial:/dev/ttyACM0")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = new_till(tmp_path)
    path = home.config_path
    path.write_text("# Ours.\n" + path.read_text())
    return home


def test_adding_and_removing_stand_in_file_and_ledger(home: Home) -> None:
    before = home.config_path.read_text()
    add_device(home, "scanner", SCANNER)
    assert Home.load(home.path).settings.devices == {"scanner": SCANNER}
    assert home.config_path.read_text().startswith(before)
    remove_device(home, "scanner")

    assert home.config_path.read_text() == before
    changes = [
        decode_json(event.body, SettingChanged)
        for event in read_ledger_events(home.path)
        if event.body.startswith(b"{") and b"devices.scanner" in event.body
    ]
    assert [(c.old == "null", c.new == "null") for c in changes] == [
        (True, False),
        (False, True),
    ]


def test_what_the_ledger_refuses_is_not_in_the_file(home: Home) -> None:
    before = home.config_path.read_text()

    def refuse(_: object) -> None:
        raise StorageError

    with pytest.raises(StorageError):
        save_device(home, "scanner", SCANNER, refuse)

    assert home.config_path.read_text() == before
    assert not list(home.path.glob(".till.toml*"))


def test_a_file_that_cannot_be_written_is_told(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("terminal.bootstrap.change_devices.PendingFile", refuse)
    with pytest.raises(SettingsNotWritableError):
        save_device(home, "scanner", SCANNER, lambda _: None)


def test_the_figures_stand_in_the_home(tmp_path: Path) -> None:
    assert devices_figures_path(tmp_path).parent == tmp_path


def test_a_changed_device_stands_in_file_and_ledger_as_one_change(home: Home) -> None:
    add_device(home, "scanner", SCANNER)
    other = DeviceSettings(kind="scanner", address="serial:/dev/ttyACM1")

    change_device(home, "scanner", other)

    assert Home.load(home.path).settings.devices == {"scanner": other}
    bodies = [event.body for event in read_ledger_events(home.path)]
    assert sum(b"devices.scanner" in body for body in bodies) == 2
