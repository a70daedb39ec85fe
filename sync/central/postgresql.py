"""Everything that is true of PostgreSQL alone.

Several processes write to one database here. What they do is as safe as on SQLite,
where one writer has the database to itself, because each writing transaction begins
with advisory locks: alone, or beside the writers of other lanes. Under them the
isolation of PostgreSQL's own, READ COMMITTED, is enough: each statement sees all that
those before it in the lane have committed.
"""

from __future__ import annotations

import logging
import zlib
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, text

from sync.central.errors import CentralError
from sync.central.lanes import ALONE

POSTGRESQL_VERSION_MIN: Final = 13
"""The oldest that its makers still maintain."""

_DRIVER: Final = "postgresql+psycopg"
# Readers and the writer of one process; see `sync.central.database`.
_POOL_SIZE: Final = 6
_POOL_OVERFLOW: Final = 4
_POOL_WAIT_S: Final = 10
_CONNECTION: Final = {
    "application_name": "evertill-central",
    "client_encoding": "utf8",
    "connect_timeout": "5",
    # A server that vanished is noticed before the tills give up.
    "tcp_user_timeout": "10000",
    "keepalives_idle": "30",
    "keepalives_interval": "5",
    "keepalives_count": "3",
}
_STATEMENT_TIMEOUT_MS: Final = 30_000
_LOCK_TIMEOUT_MS: Final = 20_000
# What a process that hangs in the middle of a transaction may hold up others.
_IDLE_TIMEOUT_MS: Final = 60_000
# Any numbers will do, as long as nothing else in the database uses the same.
_LOCK_OF_ALL: Final = 0x45760001
_LOCK_OF_LANE: Final = 0x45760002

_log: Final = logging.getLogger(__name__)


def is_postgresql(url: URL) -> bool:
    """Tell whether *url* names a PostgreSQL database, whatever its driver."""
    return url.get_backend_name() == "postgresql"


def create_postgresql_engine(url: URL) -> Engine:
    """Return an engine whose commits are on disk when they return.

    Connections are made when they are needed; one that the server cut off makes one
    transaction fail, and all of the pool are made anew.
    """
    given = {
        name: value for name, value in _CONNECTION.items() if name not in url.query
    }
    engine = create_engine(
        url.set(drivername=_DRIVER),
        connect_args=given,
        pool_size=_POOL_SIZE,
        max_overflow=_POOL_OVERFLOW,
        pool_timeout=_POOL_WAIT_S,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def require_durable(connection: Connection) -> None:
    """Refuse a server that would lose commits with its power.

    Raises:
        CentralError: It is set up so, or is too old.
    """
    row = connection.execute(
        text(
            "SELECT current_setting('server_version_num')::int AS version,"
            " current_setting('fsync') AS fsync,"
            " current_setting('full_page_writes') AS full_page_writes,"
            " pg_encoding_to_char(encoding) AS encoding"
            " FROM pg_database WHERE datname = current_database()"
        )
    ).one()
    if row.version // 10_000 < POSTGRESQL_VERSION_MIN:
        raise CentralError(f"PostgreSQL {POSTGRESQL_VERSION_MIN} or newer is needed")
    for name in ("fsync", "full_page_writes"):
        if getattr(row, name) != "on":
            raise CentralError(
                f"this PostgreSQL runs with {name} = off and can lose sales that it"
                " has acknowledged; switch it on"
            )
    if row.encoding != "UTF8":
        raise CentralError(
            f"this database holds text as {row.encoding}; make one with ENCODING 'UTF8'"
        )


def _prepare(connection: Any, _record: object) -> None:
    # Commands outside a transaction: their settings are the session's.
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(
            "SET default_transaction_isolation = 'read committed';"
            f" SET lock_timeout = {_LOCK_TIMEOUT_MS:d};"
            f" SET idle_in_transaction_session_timeout = {_IDLE_TIMEOUT_MS:d}"
        )
        cursor.execute("SHOW synchronous_commit")
        (commit,) = cursor.fetchone()
        if commit == "off":
            # A session may say so for itself, so there is no need to refuse.
            _log.warning("synchronous_commit is off here; the central switches it on")
            cursor.execute("SET synchronous_commit = on")
    connection.autocommit = False


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("reads", False):
        # As on SQLite: all statements of a reader see the same state.
        connection.exec_driver_sql(
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;"
            f" SET LOCAL statement_timeout = {_STATEMENT_TIMEOUT_MS:d}"
        )
        return
    lane: str = options.get("lane", ALONE)
    if lane == ALONE:
        patience = "SET LOCAL lock_timeout = 0; " if options.get("migrates") else ""
        connection.exec_driver_sql(
            f"{patience}SELECT pg_advisory_xact_lock({_LOCK_OF_ALL:d}, 0)"
        )
        return
    # Two lanes of one number would wait for each other, which does no harm.
    number = zlib.crc32(lane.encode("utf-8")) - (1 << 31)
    connection.exec_driver_sql(
        f"SET LOCAL statement_timeout = {_STATEMENT_TIMEOUT_MS:d};"
        f" SELECT pg_advisory_xact_lock_shared({_LOCK_OF_ALL:d}, 0);"
        f" SELECT pg_advisory_xact_lock({_LOCK_OF_LANE:d}, {number:d})"
    )
