"""The first schema of the ledger: what every later version must start from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from terminal.persistence.dbapi import Connection, IntegrityError
from terminal.persistence.ledger.event_audit import scratch_ledger
from terminal.persistence.ledger.projector import PROJECTION_TABLES

WORKING_STATE = {
    "basket_part",
    "foreign_receipt",
    "suspended_basket",
    "print_job",
}
TRUTH = {"event", "archived_event"}


@pytest.fixture
def connection() -> Iterator[Connection]:
    with scratch_ledger() as scratch:
        yield scratch


def test_every_table_is_strict_and_known_as_truth_projection_or_working_state(
    connection: Connection,
) -> None:
    rows = connection.execute(
        "SELECT name, strict FROM pragma_table_list"
        " WHERE schema = 'main' AND type = 'table'"
    ).fetchall()
    ours = {name: strict for name, strict in rows if not name.startswith(("sq", "_"))}

    assert set(ours) == TRUTH | set(PROJECTION_TABLES) | WORKING_STATE
    assert set(ours.values()) == {1}


def test_types_are_enforced(connection: Connection) -> None:
    with pytest.raises(IntegrityError):
        connection.execute("INSERT INTO suspended_basket VALUES (1, 'soon')")


def test_a_sale_touches_few_trees(connection: Connection) -> None:
    """Each further B-tree that a sale writes is one more encrypted page."""
    (count,) = connection.execute(
        "SELECT count(*) FROM sqlite_schema WHERE rootpage > 0 AND tbl_name IN"
        " ('event', 'retail_transaction', 'line_item', 'control_total')"
    ).fetchone()

    # The partial indexes on source references and on what came back are written by
    # replays and returns alone.
    assert count == 7
