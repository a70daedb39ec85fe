"""Rows go in all or none, and faults are those of the library."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError

from sync.central.bulk import insert_rows
from sync.central.schema import raw_event, voided_transaction
from tests.support.pushed_center import PushedCenter

COLUMNS = ("event_id", "by_event_id")


def test_rows_are_stored_as_they_are(pushed: PushedCenter) -> None:
    rows = [("a\tb", "line\nbreak"), ("ü€", "\\N"), ("", "'; --")]
    with pushed.engine.begin() as connection:
        insert_rows(connection, voided_transaction, COLUMNS, [])
        insert_rows(connection, voided_transaction, COLUMNS, rows)

    stored = pushed.rows(voided_transaction)["voided_transaction"]
    assert stored == sorted(rows)


def test_one_bad_row_keeps_all_out(pushed: PushedCenter) -> None:
    with pushed.engine.begin() as connection:
        insert_rows(connection, voided_transaction, COLUMNS, [("a", "b")])
        with pytest.raises(IntegrityError), connection.begin_nested():
            insert_rows(
                connection, voided_transaction, COLUMNS, [("c", "d"), ("a", "e")]
            )

    assert pushed.rows(voided_transaction)["voided_transaction"] == [("a", "b")]


def test_a_value_that_does_not_fit_is_a_fault_of_the_row(pushed: PushedCenter) -> None:
    with (
        pushed.engine.connect() as connection,
        pytest.raises((DBAPIError, OverflowError)),
    ):
        insert_rows(connection, raw_event, ("arrival",), [(2**70,)])


def test_bytes_stay_bytes(pushed: PushedCenter) -> None:
    chain = pushed.chain()
    chain.append_bytes("drone.dispatched", bytes(range(256)))
    pushed.push(chain)

    with pushed.engine.begin() as connection:
        assert connection.scalar(select(raw_event.c.body)) == bytes(range(256))
