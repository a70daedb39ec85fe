"""Everything that is true of SQLite alone.

PostgreSQL needs none of it; no other module of the central knows which of the two
it speaks to.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2
from sqlalchemy import URL, Connection, Engine, create_engine, event

from sync.central.errors import CentralError

SQLITE_VERSION_MIN: Final = (3, 51, 3)
"""Older ones can corrupt a database when the WAL is reset."""

_BUSY_TIMEOUT_MS: Final = 10_000
# Checkpoints write the same index pages over and over; seldom ones write them once.
_WAL_PAGES: Final = 4_000


def is_sqlite(url: URL) -> bool:
    """Tell whether *url* names a SQLite database."""
    return url.get_backend_name() == "sqlite"


def database_file(url: URL) -> Path:
    """Return the file of a SQLite *url*.

    Raises:
        CentralError: The URL names no file; a server's memory is no place for sales.
    """
    if not url.database or url.database == ":memory:":
        raise CentralError(f"{url} names no file; use sqlite:////folder/central.db")
    return Path(url.database).expanduser().absolute()


def create_sqlite_engine(url: URL) -> Engine:
    """Return an engine whose commits survive the loss of power.

    Uses the SQLite of sqlcipher3, because that of CPython is as old as the system's.

    Raises:
        CentralError: That SQLite is too old.
    """
    version: tuple[int, ...] = sqlcipher3.dbapi2.sqlite_version_info
    if version < SQLITE_VERSION_MIN:
        text = ".".join(map(str, version))
        raise CentralError(f"SQLite {text} can damage a database; update sqlcipher3")
    engine = create_engine(
        url.set(database=str(database_file(url))), module=sqlcipher3.dbapi2
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    # The driver would begin transactions by itself, but not before a SAVEPOINT.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS:d}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_WAL_PAGES:d}")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    # A writer takes the lock first: a transaction that reads before it writes
    # could otherwise fail half way, because its snapshot has grown old.
    reads = options.get("reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
