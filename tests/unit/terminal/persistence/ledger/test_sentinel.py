"""The sentinel survives torn writes and strangers, and is never half believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from terminal.persistence.errors import StorageError
from terminal.persistence.ledger import sentinel
from terminal.persistence.ledger.sentinel import (
    SLOT_BYTES,
    Sentinel,
    read_sentinel,
)
from terminal.persistence.ledger.witness import Witness

KEY = bytes(range(32))
SALT = bytes(range(16))
HASH = bytes(32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sentinel"


def write(path: Path, seq: int, *, counter: int = 0) -> None:
    sentinel = Sentinel(path, KEY, counter=counter, salt=SALT)
    sentinel.write(
        epoch="0123456789abcdef", seq=seq, event_hash=HASH, series="AB", number=seq * 2
    )
    sentinel.sync()
    sentinel.close()


def test_missing_and_empty_files_remember_nothing(path: Path) -> None:
    missing = read_sentinel(path, KEY)
    path.touch()
    empty = read_sentinel(path, KEY)

    assert (missing.record, missing.exists, missing.is_foreign) == (None, False, False)
    assert (empty.record, empty.exists) == (None, False)


def test_newest_slot_is_read(path: Path) -> None:
    for counter in range(5):
        write(path, counter + 10, counter=counter)

    record = read_sentinel(path, KEY).record

    assert record is not None
    assert record.counter == 5
    assert record.salt == SALT
    assert record.as_witness() == Witness(
        source="sentinel",
        epoch="0123456789abcdef",
        seq=14,
        hash=HASH,
        series="AB",
        number=28,
    )
    assert path.stat().st_size == 2 * SLOT_BYTES
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("offset", [0, 9, 100, 479, 480, 511])
def test_torn_slot_leaves_the_one_before(path: Path, offset: int) -> None:
    write(path, 1)
    write(path, 2, counter=1)
    content = bytearray(path.read_bytes())
    content[0 * SLOT_BYTES + offset] ^= 1  # The second write went to slot 0.
    path.write_bytes(content)

    record = read_sentinel(path, KEY).record

    assert record is not None
    assert record.seq == 1


def test_another_key_is_told_from_no_sentinel(path: Path) -> None:
    write(path, 1)

    state = read_sentinel(path, bytes(32))

    assert state.record is None
    assert state.exists
    assert state.is_foreign


def test_no_file_can_be_made_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Sentinel(tmp_path / "none" / "sentinel", KEY, counter=0, salt=SALT)


def test_sentinel_that_cannot_be_read_is_no_missing_one(path: Path) -> None:
    path.mkdir()

    with pytest.raises(StorageError):
        read_sentinel(path, KEY)


def test_new_sentinel_is_named_durably_once(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(sentinel, "sync_folder", synced.append)

    write(path, 1)
    write(path, 2)

    assert synced == [path.parent]
