"""The first tables of the replica refuse nonsense and are read by their keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.persistence.dbapi import Connection, IntegrityError
from terminal.persistence.migrations.runner import applied_names, migrate
from terminal.persistence.sqlcipher import connect_cipher

_PACKAGE = "terminal.persistence.migrations.replica"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    opened = connect_cipher(tmp_path / "replica.db", bytes(32))
    migrate(opened, tmp_path / "replica.db", _PACKAGE)
    yield opened
    opened.close()


def test_it_is_recorded_and_runs_once(connection: Connection, tmp_path: Path) -> None:
    migrate(connection, tmp_path / "replica.db", _PACKAGE)

    assert applied_names(connection, _PACKAGE)[0] == "m202611221240_reference_data"
    assert connection.execute("SELECT * FROM feed_state").fetchall() == [
        (1, None, 0, 1, 0)
    ]


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
