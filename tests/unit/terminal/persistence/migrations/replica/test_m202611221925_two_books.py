"""A replica of the form before goes on selling while its feed begins anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlite_utils

from terminal.persistence.dbapi import Connection
from terminal.persistence.migrations.replica import (
    m202611221240_reference_data,
    m202611221600_prices_taxes_promotions,
    m202611221925_two_books,
)
from terminal.persistence.sqlcipher import connect_cipher


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Connection]:
    opened = connect_cipher(tmp_path / "replica.db", bytes(32))
    db = sqlite_utils.Database(opened)
    m202611221240_reference_data.apply(db)
    m202611221600_prices_taxes_promotions.apply(db)
    opened.execute("INSERT INTO identity VALUES ('A', 'i', 5, 2, NULL, 1, NULL)")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("cursor", "asks_with", "digest"),
    [(None, None, "0" * 64), ("c9", None, ""), ("local:3", "local:3", "")],
    ids=["new", "center", "own"],
)
def test_what_was_there_is_in_force_and_is_fetched_anew(
    old: Connection, cursor: str | None, asks_with: str | None, digest: str
) -> None:
    old.execute("UPDATE feed_state SET cursor = ?", (cursor,))

    m202611221925_two_books.apply(sqlite_utils.Database(old))

    state = old.execute(
        "SELECT live, cursor, next_cursor, digest_a, building FROM feed_state"
    ).fetchone()
    assert state == ("a", cursor, asks_with, digest, 0)
    assert old.execute("SELECT scan_code, version FROM identity").fetchall() == [
        ("A", 5)
    ]


def test_both_books_have_the_same_tables_and_indexes(old: Connection) -> None:
    m202611221925_two_books.apply(sqlite_utils.Database(old))

    def columns(table: str) -> list[tuple[object, ...]]:
        return old.execute(f"PRAGMA table_info({table})").fetchall()

    views = old.execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall()
    assert len(views) == 12
    for (kind,) in views:
        assert columns(f"{kind}_a") == columns(f"{kind}_b") != []
    indexes = dict(
        old.execute(
            "SELECT name, tbl_name FROM sqlite_schema"
            " WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
    )
    assert {name: indexes[f"{name}_b"] for name in indexes if name[-2:] != "_b"} == {
        "item_plu": "item_b",
        "identity_item": "identity_b",
        "member_code": "member_b",
    }
