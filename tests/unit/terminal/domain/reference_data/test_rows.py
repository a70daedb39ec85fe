"""Rows name themselves, and equal rows are equal bytes."""

from __future__ import annotations

import pytest

from terminal.domain.member.member import Member
from terminal.domain.pricing.price_list import PriceList, PriceRow
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.promotion.reward import PercentOff
from terminal.domain.reference_data.exchange_rate_data import ExchangeRateData
from terminal.domain.reference_data.rows import (
    KINDS,
    IdentityData,
    ItemData,
    ReferenceRow,
    encode_row,
    key_of,
    kind_of,
    lookup_of,
)
from terminal.domain.tax.tax_group import single_rate

_ITEM = ItemData(
    item_id="i",
    description="d",
    unit="u",
    unit_price_micro=1,
    tax_group_id="t",
    plu="7",
)
_PROMOTION = Promotion(
    promotion_id="p", version=1, name="n", reward=PercentOff(percent_ppm=1)
)


@pytest.mark.parametrize(
    ("row", "kind", "key", "lookup"),
    [
        (_ITEM, "item", "i", "7"),
        (IdentityData(scan_code="c", item_id="i"), "identity", "c", "i"),
        (single_rate("t", 1), "tax_group", "t", ""),
        (PriceList(price_list_id="l", name="n"), "price_list", "l", ""),
        (
            PriceRow(item_id="i", price_list_id="l", unit="u", unit_price_micro=1),
            "price",
            '["i","l","u",0,null]',
            "i",
        ),
        (_PROMOTION, "promotion", "p", ""),
        (Member(member_id="m", code="C"), "member", "m", "C"),
        (
            ExchangeRateData(currency="USD", rate_micro=1, valid_from="2026-11-22"),
            "exchange_rate",
            "USD@2026-11-22",
            "",
        ),
    ],
)
def test_each_row_has_a_kind_a_key_and_what_finds_it(
    row: ReferenceRow, kind: str, key: str, lookup: str
) -> None:
    assert (kind_of(row), key_of(row), lookup_of(row)) == (kind, key, lookup)
    assert KINDS[kind] is type(row)


def test_sets_have_one_order_in_every_run() -> None:
    row = PriceList(
        price_list_id="l", name="n", stores=frozenset({"c", "a", "b", "d", "e"})
    )

    assert b'["a","b","c","d","e"]' in encode_row(row)
