"""Stores many rows of one table at once, as fast as the driver can.

The one statement that is worth its own way on each database: the library would turn
every row into a dictionary and every value through a type first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

_POSTGRESQL: Final = "postgresql"


def insert_rows(
    connection: Connection,
    table: Table,
    columns: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    """Insert *rows*, each the values of *columns* in order, all or none.

    Values are those of the driver: bytes, numbers and text.

    Raises:
        DBAPIError: The database refuses one of them (`IntegrityError`, `DataError`);
            on PostgreSQL the transaction or its savepoint must then be rolled back.
    """
    if not rows:
        return
    if connection.dialect.name == _POSTGRESQL:
        _copy(connection, _copy_statement(table, columns), rows)
        return
    connection.exec_driver_sql(_insert_statement(table, columns), list(rows))


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """Undo what the block did if it raises; the transaction goes on.

    As `Connection.begin_nested`, which compiles its statements anew each time.
    """
    connection.exec_driver_sql("SAVEPOINT block")
    try:
        yield
    except BaseException:
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT block")
        connection.exec_driver_sql("RELEASE SAVEPOINT block")
        raise
    connection.exec_driver_sql("RELEASE SAVEPOINT block")


@lru_cache(maxsize=64)
def _insert_statement(table: Table, columns: tuple[str, ...]) -> str:
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    return f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - our own names


@lru_cache(maxsize=64)
def _copy_statement(table: Table, columns: tuple[str, ...]) -> str:
    return f"COPY {table.name} ({', '.join(columns)}) FROM STDIN"


def _copy(
    connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]
) -> None:
    import psycopg

    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        raise DBAPIError.instance(statement, None, error, psycopg.Error) from error
