"""A backup is whole, says what it holds, and is never written over anything."""

from __future__ import annotations

import secrets
import stat
import zipfile
from pathlib import Path

import pytest

from sync.protocol.uuid7 import Uuid7Factory
from terminal.bootstrap.system_clock import SystemClock
from terminal.persistence.backup import (
    BackupRefusedError,
    create_backup,
    read_manifest,
    unpack,
)
from terminal.persistence.errors import DamagedDatabaseError, ReadOnlyHomeError
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.ledger.opening import open_ledger
from terminal.persistence.replica.writer import ReplicaWriter


@pytest.fixture
def till(home: Home, keys: HomeKeys) -> Home:
    """A home with both databases."""
    clock = SystemClock()
    ReplicaWriter(home, keys).close()
    open_ledger(
        home, keys, clock=clock, ids=Uuid7Factory(clock.wall_ms, secrets.token_bytes)
    ).close()
    return home


def test_a_backup_says_what_it_is_of(
    till: Home, keys: HomeKeys, tmp_path: Path
) -> None:
    manifest = create_backup(till, keys, tmp_path / "backup", at_ms=5)

    assert (manifest.workstation, manifest.at_ms) == ("T-07", 5)
    assert {file.name for file in manifest.files} == {
        "ledger.db",
        "replica.db",
        "till.toml",
        "keys.json",
    }
    assert read_manifest(tmp_path / "backup") == manifest


def test_a_till_without_a_catalogue_is_backed_up(
    till: Home, keys: HomeKeys, tmp_path: Path
) -> None:
    for path in till.path.glob("replica.db*"):
        path.unlink()

    manifest = create_backup(till, keys, tmp_path / "backup", at_ms=5)

    assert "replica.db" not in {file.name for file in manifest.files}


def test_an_archive_holds_the_same_files(
    till: Home, keys: HomeKeys, tmp_path: Path
) -> None:
    archive = tmp_path / "backup.zip"

    manifest = create_backup(till, keys, archive, at_ms=5)
    unpack(archive, tmp_path / "unpacked")

    assert read_manifest(tmp_path / "unpacked") == manifest
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600


def test_an_archive_cannot_write_outside_of_its_folder(tmp_path: Path) -> None:
    archive = tmp_path / "backup.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("../evil", b"")
        packed.writestr("/evil", b"")
        packed.writestr("ledger.db", b"x")

    unpack(archive, tmp_path / "unpacked")

    assert [path.name for path in (tmp_path / "unpacked").iterdir()] == ["ledger.db"]
    assert not (tmp_path / "evil").exists()


def test_nothing_is_written_over(till: Home, keys: HomeKeys, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    target.mkdir()
    (target / "mine").write_bytes(b"")
    (tmp_path / "file.zip").write_bytes(b"mine")

    for name in ("backup", "file.zip"):
        with pytest.raises(BackupRefusedError, match="is there already"):
            create_backup(till, keys, tmp_path / name, at_ms=5)

    assert [path.name for path in target.iterdir()] == ["mine"]
    assert (tmp_path / "file.zip").read_bytes() == b"mine"


def test_an_empty_folder_is_taken(till: Home, keys: HomeKeys, tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()

    create_backup(till, keys, tmp_path / "backup", at_ms=5)

    assert read_manifest(tmp_path / "backup") is not None


def test_a_damaged_ledger_leaves_no_backup(
    till: Home, keys: HomeKeys, tmp_path: Path
) -> None:
    content = bytearray(till.ledger_path.read_bytes())
    content[-100] ^= 1
    till.ledger_path.write_bytes(content)

    with pytest.raises(DamagedDatabaseError):
        create_backup(till, keys, tmp_path / "backup", at_ms=5)

    assert not (tmp_path / "backup").exists()
    assert list(tmp_path.glob(".backup*")) == []


def test_a_place_that_cannot_be_written_is_said(
    till: Home, keys: HomeKeys, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(ReadOnlyHomeError):
        create_backup(till, keys, tmp_path / "file" / "backup", at_ms=5)


@pytest.mark.parametrize("name", ["ledger.db", "till.toml", "keys.json"])
def test_a_changed_or_missing_file_is_named(
    till: Home, keys: HomeKeys, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "backup"
    create_backup(till, keys, folder, at_ms=5)

    with (folder / name).open("ab") as file:
        file.write(b"x")
    with pytest.raises(BackupRefusedError, match=f"{name} .* not what was written"):
        read_manifest(folder)
    (folder / name).unlink()
    with pytest.raises(BackupRefusedError, match=f"{name} is missing"):
        read_manifest(folder)


def test_a_home_itself_has_no_manifest(till: Home) -> None:
    assert read_manifest(till.path) is None


def test_what_is_no_backup_is_said(tmp_path: Path) -> None:
    (tmp_path / "backup.json").write_bytes(b"{")
    (tmp_path / "no.zip").write_bytes(b"no")

    with pytest.raises(BackupRefusedError, match="cannot be read"):
        read_manifest(tmp_path)
    with pytest.raises(BackupRefusedError, match="is no backup"):
        unpack(tmp_path / "no.zip", tmp_path / "unpacked")
    with pytest.raises(ReadOnlyHomeError):
        unpack(tmp_path / "absent.zip", tmp_path / "unpacked")
