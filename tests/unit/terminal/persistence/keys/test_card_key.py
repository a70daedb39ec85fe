"""The card key is kept apart from the home, and opens only with both."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys, load_keys
from terminal.persistence.keys.card_key import (
    card_key_fingerprint,
    keep_card_key,
    load_card_key,
)
from terminal.persistence.keys.errors import CardKeyError
from terminal.persistence.keys.file_store import FileKeyStore
from terminal.persistence.keys.home_keys import (
    card_key_item,
    create_keys,
    forget_keys,
    home_id_of,
)
from terminal.settings.schema import (
    KeySettings,
    StoreSection,
    TillSettings,
    WorkstationSettings,
)

_KEY = bytes(range(32))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    settings = TillSettings(
        workstation=WorkstationSettings(tenant="t", store="s", workstation="w"),
        store=StoreSection(name="Shop", currency="EUR", exponent=2),
        keys=KeySettings(store="file", folder=str(tmp_path / "keys")),
    )
    home = Home.create(tmp_path / "till", settings)
    create_keys(home)
    return home


@pytest.fixture
def keys(home: Home) -> HomeKeys:
    return load_keys(home)


def test_a_kept_key_comes_back_and_goes_with_the_home(
    home: Home, keys: HomeKeys
) -> None:
    assert load_card_key(home, keys) is None
    keep_card_key(home, keys, _KEY)
    assert load_card_key(home, keys) == _KEY
    forget_keys(home)
    assert load_card_key(home, keys) is None


def test_what_the_store_holds_opens_nothing_without_the_home(
    home: Home, keys: HomeKeys, tmp_path: Path
) -> None:
    keep_card_key(home, keys, _KEY)
    files = [path.read_bytes() for path in (tmp_path / "keys").iterdir()]

    assert all(_KEY not in raw for raw in files)
    other = msgspec.structs.replace(keys, data_key=bytes(32))
    with pytest.raises(CardKeyError, match="import it again"):
        load_card_key(home, other)


@pytest.mark.parametrize("raw", [b"", b"\xff", b"{}", b'{"nonce":"","sealed":""}'])
def test_a_damaged_item_is_told(home: Home, keys: HomeKeys, raw: bytes) -> None:
    store = FileKeyStore(Path(home.settings.keys.folder))
    store.write(card_key_item(home_id_of(home)), raw)

    with pytest.raises(CardKeyError):
        load_card_key(home, keys)


def test_a_fingerprint_names_a_key_and_is_not_part_of_it() -> None:
    name = card_key_fingerprint(_KEY)

    assert len(name) == 16
    assert name != card_key_fingerprint(bytes(32))
    assert name not in _KEY.hex()
