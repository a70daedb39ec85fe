"""The center finds what a till of the store has after its next pull."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Connection, Engine, select

from sync.central import catalog_import, feed, installation, reference_data
from sync.central.price_book import CentralPriceBook, PriceShelf
from sync.central.reference_data import Change
from sync.central.schema import center
from terminal.domain.pricing.price_list import PriceRow
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.promotion.reward import PercentOff
from terminal.domain.reference_data.file_kind import FileKind
from terminal.domain.reference_data.rows import (
    ReferenceRow,
    encode_row,
    key_of,
    kind_of,
    lookup_of,
)
from terminal.domain.tax.tax_group import single_rate

_ITEMS = """item_id,scan_code,description,unit_price,tax_rate,plu,unit,base_quantity
W,W2,Water,0.50,20,7,,
W,W1,Water,0.50,20,7,,
W,A-CASE,Water,5.40,20,7,case,12
S,S1,Salt,1,,,,
"""
_HALF = Promotion(
    promotion_id="half",
    version=1,
    name="Half",
    reward=PercentOff(percent_ppm=500_000),
)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    location = installation.locate(None, tmp_path)
    installation.install(location, "acme", lambda: 1)
    engine: Engine
    engine, _center, _signer = installation.open_installed(location)
    with engine.begin() as opened:
        file = catalog_import.read(_ITEMS.encode(), FileKind.ITEMS, dry_run=False)
        for batch in file.batches():
            catalog_import.write(opened, batch, 1)
        yield opened
    engine.dispose()


def _put(connection: Connection, *rows: ReferenceRow, store: str = "") -> None:
    changes = [
        Change(
            kind=kind_of(row),
            key=key_of(row),
            data=encode_row(row).decode(),
            lookup=lookup_of(row),
            store=store,
        )
        for row in rows
    ]
    reference_data.put(connection, changes, 2)


def _remove(connection: Connection, row: ReferenceRow, store: str = "") -> None:
    change = Change(kind=kind_of(row), key=key_of(row), data=None, store=store)
    reference_data.put(connection, [change], 3)


def _book(connection: Connection, store: str = "s-01") -> CentralPriceBook:
    return CentralPriceBook(connection, store, PriceShelf())


def test_an_item_is_found_by_code_pack_and_plu(connection: Connection) -> None:
    book = _book(connection)
    found = {code: book.find_item(code) for code in ("W2", "A-CASE", "7")}

    assert {
        code: (item.item_id, item.scan_code, item.unit, item.unit_price_micro)
        for code, item in found.items()
        if item is not None
    } == {
        "W2": ("W", "W2", "piece", 500_000),
        "A-CASE": ("W", "A-CASE", "case", 5_400_000),
        "7": ("W", "W1", "piece", 500_000),
    }


@pytest.mark.parametrize("code", ["", "W", "8", "' OR 1=1 --"])
def test_what_is_not_sold_is_not_found(connection: Connection, code: str) -> None:
    assert _book(connection).find_item(code) is None


def test_an_item_without_its_tax_is_not_sold(connection: Connection) -> None:
    _remove(connection, single_rate("rate-0", 0))

    assert _book(connection).find_item("S1") is None


def test_a_linked_item_is_found_by_its_id(connection: Connection) -> None:
    book = _book(connection)
    water = book.get("W")

    assert water is not None
    assert (water.scan_code, water.unit) == ("W1", "piece")
    assert book.get("W1") is None


def test_the_version_is_the_cursor_of_a_till_that_has_everything(
    connection: Connection,
) -> None:
    scope = feed.Scope(
        "acme", connection.scalar(select(center.c.incarnation)) or "", "s-01"
    )
    first = feed.read_feed(connection, scope, "", rows_max=2)
    second = feed.read_feed(connection, scope, first.cursor)
    _put(connection, _HALF)
    third = feed.read_feed(connection, scope, second.cursor)
    anew = feed.read_feed(connection, scope, "")

    assert not first.complete
    assert third.cursor == anew.cursor == _book(connection).version()
    assert len({first.cursor, second.cursor, third.cursor}) == 3


def test_prices_are_those_of_the_item_and_not_of_another_store(
    connection: Connection,
) -> None:
    row = PriceRow(item_id="W", price_list_id="l", unit="piece", unit_price_micro=1)
    other = msgspec.structs.replace(row, item_id="S")
    elsewhere = msgspec.structs.replace(row, unit="case")
    _put(connection, row, other)
    _put(connection, elsewhere, store="s-02")
    book = _book(connection)
    water, salt = book.find_item("W1"), book.find_item("S1")

    assert book.prices("W") == (row,)
    assert water is not None
    assert salt is not None
    assert water.has_prices
    assert _book(connection, "s-02").prices("W") == (row, elsewhere)


def test_the_change_that_came_last_counts_as_in_the_feed(
    connection: Connection,
) -> None:
    row = PriceRow(item_id="W", price_list_id="l", unit="piece", unit_price_micro=1)
    own = msgspec.structs.replace(row, unit_price_micro=2)
    _put(connection, row)
    _put(connection, own, store="s-01")
    stores_own = _book(connection).prices("W")
    _put(connection, msgspec.structs.replace(row, unit_price_micro=3))
    everywhere = _book(connection).prices("W")
    _remove(connection, own, store="s-01")

    assert [found.unit_price_micro for found in stores_own] == [2]
    assert [found.unit_price_micro for found in everywhere] == [3]
    assert _book(connection).prices("W") == ()


def _ids(connection: Connection, shelf: PriceShelf, store: str) -> list[str]:
    book = CentralPriceBook(connection, store, shelf).promotions()
    return [rule.promotion.promotion_id for rule in book.rules]


def test_promotions_are_compiled_once_for_all_stores_until_one_changes(
    connection: Connection,
) -> None:
    shelf = PriceShelf()
    _put(connection, _HALF)
    first = CentralPriceBook(connection, "s-01", shelf).promotions()
    price = PriceRow(item_id="W", price_list_id="l", unit="piece", unit_price_micro=1)
    _put(connection, price)
    second = CentralPriceBook(connection, "s-02", shelf).promotions()
    _put(connection, msgspec.structs.replace(_HALF, version=2))
    third = CentralPriceBook(connection, "s-01", shelf).promotions()

    assert second is first
    assert [rule.promotion.version for rule in third.rules] == [2]


def test_a_store_with_its_own_promotion_has_a_book_of_its_own(
    connection: Connection,
) -> None:
    shelf = PriceShelf()
    own = msgspec.structs.replace(_HALF, promotion_id="own")
    _put(connection, _HALF)
    _put(connection, own, store="s-02")

    assert _ids(connection, shelf, "s-01") == ["half"]
    assert _ids(connection, shelf, "s-02") == ["half", "own"]
    _remove(connection, own, store="s-02")
    assert _ids(connection, shelf, "s-02") == ["half"]
