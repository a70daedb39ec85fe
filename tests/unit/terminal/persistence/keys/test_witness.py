"""The key store remembers how far the ledger was."""

from __future__ import annotations

from pathlib import Path

from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.keys.home_keys import home_id_of, witness_item
from terminal.persistence.keys.witness import KeyStoreWitness, WitnessKeeper

_WITNESS = KeyStoreWitness(
    epoch="0123456789abcdef", seq=7, hash="ab" * 32, series="A", number=3
)


def test_a_new_home_has_no_witness(home: Home, keys: HomeKeys) -> None:
    assert WitnessKeeper(home).read() is None


def test_the_newest_witness_comes_back(home: Home, keys: HomeKeys) -> None:
    WitnessKeeper(home).write(_WITNESS)

    assert WitnessKeeper(home).read() == _WITNESS


def test_a_damaged_witness_proves_nothing(
    home: Home, keys: HomeKeys, tmp_path: Path
) -> None:
    keeper = WitnessKeeper(home)
    keeper.write(_WITNESS)
    (tmp_path / "keys" / witness_item(home_id_of(home))).write_bytes(b"{")

    assert keeper.read() is None
