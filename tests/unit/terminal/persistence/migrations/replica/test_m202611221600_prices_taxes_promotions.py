"""A replica of the first form keeps every item, its tax and its codes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlite_utils

from structs.decoding import decode_json
from terminal.domain.catalog.item_rules import NO_RULES
from terminal.domain.tax.tax_group import TaxGroup, single_rate
from terminal.persistence.dbapi import Connection, IntegrityError
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.migrations.replica import (
    m202611221240_reference_data,
    m202611221600_prices_taxes_promotions,
)
from terminal.persistence.replica.reader import ReplicaReader
from terminal.persistence.replica.writer import ReplicaWriter
from terminal.persistence.sqlcipher import connect_cipher

_OLD_ROWS = (
    "INSERT INTO tax_rate VALUES ('rate-200000', '20 %', 200000, 3, 2)",
    "INSERT INTO tax_rate VALUES ('quote', 'it''s \"5,5\" %', 55000, 1, 2)",
    """
    INSERT INTO item
    VALUES ('i', 1, 'Ink', 'piece', 3990000, 'rate-200000', 0, '7', 'pens', 4, 2)
    """,
    "INSERT INTO item VALUES ('o', 2, 'Odd', 'kg', 1, 'quote', 1, NULL, NULL, 1, 2)",
    "INSERT INTO identity VALUES ('4006381333948', 'i', 5, 2)",
    "UPDATE feed_state SET cursor = 'c9', revision = 9, generation = 2",
)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    opened = connect_cipher(tmp_path / "replica.db", bytes(32))
    db = sqlite_utils.Database(opened)
    m202611221240_reference_data.apply(db)
    for statement in _OLD_ROWS:
        opened.execute(statement)
    m202611221600_prices_taxes_promotions.apply(db)
    yield opened
    opened.close()


def test_each_rate_becomes_a_group_of_one_percent_tax(connection: Connection) -> None:
    rows = connection.execute("SELECT * FROM tax_group ORDER BY 1").fetchall()

    assert [(key, version, generation) for key, _, version, generation in rows] == [
        ("quote", 1, 2),
        ("rate-200000", 3, 2),
    ]
    assert [decode_json(row[1], TaxGroup) for row in rows] == [
        single_rate("quote", 55_000, 'it\'s "5,5" %'),
        single_rate("rate-200000", 200_000, "20 %"),
    ]


def test_a_home_of_the_first_form_sells_what_it_sold(
    home: Home, keys: HomeKeys
) -> None:
    old = connect_cipher(home.replica_path, keys.data_key)
    old.execute(
        "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT,"
        " name TEXT, applied_at TEXT)"
    )
    old.execute(
        "INSERT INTO _sqlite_migrations VALUES (1, 'replica',"
        " 'm202611221240_reference_data', '2026-11-22')"
    )
    m202611221240_reference_data.apply(sqlite_utils.Database(old))
    for statement in _OLD_ROWS:
        old.execute(statement)
    old.close()
    reader = ReplicaReader(home, keys)
    before = reader.find_by_scan_code("4006381333948")

    ReplicaWriter(home, keys).close()

    ink = reader.find_by_scan_code("4006381333948")
    assert before is None, "the file is read only in the form of this program"
    assert ink is not None
    assert ink.tax_group == single_rate("rate-200000", 200_000, "20 %")
    assert (ink.unit, ink.unit_price_micro, ink.plu) == ("piece", 3_990_000, "7")
    assert (ink.base_quantity_micro, ink.category) == (1_000_000, "pens")
    assert ink.rules is NO_RULES
    assert not ink.has_prices
    assert reader.feed_position() == "c9"


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO promotion VALUES ('p', 'no json', 1, 1)",
        "INSERT INTO price VALUES ('k', NULL, 1, 1)",
        "UPDATE item SET rules = '{'",
        "UPDATE item SET has_prices = 2",
        "UPDATE identity SET base_quantity_micro = 0",
    ],
)
def test_nonsense_is_refused(connection: Connection, statement: str) -> None:
    with pytest.raises(IntegrityError):
        connection.execute(statement)


@pytest.mark.parametrize(
    "condition",
    [
        "tax_group WHERE tax_group_id = ?",
        "price WHERE price_key >= ? AND price_key < 'z'",
        "member WHERE member_id = ?",
        "member WHERE data ->> '$.code' = ?",
        "exchange_rate WHERE exchange_rate_key >= ?",
    ],
)
def test_a_look_up_never_walks_a_table(connection: Connection, condition: str) -> None:
    plan = connection.execute(
        f"EXPLAIN QUERY PLAN SELECT * FROM {condition}", ("x",)
    ).fetchall()

    assert [step[3].split()[0] for step in plan] == ["SEARCH"]
