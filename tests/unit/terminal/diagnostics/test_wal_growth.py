"""How many bytes a commit wrote to the write-ahead log."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.diagnostics.wal_growth import WalGrowth
from terminal.persistence.dbapi import Connection
from terminal.persistence.sqlcipher import connect_cipher

_FRAME_BYTES = 4_096 + 24


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Path of a new database."""
    return tmp_path / "ledger.db"


@pytest.fixture
def connection(database: Path) -> Iterator[Connection]:
    """A writer that checkpoints only when told."""
    connection = connect_cipher(database, secrets.token_bytes(32))
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("CREATE TABLE line (text TEXT)")
    yield connection
    connection.close()


def _insert(connection: Connection, size: int) -> None:
    connection.execute("INSERT INTO line VALUES (?)", (secrets.token_hex(size),))


def test_growth_is_that_of_the_file_while_the_log_grows(
    database: Path, connection: Connection
) -> None:
    growth = WalGrowth(database)
    wal = database.with_name("ledger.db-wal")
    before = wal.stat().st_size

    _insert(connection, 10_000)

    assert growth.take_bytes() == wal.stat().st_size - before > 20_000


def test_without_a_commit_nothing_grew(database: Path, connection: Connection) -> None:
    growth = WalGrowth(database)

    _insert(connection, 10)

    assert growth.take_bytes() == _FRAME_BYTES
    assert growth.take_bytes() == 0


def test_a_log_that_began_anew_grew_by_what_is_in_it(
    database: Path, connection: Connection
) -> None:
    growth = WalGrowth(database)
    _insert(connection, 50_000)
    size = database.with_name("ledger.db-wal").stat().st_size
    growth.take_bytes()
    connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchall()

    _insert(connection, 10)

    # The file keeps its size, so its growth would have said 0.
    assert database.with_name("ledger.db-wal").stat().st_size == size
    assert 0 < growth.take_bytes() <= 3 * _FRAME_BYTES
