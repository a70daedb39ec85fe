"""A changed setting is an event of the ledger, and both or none are there."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from structs.decoding import decode_json
from sync.protocol.events.setting_changed_v1 import SettingChanged
from terminal.bootstrap.change_setting import change_setting
from terminal.bootstrap.new_home import make_home
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.keys.pin_hasher import PinHashCost
from terminal.persistence.ledger.reader import LedgerReader
from terminal.persistence.locks import HomeLockedError
from terminal.settings.answers import FirstOperator, InitAnswers, StoreAnswers
from terminal.settings.errors import SettingsNotWritableError, SettingValueError

_CHEAP: Final = PinHashCost(memory_kib=64, passes=1)


@pytest.fixture
def till(tmp_path: Path) -> Home:
    """A stand-alone till."""
    answers = InitAnswers(
        store=StoreAnswers(name="Corner shop", currency="EUR", time_zone="UTC"),
        operator=FirstOperator(pin="271828"),
        key_folder=str(tmp_path / "keys"),
    )
    make_home(tmp_path / "till", answers, pin_cost=_CHEAP)
    return Home.load(tmp_path / "till")


def _events(home: Home) -> list[bytes]:
    reader = LedgerReader(home, load_keys(home))
    (epoch,) = reader.epochs()
    bodies = [event.body for event in reader.events_after(epoch.epoch, 1, 10)]
    reader.close()
    return bodies


def test_the_change_is_in_force_and_in_the_ledger(till: Home) -> None:
    changed = change_setting(till.path, "store.receipt_foot", '["Thank you"]')

    (body,) = _events(till)
    event = decode_json(body, SettingChanged)
    assert Home.load(till.path).settings.store.receipt_foot == ("Thank you",)
    assert (event.key, event.old, event.new) == (
        "store.receipt_foot",
        "[]",
        '["Thank you"]',
    )
    assert (changed.old, changed.new) == (event.old, event.new)


def test_what_a_person_wrote_around_it_stays(till: Home) -> None:
    written = "# Ours since May.\n" + till.config_path.read_text("utf-8")
    written = written.replace('"Corner shop"', '"Corner shop"  # as on the sign')
    till.config_path.write_text(written, "utf-8")

    change_setting(till.path, "store.name", "Corner")

    now = till.config_path.read_text("utf-8")
    assert now == written.replace('"Corner shop"', '"Corner"')


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("store.colour", "red"),
        ("store.currency", "euro"),
        ("store.time_zone", "Mars/Olympus"),
        ("workstation.workstation", "T-02"),
    ],
)
def test_a_refused_change_is_nowhere(till: Home, key: str, value: str) -> None:
    before = till.config_path.read_bytes()

    with pytest.raises(SettingValueError):
        change_setting(till.path, key, value)

    assert till.config_path.read_bytes() == before
    assert _events(till) == []


def test_a_running_till_is_not_changed_under_its_feet(till: Home) -> None:
    before = till.config_path.read_bytes()

    with till.lock_ledger(), pytest.raises(HomeLockedError, match="in its window"):
        change_setting(till.path, "store.name", "New")

    assert till.config_path.read_bytes() == before


def test_a_ledger_that_cannot_record_it_leaves_the_settings(till: Home) -> None:
    before = till.config_path.read_bytes()
    content = bytearray(till.ledger_path.read_bytes())
    content[:4096] = bytes(4096)
    till.ledger_path.write_bytes(content)

    with pytest.raises(Exception, match="damaged"):
        change_setting(till.path, "store.name", "New")

    assert till.config_path.read_bytes() == before
    assert not (till.path / ".till.toml.new").exists()


def test_settings_that_cannot_be_written_are_not_in_the_ledger(till: Home) -> None:
    blocking = till.path / ".till.toml.new"
    blocking.mkdir()
    (blocking / "inside").write_bytes(b"")

    with pytest.raises(SettingsNotWritableError):
        change_setting(till.path, "store.name", "New")

    assert _events(till) == []
