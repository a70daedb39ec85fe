"""Rows of an older program stay and read as nothing special."""

from __future__ import annotations

from pathlib import Path

import sqlite_utils

from terminal.persistence.migrations.ledger import (
    m202611221200_ledger,
    m202611221600_exact_money,
)
from terminal.persistence.sqlcipher import connect_cipher


def test_older_rows_have_no_rounding_and_no_detail(tmp_path: Path) -> None:
    connection = connect_cipher(tmp_path / "ledger.db", bytes(32))
    db = sqlite_utils.Database(connection)
    m202611221200_ledger.apply(db)
    connection.execute(
        "INSERT INTO retail_transaction (series, number, event_no, event_id, kind,"
        " business_day, till_period_id, operator_id, completed_at_ms, gross_minor,"
        " tax_minor) VALUES ('A', 1, 3, 'e', 'sale', 'd', 'p', 'o', 1, 149, 25)"
    )
    connection.execute(
        "INSERT INTO line_item (line_no, type, name, amount_minor, is_voided)"
        " VALUES (49153, 'sale', 'pen', 149, 0), (57345, 'tender', 'cash', 149, NULL)"
    )

    m202611221600_exact_money.apply(db)

    assert connection.execute(
        "SELECT gross_minor, rounding_minor, discount_minor, member_id"
        " FROM retail_transaction"
    ).fetchall() == [(149, 0, 0, None)]
    assert connection.execute(
        "SELECT event_no, sequence, amount_minor, detail, returned_taxes FROM sale_line"
    ).fetchall() == [(3, 1, 149, None, None)]
    assert connection.execute(
        "SELECT method, amount_minor, currency, foreign_minor FROM tender_line"
    ).fetchall() == [("cash", 149, None, None)]
    connection.close()
