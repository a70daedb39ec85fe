"""Copies an encrypted database that another process may be writing.

By SQLite's backup interface and never as a raw file: what is committed may still
stand in the WAL, and a page may be half written.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from terminal.persistence.dbapi import Connection, DatabaseError
from terminal.persistence.errors import (
    DamagedDatabaseError,
    StorageError,
    storage_error_of,
)
from terminal.persistence.sqlcipher import connect_cipher

# Steps this small let the writer checkpoint in between.
_PAGES_A_STEP: Final = 2_048
# Each commit of the writer begins the copy anew; after that many turns it is made
# in one step, which only keeps the WAL from being reset for as long.
_TURNS_MAX: Final = 3


class _TooBusyError(Exception):
    """The writer commits faster than small steps get to the end."""


def copy_database(source: Path, target: Path, key: bytes) -> None:
    """Copy the database *source* to the new file *target*, both under *key*.

    The copy is checked page by page and needs no WAL, so that it can be read from
    a medium that cannot be written.

    Raises:
        DatabaseMissingError: There is no *source*.
        DamagedDatabaseError: A page of it does not verify; there is no copy.
        StorageError: The key does not fit, or a disk refuses.
    """
    reader = connect_cipher(source, key, read_only=True)
    try:
        writer = connect_cipher(target, key)
        try:
            _copy(reader, writer)
            writer.execute("PRAGMA journal_mode = DELETE").fetchall()
            _require_sound(writer, source)
        except DatabaseError as error:
            raise (_known(error, source, target) or error) from error
        finally:
            writer.close()
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    finally:
        reader.close()


def _copy(reader: Connection, writer: Connection) -> None:
    steps = 0

    def count(_status: int, _remaining: int, total: int) -> None:
        nonlocal steps
        steps += 1
        if steps > _TURNS_MAX * (total // _PAGES_A_STEP + 1):
            raise _TooBusyError

    try:
        reader.backup(writer, pages=_PAGES_A_STEP, progress=count, sleep=0.001)
    except _TooBusyError:
        reader.backup(writer, pages=-1)


def _require_sound(connection: Connection, source: Path) -> None:
    # Nothing is in a WAL now, so this check sees every page.
    broken = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    if broken:
        raise DamagedDatabaseError(source, str(broken[0][0]))
    (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if answer != "ok":
        raise DamagedDatabaseError(source, str(answer))


def _known(error: DatabaseError, source: Path, target: Path) -> StorageError | None:
    # A page that does not decrypt is reported as "not a database"; the key was
    # proved right when both were opened.
    known = storage_error_of(error, target)
    if known is not None and known.code == "wrong_key":
        return DamagedDatabaseError(source, str(error))
    return known
