"""Promotions and price lists are kept in memory and noticed when they change."""

from __future__ import annotations

import msgspec
import pytest

from terminal.domain.pricing.price_list import PriceRow
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.replica.reader import ReplicaReader
from terminal.persistence.replica.writer import ReplicaWriter
from terminal.persistence.sqlcipher import connect_cipher
from tests.unit.terminal.persistence.replica.conftest import (
    DOLLAR,
    HALF,
    MEMBER,
    PRICING,
    SUMMER,
    SUMMER_PRICE,
    deletion,
    feed_row,
    item,
)


@pytest.fixture
def writer(filled: Home, keys: HomeKeys) -> ReplicaWriter:
    return ReplicaWriter(filled, keys)


@pytest.fixture
def reader(filled: Home, keys: HomeKeys) -> ReplicaReader:
    return ReplicaReader(filled, keys)


def _rule_ids(reader: ReplicaReader) -> list[tuple[str, int]]:
    return [
        (rule.promotion.promotion_id, rule.promotion.version)
        for rule in reader.promotions().rules
    ]


def test_no_replica_has_an_empty_book(home: Home, keys: HomeKeys) -> None:
    reader = ReplicaReader(home, keys)

    assert reader.promotions().rules == ()
    assert reader.price_lists() == {}
    assert reader.prices("noir") == ()
    assert reader.version() == ""
    assert reader.find_member_by_code("96385074") is None


def test_new_changed_and_ended_promotions_are_noticed_by_an_open_reader(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    before = _rule_ids(reader)
    writer.apply_rows([feed_row(HALF)], "c1")
    first = _rule_ids(reader)
    writer.apply_rows([feed_row(msgspec.structs.replace(HALF, version=2))], "c2")
    second = _rule_ids(reader)
    writer.apply_rows([deletion("promotion", "half")], "c3")

    assert (before, first, second) == ([], [("half", 1)], [("half", 2)])
    assert _rule_ids(reader) == []


def test_nothing_but_promotions_compiles_promotions_again(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.put_rows([HALF])
    book = reader.promotions()
    writer.put_rows([SUMMER, SUMMER_PRICE, item("noir", "Dearer", unit_price_micro=9)])
    writer.set_watermark("e", 1, None)

    assert reader.promotions() is book
    assert reader.price_lists() == {"summer": SUMMER}


def test_lists_are_the_same_objects_until_something_changes(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.put_rows([SUMMER])
    lists = reader.price_lists()
    writer.put_state("incarnation", "x")
    same = reader.price_lists()
    writer.put_rows([msgspec.structs.replace(SUMMER, name="Autumn")])

    assert same is lists
    assert reader.price_lists()["summer"].name == "Autumn"


def test_a_snapshot_that_names_no_promotion_ends_it(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.put_rows(PRICING)
    before = _rule_ids(reader)

    writer.apply_rows([], "c", starts_snapshot=True)

    assert before == [("half", 1)]
    assert _rule_ids(reader) == []
    assert reader.price_lists() == {}


def test_an_item_knows_of_its_prices_whichever_came_first(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.put_rows([SUMMER_PRICE])
    price_of_later = msgspec.structs.replace(SUMMER_PRICE, item_id="later")
    writer.put_rows([price_of_later])
    writer.put_rows([item("later", "Came after its price"), item("none", "None")])

    flags = {}
    for item_id in ("noir", "later", "none", "lait"):
        found = reader.get(item_id)
        assert found is not None
        flags[item_id] = found.has_prices
    assert flags == {"noir": True, "later": True, "none": False, "lait": False}
    assert reader.prices("noir") == (SUMMER_PRICE,)


def test_prices_of_an_item_are_its_own(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    def price(item_id: str, starts_at_ms: int | None = None) -> PriceRow:
        return msgspec.structs.replace(
            SUMMER_PRICE, item_id=item_id, starts_at_ms=starts_at_ms
        )

    writer.put_rows([price("a"), price("a", 5), price("a,b"), price('a"'), price("aa")])

    assert {row.starts_at_ms for row in reader.prices("a")} == {None, 5}
    assert [row.item_id for row in reader.prices('a"')] == ['a"']


def test_members_are_found_by_code_and_id_and_rates_newest_first(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    later = msgspec.structs.replace(DOLLAR, valid_from="2026-11-23", rate_micro=930_000)
    writer.put_rows([MEMBER, DOLLAR, later])

    assert reader.find_member_by_code("96385074") == MEMBER
    assert reader.find_member("m1") == MEMBER
    assert reader.find_member("m2") is None
    assert reader.exchange_rates("USD") == [later, DOLLAR]
    assert reader.exchange_rates("US") == []


def test_a_promotion_that_an_older_program_kept_does_not_stop_the_till(
    filled: Home, keys: HomeKeys, writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.put_rows([HALF])
    connection = connect_cipher(filled.replica_path, keys.data_key)
    connection.execute(
        "INSERT INTO promotion_a VALUES"
        """ ('odd', '{"promotion_id": "odd", "reward": {"kind": "gift"}}', 1, 1, NULL)"""
    )
    connection.close()

    assert _rule_ids(reader) == [("half", 1)]


def test_a_closed_reader_reads_everything_again(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.put_rows([HALF])
    before = _rule_ids(reader)
    reader.close()
    writer.apply_rows([deletion("promotion", "half")], "c")

    assert before == [("half", 1)]
    assert _rule_ids(reader) == []
