"""A ledger of an older program gets the rows that a rebuild would make."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlite_utils

from terminal.persistence.dbapi import Connection
from terminal.persistence.migrations.ledger import (
    m202611221200_ledger,
    m202611221610_tills,
)
from terminal.persistence.sqlcipher import connect_cipher

SOLD, RETURNED, VOIDED = 3, 4, 5


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """Return a file of the first schema: a sale, a return, its void, a settlement."""
    opened = connect_cipher(tmp_path / "ledger.db", bytes(32))
    m202611221200_ledger.apply(sqlite_utils.Database(opened))
    put_event(opened, 1, "till_period.opened", {"currency": "CHF"})
    opened.execute(
        "INSERT INTO till_period (opened_event_no, till_period_id, business_day,"
        " opened_event_id, opened_at_ms, loan_minor) VALUES (1, 'p', 'd', 'e1', 1, 7)"
    )
    for number, (event_no, kind) in enumerate(
        ((SOLD, "sale"), (RETURNED, "sale"), (VOIDED, "void")), start=1
    ):
        opened.execute(
            "INSERT INTO retail_transaction (series, number, event_no, event_id, kind,"
            " business_day, till_period_id, operator_id, completed_at_ms, gross_minor,"
            " tax_minor) VALUES ('A', ?, ?, ?, ?, 'd', 'p', 'o', 1, 0, 0)",
            (number, event_no, f"e{event_no}", kind),
        )
    for event_no, sequence, kind, amount, is_voided in (
        (SOLD, 1, "sale", 900, 0),
        (SOLD, 2, "return", -300, 0),
        (SOLD, 3, "return", -50, 1),
        (RETURNED, 1, "return", -200, 0),
    ):
        opened.execute(
            "INSERT INTO line_item (line_no, type, name, amount_minor, is_voided)"
            " VALUES (?, ?, 'i', ?, ?)",
            (event_no * 16_384 + sequence, kind, amount, is_voided),
        )
    opened.execute(
        "INSERT INTO control_total (business_day, till_period_id, tender)"
        " VALUES ('d', 'p', ''), ('d', 'p', 'cash')"
    )
    put_event(opened, 6, "till.settled", {"z_number": 4, "till_period_id": "p"})
    yield opened
    opened.close()


def put_event(
    connection: Connection, event_no: int, event_type: str, body: dict[str, str | int]
) -> None:
    header = {"type": event_type, "event_id": f"e{event_no}"}
    connection.execute(
        "INSERT INTO event VALUES (?, 1, ?, ?, ?, x'00', x'00', x'00')",
        (
            event_no,
            event_no,
            bytearray(json.dumps(header).encode()),
            bytearray(json.dumps(body).encode()),
        ),
    )


def returns(connection: Connection) -> list[tuple[str, int]]:
    return connection.execute(
        "SELECT tender, returns_minor FROM control_total ORDER BY tender"
    ).fetchall()


def test_what_older_events_say_is_read_from_them(connection: Connection) -> None:
    m202611221610_tills.apply(sqlite_utils.Database(connection))

    assert connection.execute("SELECT currency FROM till_period").fetchall() == [
        ("CHF",)
    ]
    assert connection.execute("SELECT * FROM settlement").fetchall() == [
        (6, 4, "e6", "p", 0)
    ]
    assert returns(connection) == [("", -500), ("cash", 0)]


def test_a_void_takes_back_what_came_back(connection: Connection) -> None:
    connection.execute(
        "UPDATE retail_transaction SET voided_by = ? WHERE event_no = ?",
        (f"e{VOIDED}", RETURNED),
    )

    m202611221610_tills.apply(sqlite_utils.Database(connection))

    assert returns(connection) == [("", -300), ("cash", 0)]


def test_new_tables_begin_empty(connection: Connection) -> None:
    m202611221610_tills.apply(sqlite_utils.Database(connection))

    for table in ("tender_control", "till_count", "foreign_total"):
        statement = f"SELECT count(*) FROM {table}"
        assert connection.execute(statement).fetchone() == (0,)
