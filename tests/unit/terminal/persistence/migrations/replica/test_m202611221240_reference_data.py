"""The first tables of the replica refuse nonsense and are read by their keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlite_utils

from terminal.persistence.dbapi import Connection, IntegrityError
from terminal.persistence.migrations.replica import m202611221240_reference_data
from terminal.persistence.migrations.runner import applied_names, migrate
from terminal.persistence.sqlcipher import connect_cipher

_PACKAGE = "terminal.persistence.migrations.replica"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """The tables as this one migration leaves them."""
    opened = connect_cipher(tmp_path / "replica.db", bytes(32))
    m202611221240_reference_data.apply(sqlite_utils.Database(opened))
    yield opened
    opened.close()


def test_it_is_recorded_and_runs_once(tmp_path: Path) -> None:
    path = tmp_path / "whole.db"
    connection = connect_cipher(path, bytes(32))
    migrate(connection, path, _PACKAGE)
    migrate(connection, path, _PACKAGE)

    assert applied_names(connection, _PACKAGE)[0] == "m202611221240_reference_data"
    assert connection.execute(
        "SELECT id, cursor, revision, generation, is_sweep_pending FROM feed_state"
    ).fetchall() == [(1, None, 0, 1, 0)]
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO feed_state VALUES (2, NULL, 0, 1, 0)",
        "INSERT INTO tax_rate VALUES ('t', 'n', -1, 1, 1)",
        "INSERT INTO setting VALUES ('k', 'no json', 1, 1)",
        "INSERT INTO operator VALUES ('7', 'n', 'r', '[]', 'h', 2, 'en', 1, 1)",
        "INSERT INTO request (request_id, kind, data) VALUES ('r', 'k', '{')",
        "INSERT INTO identity VALUES ('c', NULL, 1, 1)",
    ],
)
def test_nonsense_is_refused(connection: Connection, statement: str) -> None:
    with pytest.raises(IntegrityError):
        connection.execute(statement)


@pytest.mark.parametrize(
    "condition",
    [
        "identity WHERE scan_code = ?",
        "identity WHERE item_id = ?",
        "item WHERE item_id = ?",
        "item WHERE item_key = ?",
        "item WHERE plu = ?",
        "operator WHERE operator_id = ?",
    ],
)
def test_a_look_up_never_walks_a_table(connection: Connection, condition: str) -> None:
    plan = connection.execute(
        f"EXPLAIN QUERY PLAN SELECT * FROM {condition}", ("x",)
    ).fetchall()

    assert [step[3].split()[0] for step in plan] == ["SEARCH"]
