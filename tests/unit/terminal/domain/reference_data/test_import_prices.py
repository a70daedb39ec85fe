"""Prices and price lists are read exactly, and every refused row says why."""

from __future__ import annotations

import pytest

from terminal.domain.pricing.price_list import PriceList, PriceRow
from terminal.domain.reference_data.errors import RefusedRow
from terminal.domain.reference_data.import_prices import read_price_lists, read_prices

_PRICES = "item_id,price_list,unit,unit_price,quantity_min,starts_at,ends_at\n"
_LISTS = (
    "price_list,name,priority,stores,customer_groups,member_tiers,channels,"
    "starts_at,ends_at\n"
)


def test_a_full_price_is_taken_as_it_stands() -> None:
    ((line, row),) = read_prices(
        _PRICES + "A1,club,case,11.90,24,2026-12-01T00:00:00+01:00,2027-01-01T00:00Z\n"
    )

    assert line == 2
    assert row == PriceRow(
        item_id="A1",
        price_list_id="club",
        unit="case",
        unit_price_micro=11_900_000,
        quantity_min_micro=24_000_000,
        starts_at_ms=1_796_079_600_000,
        ends_at_ms=1_798_761_600_000,
    )


def test_three_columns_are_enough() -> None:
    ((_, row),) = read_prices("item_id;price_list;unit_price\nA1;club;1\n")

    assert row == PriceRow(
        item_id="A1", price_list_id="club", unit="piece", unit_price_micro=1_000_000
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",club,,1,,,", "item_id"),
        ("A1,,,1,,,", "price_list"),
        ("A1,club,,,,,", "unit_price"),
        ("A1,club,,1,-1,,", "quantity_min"),
        ("A1,club,,1,,2026-12-01,", "starts_at"),
        ("A1,club,,1,,2026-12-02T00:00Z,2026-12-01T00:00Z", "ends_at"),
        ("A1,club,,1,,", "columns"),
    ],
)
def test_a_refused_price_names_its_column(line: str, reason: str) -> None:
    ((_, row),) = read_prices(f"{_PRICES}{line}\n")

    assert isinstance(row, RefusedRow)
    assert row.reason == reason


def test_the_same_price_twice_is_refused_and_another_start_is_another_price() -> None:
    rows = list(
        read_prices(
            _PRICES
            + "A1,club,,1,,,\n"
            + "A1,club,,2,,,\n"
            + "A1,club,,3,,2026-12-01T00:00Z,\n"
        )
    )

    assert [isinstance(row, RefusedRow) for _, row in rows] == [False, True, False]
    assert isinstance(rows[1][1], RefusedRow)
    assert rows[1][1].reason == "duplicate"
    assert "line 2" in rows[1][1].detail


def test_a_price_list_says_whom_it_is_for() -> None:
    ((_, row), (_, open_to_all)) = read_price_lists(
        _LISTS + "club,Club,5,s-01|s-02,staff,gold,web,,\nall,All,,,,,,,\n"
    )

    assert row == PriceList(
        price_list_id="club",
        name="Club",
        priority=5,
        stores=frozenset({"s-01", "s-02"}),
        customer_groups=frozenset({"staff"}),
        member_tiers=frozenset({"gold"}),
        channels=frozenset({"web"}),
    )
    assert open_to_all == PriceList(price_list_id="all", name="All")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",Club,,,,,,,", "price_list"),
        ("club,,,,,,,,", "name"),
        ("club,Club,high,,,,,,", "priority"),
        ("club,Club,,a||b,,,,,", "stores"),
        ("club,Club,,,,,,x,", "starts_at"),
    ],
)
def test_a_refused_list_names_its_column(line: str, reason: str) -> None:
    ((_, row),) = read_price_lists(f"{_LISTS}{line}\n")

    assert isinstance(row, RefusedRow)
    assert row.reason == reason
