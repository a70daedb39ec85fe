"""Copies of a home that another computer can be made from.

A backup holds both databases, encrypted as they are, the settings, and the wrapped
keys: together with the printed recovery code that is a whole till, without the
code it is nothing to anybody.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from structs.decoding import decode_json
from terminal.persistence.database_copy import copy_database
from terminal.persistence.errors import StorageError
from terminal.persistence.files import file_error, write_file
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.settings.durable_file import make_folder, sync_folder

MANIFEST_NAME: Final = "backup.json"
_VERSION: Final = 1
# As `mkdir` makes them: the folders above a backup are not the till's.
_FOLDER_MODE: Final = 0o777
_READ_BYTES: Final = 1024 * 1024
_MANIFEST_BYTES_MAX: Final = 64 * 1024


class BackupRefusedError(StorageError):
    """The backup cannot be made there, or is not whole."""

    code = "backup_refused"


class BackupFile(Struct, frozen=True):
    """One file of a backup; its name, size and SHA-256 in hex."""

    name: str
    bytes: int
    sha256: str


class BackupManifest(Struct, frozen=True, kw_only=True):
    """What a backup is of.

    Attributes:
        at_ms: When it was made, ms since 1970 UTC by the till's clock.
    """

    v: int
    tenant: str
    store: str
    workstation: str
    at_ms: int
    files: tuple[BackupFile, ...]


def create_backup(
    home: Home, keys: HomeKeys, target: Path, *, at_ms: int
) -> BackupManifest:
    """Write a backup of *home* to *target*: a new folder, or a file ``….zip``.

    The till and its agent may be running.  The replica is copied before the
    ledger, so that it can never know of events that the copied ledger lacks.

    Raises:
        BackupRefusedError: Something is at *target* already.
        DamagedDatabaseError: A page of a database does not verify.
        StorageError: The disk refuses; nothing is left at *target*.
    """
    target = target.absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BackupRefusedError(
            f"{target} is there already; nothing was written. Give another name."
        )
    staging = target.with_name(f".{target.name}.new")
    try:
        shutil.rmtree(staging, ignore_errors=True)
        make_folder(target.parent, _FOLDER_MODE)
        staging.mkdir(mode=0o700)
        manifest = _fill(home, keys, staging, at_ms)
        if target.suffix == ".zip":
            _pack(staging, manifest, target)
        else:
            _put_in_place(staging, target)
    except OSError as error:
        raise file_error(target, error) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return manifest


def read_manifest(folder: Path) -> BackupManifest | None:
    """Return what the backup in *folder* says of itself, checked file by file.

    Returns:
        None for a folder without a manifest, such as a home itself.

    Raises:
        BackupRefusedError: A file is missing, was changed, or is not whole.
    """
    path = folder / MANIFEST_NAME
    if not path.exists():
        return None
    try:
        with path.open("rb") as file:
            raw = file.read(_MANIFEST_BYTES_MAX)
        manifest = decode_json(raw, BackupManifest)
    except (OSError, msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise BackupRefusedError(
            f"{path} cannot be read ({error}); nothing was restored."
        ) from error
    for expected in manifest.files:
        name = Path(expected.name).name
        try:
            found = _described(folder / name)
        except OSError as error:
            raise BackupRefusedError(
                f"{name} is missing in the backup {folder}; nothing was restored."
            ) from error
        if found != expected:
            raise BackupRefusedError(
                f"{name} in the backup {folder} is not what was written then; nothing"
                f" was restored. Take another backup."
            )
    return manifest


def unpack(archive: Path, folder: Path) -> None:
    """Write the files of a zipped backup into the new *folder*.

    Raises:
        BackupRefusedError: It is no backup.
        StorageError: The disk refuses.
    """
    try:
        with zipfile.ZipFile(archive) as packed:
            folder.mkdir(mode=0o700)
            # Only names of ours are read, so no entry can lead out of the folder.
            for name in sorted(set(packed.namelist()) & {*BACKUP_NAMES, MANIFEST_NAME}):
                with packed.open(name) as entry, (folder / name).open("wb") as file:
                    shutil.copyfileobj(entry, file, _READ_BYTES)
    except zipfile.BadZipFile as error:
        raise BackupRefusedError(
            f"{archive} is no backup ({error}); nothing was restored."
        ) from error
    except OSError as error:
        raise file_error(folder, error) from error


BACKUP_NAMES: Final = ("replica.db", "ledger.db", "till.toml", "keys.json")


def _fill(home: Home, keys: HomeKeys, staging: Path, at_ms: int) -> BackupManifest:
    if home.replica_path.exists():
        copy_database(home.replica_path, staging / "replica.db", keys.data_key)
    copy_database(home.ledger_path, staging / "ledger.db", keys.data_key)
    for source, name in (
        (home.config_path, "till.toml"),
        (home.keys_path, "keys.json"),
    ):
        write_file(staging / name, source.read_bytes())
    place = home.settings.workstation
    manifest = BackupManifest(
        v=_VERSION,
        tenant=place.tenant,
        store=place.store,
        workstation=place.workstation,
        at_ms=at_ms,
        files=tuple(
            _described(staging / name)
            for name in BACKUP_NAMES
            if (staging / name).exists()
        ),
    )
    write_file(staging / MANIFEST_NAME, msgspec.json.encode(manifest))
    return manifest


def _described(path: Path) -> BackupFile:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return BackupFile(path.name, path.stat().st_size, digest)


def _pack(staging: Path, manifest: BackupManifest, target: Path) -> None:
    temporary = staging / target.name
    # Stored, not deflated: encrypted pages do not shrink.
    with zipfile.ZipFile(temporary, "x", zipfile.ZIP_STORED) as packed:
        for name in (MANIFEST_NAME, *(file.name for file in manifest.files)):
            packed.write(staging / name, name)
    temporary.chmod(0o600)
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    temporary.replace(target)
    sync_folder(target.parent)


def _put_in_place(staging: Path, target: Path) -> None:
    for path in staging.iterdir():
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    sync_folder(staging)
    if target.exists():
        target.rmdir()
    staging.rename(target)
    sync_folder(target.parent)
