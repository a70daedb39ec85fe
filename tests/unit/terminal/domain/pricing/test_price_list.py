"""A list holds for whom, where and when it says."""

from __future__ import annotations

import msgspec
import pytest

from structs.decoding import decode_json
from terminal.domain.pricing.price_list import (
    PriceContext,
    PriceList,
    PriceRow,
    is_within,
)

HERE = PriceContext(
    at_ms=1_000, store="s-01", customer_groups=frozenset({"staff"}), member_tier="gold"
)


@pytest.mark.parametrize(
    ("price_list", "holds"),
    [
        (PriceList(price_list_id="l", name="All"), True),
        (PriceList(price_list_id="l", name="", stores=frozenset({"s-01"})), True),
        (PriceList(price_list_id="l", name="", stores=frozenset({"s-02"})), False),
        (PriceList(price_list_id="l", name="", channels=frozenset({"web"})), False),
        (
            PriceList(
                price_list_id="l", name="", customer_groups=frozenset({"staff", "b2b"})
            ),
            True,
        ),
        (
            PriceList(price_list_id="l", name="", customer_groups=frozenset({"b2b"})),
            False,
        ),
        (PriceList(price_list_id="l", name="", customer_groups=frozenset()), False),
        (PriceList(price_list_id="l", name="", member_tiers=frozenset({"gold"})), True),
        (PriceList(price_list_id="l", name="", starts_at_ms=1_000), True),
        (PriceList(price_list_id="l", name="", starts_at_ms=1_001), False),
        (PriceList(price_list_id="l", name="", ends_at_ms=1_000), False),
        (PriceList(price_list_id="l", name="", ends_at_ms=1_001), True),
    ],
)
def test_scopes_and_period_decide(price_list: PriceList, holds: bool) -> None:
    assert price_list.holds(HERE) is holds


def test_list_for_members_is_not_for_a_stranger() -> None:
    gold = PriceList(price_list_id="l", name="Gold", member_tiers=frozenset({"gold"}))

    assert not gold.holds(PriceContext(at_ms=0, store="s-01"))


def test_period_without_bounds_is_always() -> None:
    assert is_within(-1, None, None)


def test_rows_and_lists_survive_their_json() -> None:
    row = PriceRow(item_id="i", price_list_id="l", unit="piece", unit_price_micro=5)
    price_list = PriceList(price_list_id="l", name="L", stores=frozenset({"a"}))

    assert decode_json(msgspec.json.encode(row), PriceRow) == row
    assert decode_json(msgspec.json.encode(price_list), PriceList) == price_list
