"""Opens ``replica.db`` for its one writer or for a reader."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from terminal.persistence.dbapi import Connection, DatabaseError
from terminal.persistence.errors import DatabaseMissingError, storage_error_of
from terminal.persistence.migrations.runner import (
    applied_names,
    check_known,
    migrate,
    migration_names,
)
from terminal.persistence.sqlcipher import connect_cipher

_MIGRATIONS: Final = "terminal.persistence.migrations.replica"
_READER_CACHE_KIB: Final = 16 * 1024
_WRITER_CACHE_KIB: Final = 32 * 1024


def open_for_writing(path: Path, key: bytes) -> Connection:
    """Return the writer's connection, the schema brought up to date.

    Raises:
        StorageError: The key does not fit, or the disk refuses.
    """
    connection = connect_cipher(path, key)
    try:
        migrate(connection, path, _MIGRATIONS)
        connection.execute(f"PRAGMA cache_size = -{_WRITER_CACHE_KIB:d}")
    except BaseException:
        connection.close()
        raise
    return connection


def open_for_reading(path: Path, key: bytes) -> Connection | None:
    """Return a reader's connection, None when there is nothing to read yet.

    Raises:
        StorageError: The file is there and cannot be read.
    """
    try:
        connection = connect_cipher(path, key, read_only=True)
    except DatabaseMissingError:
        return None
    try:
        check_known(connection, path, _MIGRATIONS)
        applied = applied_names(connection, _MIGRATIONS)
        if set(migration_names(_MIGRATIONS)) - set(applied):
            # The writer is about to make or change the tables.
            connection.close()
            return None
        connection.execute(f"PRAGMA cache_size = -{_READER_CACHE_KIB:d}")
    except BaseException:
        connection.close()
        raise
    return connection


def is_outdated(path: Path, key: bytes) -> bool:
    """Tell whether *path* waits for its writer to bring it to today's form.

    Raises:
        StorageError: The file is there and cannot be read.
    """
    try:
        connection = connect_cipher(path, key, read_only=True)
    except DatabaseMissingError:
        return False
    try:
        applied = applied_names(connection, _MIGRATIONS)
    finally:
        connection.close()
    return bool(set(migration_names(_MIGRATIONS)) - set(applied))


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's refusals into errors that say what to do.

    Raises:
        StorageError: The disk or the file said no.
    """
    try:
        yield
    except DatabaseError as error:
        known = storage_error_of(error, path)
        if known is None:
            raise
        raise known from error
