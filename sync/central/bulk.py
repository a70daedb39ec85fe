"""Stores many rows of one table at once, as fast as the driver can.

The one statement that is worth its own way on each database: the library would turn
every row into a dictionary and every value through a type first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    Integer,
    LargeBinary,
    String,
    Table,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

_POSTGRESQL: Final = "postgresql"

# A class before those it is made of.
_TYPE_NAMES: Final[tuple[tuple[type[TypeEngine[Any]], str], ...]] = (
    (BigInteger, "int8"),
    (Integer, "int4"),
    (Boolean, "bool"),
    (LargeBinary, "bytea"),
    (String, "text"),
)


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
        types = _copy_types(table, columns)
        _copy(connection, _copy_statement(table, columns), types, rows)
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
    # Binary: as text, bytes would travel as twice as many hexadecimal digits.
    return f"COPY {table.name} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"


@lru_cache(maxsize=64)
def _copy_types(table: Table, columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_type_name(table.c[name].type) for name in columns)


def _type_name(kind: TypeEngine[Any]) -> str:
    """Return PostgreSQL's name of a column's type, which binary rows must meet."""
    for known, name in _TYPE_NAMES:
        if isinstance(kind, known):
            return name
    raise AssertionError(f"a column of type {kind}")


def _copy(
    connection: Connection,
    statement: str,
    types: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    import psycopg

    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            copy.set_types(types)
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        raise DBAPIError.instance(statement, None, error, psycopg.Error) from error
