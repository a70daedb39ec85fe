"""A ledger of an older program gets room for points, and nothing in it."""

from __future__ import annotations

from pathlib import Path

import sqlite_utils

from terminal.persistence.migrations.ledger import m202611221650_points_and_coupons
from terminal.persistence.sqlcipher import connect_cipher


def test_tables_begin_empty_and_find_points_by_member_and_original(
    tmp_path: Path,
) -> None:
    connection = connect_cipher(tmp_path / "ledger.db", bytes(32))

    m202611221650_points_and_coupons.apply(sqlite_utils.Database(connection))

    for table in ("points_entry", "redemption_back"):
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert count == 0
    plans = [
        connection.execute(
            f"EXPLAIN QUERY PLAN SELECT sum(points) FROM points_entry WHERE {where}"
        ).fetchall()[0][3]
        for where in (
            "member_id = 'm' AND event_no >= 1",
            "of_event_id = 'e' AND of_event_id <> ''",
        )
    ]
    assert "points_entry_by_member" in plans[0]
    assert "points_entry_by_original" in plans[1]
    connection.close()
