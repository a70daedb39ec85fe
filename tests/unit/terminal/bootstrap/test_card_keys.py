"""The shop's card key is made once, shared by a sealed file, and told by its name."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from structs.decoding import decode_json
from sync.protocol.events.setting_changed_v1 import SettingChanged
from terminal.bootstrap.card_keys import (
    SETTING,
    card_key_for,
    export_card_key,
    import_card_key,
    make_card_key,
)
from terminal.bootstrap.headless import read_ledger_events
from terminal.persistence.errors import StorageError
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.keys.card_key import card_key_fingerprint, load_card_key
from terminal.persistence.keys.errors import CardKeyError, NoCardKeyError
from terminal.persistence.keys.home_keys import card_key_item, home_id_of
from terminal.persistence.keys.store import open_key_store
from terminal.settings.schema import DeviceSettings
from tests.fakes.new_till import new_till

_PHRASE = "correct horse battery"
_READERS = {"badges": DeviceSettings(kind="nfc_reader", address="usb")}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A till with its first card key."""
    home = new_till(tmp_path_factory.mktemp("first"))
    make_card_key(home)
    return home


def _key(home: Home) -> bytes:
    key = load_card_key(home, load_keys(home))
    assert key is not None
    return key


def _changes(home: Home) -> list[tuple[str | None, str | None]]:
    changes = [
        decode_json(event.body, SettingChanged)
        for event in read_ledger_events(home.path)
        if SETTING.encode() in event.body
    ]
    return [(change.old, change.new) for change in changes]


def test_a_second_till_shares_the_key_by_a_sealed_file(
    home: Home, tmp_path: Path
) -> None:
    key = _key(home)
    name = card_key_fingerprint(key)
    file = tmp_path / "shop.key"
    other = new_till(tmp_path)
    with pytest.raises(NoCardKeyError):
        export_card_key(other, file, _PHRASE)

    assert export_card_key(home, file, _PHRASE) == name
    assert file.stat().st_mode & 0o077 == 0
    assert key not in file.read_bytes()
    assert [path.name for path in tmp_path.glob("shop*")] == ["shop.key"]
    with pytest.raises(CardKeyError, match="sealed for somebody else"):
        import_card_key(other, file, "another pass phrase")
    assert import_card_key(other, file, _PHRASE) == name
    assert import_card_key(other, file, _PHRASE) == name, "the same again is no change"

    assert _key(other) == key
    assert _changes(other) == [("null", f'"{name}"')]

    with pytest.raises(CardKeyError, match="already"):
        make_card_key(other)
    assert _key(other) == key
    replaced = make_card_key(other, is_replacing=True)
    assert _changes(other)[1] == (f'"{name}"', f'"{replaced}"')
    with pytest.raises(CardKeyError, match="already"):
        import_card_key(other, file, _PHRASE)


def test_no_file_of_the_home_and_no_event_holds_the_key(home: Home) -> None:
    key = _key(home)
    texts = (key, key.hex().encode())

    for path in home.path.rglob("*"):
        if path.is_file():
            assert not any(text in path.read_bytes() for text in texts), path.name
    for event in read_ledger_events(home.path):
        assert not any(text in event.body for text in texts)


def test_a_key_that_the_ledger_refuses_is_not_taken(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _key(home)

    def refuse(_: object) -> None:
        raise StorageError

    monkeypatch.setattr(
        "terminal.bootstrap.card_keys.recorder_of", lambda _home: refuse
    )
    with pytest.raises(StorageError):
        make_card_key(home, is_replacing=True)

    assert _key(home) == before


def test_what_cannot_be_written_or_read_is_told(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "shop.key"
    with pytest.raises(CardKeyError, match="12 characters"):
        export_card_key(home, file, "short")
    with pytest.raises(CardKeyError, match="cannot be written"):
        export_card_key(home, tmp_path / "nowhere" / "key", _PHRASE)
    with pytest.raises(CardKeyError, match="cannot be read"):
        import_card_key(home, file, _PHRASE)
    file.write_bytes(b"no key")
    with pytest.raises(CardKeyError, match="exists already"):
        export_card_key(home, file, _PHRASE)
    with pytest.raises(CardKeyError, match="not a sealed file"):
        import_card_key(home, file, _PHRASE)


def test_only_a_till_with_a_reader_asks_for_the_key(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    keys = load_keys(home)
    assert card_key_for(home, keys, {}) is None
    assert card_key_for(home, keys, _READERS) == _key(home)

    store, item = open_key_store(home), card_key_item(home_id_of(home))
    raw = store.read(item)
    assert raw is not None
    store.write(item, b"damaged")
    try:
        with caplog.at_level(logging.ERROR):
            assert card_key_for(home, keys, _READERS) is None
        with pytest.raises(CardKeyError):
            make_card_key(home)
    finally:
        store.write(item, raw)
    assert "cards are not proved" in caplog.text
