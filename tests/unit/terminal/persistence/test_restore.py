"""Another computer becomes the till, in an epoch and a receipt series of its own."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.protocol.uuid7 import Uuid7Factory
from terminal.bootstrap.system_clock import SystemClock
from terminal.persistence.backup import BackupRefusedError, create_backup
from terminal.persistence.errors import DamagedDatabaseError
from terminal.persistence.home import Home, HomeExistsError
from terminal.persistence.keys import load_keys
from terminal.persistence.keys.errors import RecoveryCodeError
from terminal.persistence.keys.home_keys import NewKeys, create_keys
from terminal.persistence.keys.recovery_code import new_recovery_code
from terminal.persistence.keys.witness import WitnessKeeper
from terminal.persistence.ledger.opening import open_ledger
from terminal.persistence.ledger.reader import LedgerReader
from terminal.persistence.locks import HomeLockedError
from terminal.persistence.replica.reader import ReplicaReader
from terminal.persistence.replica.rows import OperatorData
from terminal.persistence.replica.writer import ReplicaWriter
from terminal.persistence.restore import RestoredHome, restore_home
from terminal.settings.schema import KeySettings

_CLOCK = SystemClock()
_IDS = Uuid7Factory(_CLOCK.wall_ms, secrets.token_bytes)


@pytest.fixture
def new(home: Home) -> NewKeys:
    """The keys of `home`, which has both databases."""
    new = create_keys(home)
    with ReplicaWriter(home, new.keys) as writer:
        writer.put_operator(OperatorData(operator_id="7", name="Zoe", role="manager"))
    with home.lock_ledger():
        open_ledger(home, new.keys, clock=_CLOCK, ids=_IDS).close()
    return new


@pytest.fixture
def backup(home: Home, new: NewKeys, tmp_path: Path) -> Path:
    """A backup of `home`."""
    create_backup(home, new.keys, tmp_path / "backup", at_ms=1)
    return tmp_path / "backup"


def _restore(source: Path, path: Path, code: str) -> RestoredHome:
    # The other computer has a key store of its own.
    return restore_home(
        source,
        path,
        code,
        clock=_CLOCK,
        ids=_IDS,
        key_settings=KeySettings(folder=str(path.parent / "other-keys")),
    )


def test_a_restored_till_goes_on_in_a_new_epoch_and_series(
    home: Home, new: NewKeys, backup: Path, tmp_path: Path
) -> None:
    restored = _restore(backup, tmp_path / "other", new.recovery_code)

    other = Home.load(tmp_path / "other")
    keys = load_keys(other)
    old_epochs = LedgerReader(home, new.keys).epochs()
    epochs = LedgerReader(other, keys).epochs()
    assert keys.data_key == new.keys.data_key
    assert keys.signing_public == new.keys.signing_public
    assert [epoch.epoch for epoch in epochs] == [old_epochs[0].epoch, restored.epoch]
    assert restored.series == "B"
    assert restored.events == 1
    operator = ReplicaReader(other, keys).find("7")
    assert operator is not None
    assert operator.name == "Zoe"


def test_the_new_home_has_a_code_and_a_witness_of_its_own(
    new: NewKeys, backup: Path, tmp_path: Path
) -> None:
    restored = _restore(backup, tmp_path / "other", new.recovery_code)

    other = Home.load(tmp_path / "other")
    witness = WitnessKeeper(other).read()
    assert restored.recovery_code != new.recovery_code
    assert witness is not None
    assert witness.epoch == restored.epoch
    create_backup(other, load_keys(other), tmp_path / "second", at_ms=2)
    with pytest.raises(RecoveryCodeError):
        _restore(tmp_path / "second", tmp_path / "third", new.recovery_code)
    third = _restore(tmp_path / "second", tmp_path / "third", restored.recovery_code)
    assert third.series == "C"


def test_the_old_home_still_opens_and_keeps_its_keys(
    home: Home, new: NewKeys, backup: Path, tmp_path: Path
) -> None:
    before = home.keys_path.read_bytes()

    _restore(backup, tmp_path / "other", new.recovery_code)

    assert home.keys_path.read_bytes() == before
    assert load_keys(home) == new.keys


def test_an_archive_is_restored(home: Home, new: NewKeys, tmp_path: Path) -> None:
    create_backup(home, new.keys, tmp_path / "backup.zip", at_ms=1)

    restored = _restore(tmp_path / "backup.zip", tmp_path / "other", new.recovery_code)

    assert restored.events == 1


def test_a_home_whose_key_store_lost_the_key_is_brought_back(
    home: Home, new: NewKeys, tmp_path: Path
) -> None:
    for path in (tmp_path / "keys").iterdir():
        path.unlink()

    restored = _restore(home.path, tmp_path / "other", new.recovery_code)

    assert restored.events == 1


def test_a_home_in_use_is_not_cloned(home: Home, new: NewKeys, tmp_path: Path) -> None:
    with home.lock_ledger(), pytest.raises(HomeLockedError):
        _restore(home.path, tmp_path / "other", new.recovery_code)

    assert not (tmp_path / "other").exists()


def test_a_wrong_code_makes_nothing(new: NewKeys, backup: Path, tmp_path: Path) -> None:
    for code in (new_recovery_code(), "typo"):
        with pytest.raises(RecoveryCodeError):
            _restore(backup, tmp_path / "other", code)

    assert not (tmp_path / "other").exists()
    assert not (tmp_path / "other-keys").exists()


def test_nothing_is_restored_over_a_till(
    home: Home, new: NewKeys, backup: Path
) -> None:
    before = home.ledger_path.read_bytes()

    with pytest.raises(HomeExistsError):
        _restore(backup, home.path, new.recovery_code)

    assert home.ledger_path.read_bytes() == before


def test_a_damaged_home_is_not_restored_half(
    home: Home, new: NewKeys, tmp_path: Path
) -> None:
    content = bytearray(home.ledger_path.read_bytes())
    content[-100] ^= 1
    home.ledger_path.write_bytes(content)

    with pytest.raises(DamagedDatabaseError):
        _restore(home.path, tmp_path / "other", new.recovery_code)

    assert not (tmp_path / "other").exists()
    assert list((tmp_path / "other-keys").iterdir()) == []


def test_a_folder_that_is_no_backup_is_said(
    make_home: Callable[..., Home], tmp_path: Path
) -> None:
    empty = make_home("empty")

    for source in (empty.path, tmp_path / "absent"):
        with pytest.raises(BackupRefusedError, match="is no backup"):
            _restore(source, tmp_path / "other", new_recovery_code())
