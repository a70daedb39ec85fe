"""Copies the database of a central to one file, and puts such a file back.

A copy counts only when it is whole, checked and on its disk: it grows under another
name, is opened again and compared with itself, and gets its name last. The key of the
center is not in it: whoever has both can speak as the center.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

import sqlcipher3.dbapi2
from msgspec import Struct
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from sync.central import archive, secrets
from sync.central.archive import Positions
from sync.central.database import Database, find_database_file, migrate, open_engine
from sync.central.durable import bring_to_disk
from sync.central.errors import CentralError
from sync.central.installation import (
    Location,
    open_installed,
    read_incarnation,
    renew_incarnation,
)

_FILE_MODE: Final = 0o600
_BUSY_TIMEOUT_S: Final = 10.0

_ON_A_SERVER: Final = (
    "this database lives on a server; note `central positions`, copy it by pg_dump, and"
    " tell `central archived` when the copy is checked"
)


class BackupReport(Struct, frozen=True, kw_only=True):
    """A copy that was made.

    Attributes:
        file: Where it is.
        file_bytes: Its size.
        events: Events in it.
        streams: Epochs they lie in.
        archived: Of them, those whose mark moved; tills hear of it.
    """

    file: str
    file_bytes: int
    events: int
    streams: int
    archived: int


class RestoreReport(Struct, frozen=True, kw_only=True):
    """A copy that was put back.

    Attributes:
        database: Where it is now.
        incarnation: The new life that tills will see.
        events: Events in it.
        streams: Epochs they lie in.
    """

    database: str
    incarnation: str
    events: int
    streams: int


def back_up(location: Location, file: Path) -> BackupReport:
    """Copy the database to the new file *file*, beside a running server.

    Raises:
        CentralError: It is no SQLite database, *file* exists or cannot be written, or
            the copy is not whole; then no mark moved.
    """
    source = find_database_file(location.database_url)
    if source is None:
        raise CentralError(_ON_A_SERVER)
    _require_new(file)
    engine, center, _signer = open_installed(location)
    database = Database(engine)
    partial = file.with_name(f"{file.name}.part")
    try:
        _copy(source, partial)
        held = _checked(partial)
        _settle(partial, file)
        moved = database.write(
            lambda connection: archive.advance(connection, held, center.tenant)
        )
    except OSError as error:
        raise CentralError(f"{file} cannot be written: {error.strerror}") from error
    except sqlcipher3.dbapi2.Error as error:
        raise CentralError(f"the copy failed: {error}; nothing was kept") from error
    finally:
        _discard(partial)
        database.close()
    return BackupReport(
        file=str(file),
        file_bytes=file.stat().st_size,
        events=sum(each.hw for each in held.streams),
        streams=len(held.streams),
        archived=moved,
    )


def restore(file: Path, location: Location) -> RestoreReport:
    """Put the copy *file* back as a new database, in a new life of it.

    The tills see the new life, take their reference data anew and send everything
    that the copy lacks.

    Raises:
        CentralError: There is a database already, or a part of one, the key of the
            center is not in its home, or *file* is no whole copy; then nothing was
            made.
    """
    target = find_database_file(location.database_url)
    if target is None:
        raise CentralError(
            "a database on a server is put back by pg_restore; run `central restored`"
            " afterwards"
        )
    _require_new(target)
    _require_no_remains(target)
    # Without its key no till would trust what the restored center says.
    secrets.load_key(location.home)
    partial = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _discard(partial)
        shutil.copyfile(file, partial)
        partial.chmod(_FILE_MODE)
        _checked(partial)
        incarnation, held = _begin_anew(partial)
        _settle(partial, target)
    except OSError as error:
        raise CentralError(f"{file} cannot be put back: {error.strerror}") from error
    finally:
        _discard(partial)
    return RestoreReport(
        database=location.database_url,
        incarnation=incarnation,
        events=sum(each.hw for each in held.streams),
        streams=len(held.streams),
    )


def note_archived(location: Location, file: Path) -> int:
    """Move the marks to what *file*, of `central positions`, says a copy holds."""
    held = archive.read_positions(file)
    engine, center, _signer = open_installed(location)
    database = Database(engine)
    try:
        return database.write(
            lambda connection: archive.advance(connection, held, center.tenant)
        )
    finally:
        database.close()


def positions_of(location: Location) -> Positions:
    """Return how far everything is stored now."""
    engine, center, _signer = open_installed(location)
    database = Database(engine)
    try:
        return database.read(
            lambda connection: archive.positions(
                connection, center.tenant, read_incarnation(connection)
            )
        )
    finally:
        database.close()


def _copy(source: Path, partial: Path) -> None:
    """Copy one consistent state; writers go on beside it."""
    _discard(partial)
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _FILE_MODE))
    reading = sqlcipher3.dbapi2.connect(str(source), timeout=_BUSY_TIMEOUT_S)
    try:
        writing = sqlcipher3.dbapi2.connect(str(partial))
        try:
            reading.backup(writing)
            # One file alone: its journal mode came along with the pages.
            writing.execute("PRAGMA journal_mode = DELETE")
        finally:
            writing.close()
    finally:
        reading.close()


def _checked(partial: Path) -> Positions:
    """Open the copy again and return what it holds.

    Raises:
        CentralError: It is not whole, or no central's.
    """
    engine = open_engine(f"sqlite:///{partial}")
    try:
        with engine.connect() as connection, connection.begin():
            return _read_checked(connection)
    except (sqlcipher3.dbapi2.Error, SQLAlchemyError) as error:
        message = f"that is no whole copy of a central: {_cause(error)}"
        raise CentralError(message) from error
    finally:
        engine.dispose()


def _read_checked(connection: Connection) -> Positions:
    fault = connection.scalar(text("PRAGMA integrity_check(1)"))
    if fault != "ok":
        raise CentralError(f"the copy is damaged: {fault}; nothing was kept")
    tenant = connection.scalar(text("SELECT tenant FROM center"))
    missing = archive.first_fault(connection)
    if missing is not None:
        raise CentralError(f"the copy is not whole: {missing}; nothing was kept")
    return archive.positions(connection, str(tenant), read_incarnation(connection))


def _cause(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error)


def _begin_anew(partial: Path) -> tuple[str, Positions]:
    engine = open_engine(f"sqlite:///{partial}")
    try:
        migrate(engine)
        with engine.begin() as connection:
            incarnation = renew_incarnation(connection)
            archive.advance_to_all(connection)
            held = archive.positions(connection, "-", incarnation)
    finally:
        # The last connection moves the WAL into the file.
        engine.dispose()
    return incarnation, held


def _settle(partial: Path, file: Path) -> None:
    """Bring the copy to the disk, then give it its name, durably."""
    bring_to_disk(partial)
    _require_new(file)
    partial.rename(file)
    bring_to_disk(file.parent)


def _require_new(file: Path) -> None:
    if file.exists():
        raise CentralError(f"{file} exists already and was left as it is")


def _require_no_remains(target: Path) -> None:
    """Refuse a place where SQLite would take up what another database left.

    What a server that died had not yet moved into its file would be written over the
    pages of the copy, its life included.
    """
    left = [file.name for file in _companions(target) if file.exists()]
    if left:
        raise CentralError(
            f"{' and '.join(left)} of the database before still lie in {target.parent};"
            " keep them with the file that they belong to, in another folder"
        )


def _discard(partial: Path) -> None:
    for file in (partial, *_companions(partial)):
        file.unlink(missing_ok=True)


def _companions(database: Path) -> list[Path]:
    """Return what SQLite keeps beside *database* while it is open, or after a death."""
    suffixes = ("-wal", "-shm", "-journal")
    return [database.with_name(database.name + suffix) for suffix in suffixes]
