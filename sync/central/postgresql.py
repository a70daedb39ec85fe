"""Everything that is true of PostgreSQL alone."""

from __future__ import annotations

from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event

_DRIVER: Final = "postgresql+psycopg"


def is_postgresql(url: URL) -> bool:
    """Tell whether *url* names a PostgreSQL database, whatever its driver."""
    return url.get_backend_name() == "postgresql"


def create_postgresql_engine(url: URL) -> Engine:
    """Return an engine whose readers see one state of the database."""
    engine = create_engine(url.set(drivername=_DRIVER))
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("reads", False):
        # As on SQLite: all statements of a reader see the same state.
        mode = "ISOLATION LEVEL REPEATABLE READ, READ ONLY"
        connection.exec_driver_sql(f"SET TRANSACTION {mode}")
