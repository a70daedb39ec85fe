"""So many kilos for a price."""

from __future__ import annotations

from typing import Any

import pytest

from terminal.domain.money import MICRO
from terminal.domain.promotion.reward import CountBasis, NForPrice, RestRule
from tests.support.promotions import goods, off, offer, price, total_off


def kilos(rest: RestRule, price_minor: int = 10_000) -> NForPrice:
    return NForPrice(
        size_micro=3 * MICRO,
        price_minor=price_minor,
        count=CountBasis.MEASURE,
        rest=rest,
    )


@pytest.mark.parametrize(
    ("rest", "grams", "expected"),
    [
        (RestRule.LIST, 2_999, 0),
        # 3 kg at 40.00 are 120.00, for 100.00.
        (RestRule.LIST, 3_000, 2_000),
        (RestRule.LIST, 4_500, 2_000),
        (RestRule.LIST, 6_100, 4_000),
        (RestRule.PRO_RATA, 2_999, 0),
        (RestRule.PRO_RATA, 4_500, 3_000),
    ],
)
def test_what_is_beyond_the_groups_follows_its_rule(
    rest: RestRule, grams: int, expected: int
) -> None:
    result = price(offer(kilos(rest)), [goods("fish", 4_000, grams=grams)])

    assert total_off(result) == expected


def test_lines_are_weighed_together_the_dearest_first() -> None:
    lines = [goods("cod", 3_500, grams=2_000), goods("hake", 5_000, grams=2_000)]

    result = price(offer(kilos(RestRule.LIST)), lines)

    # 2 kg at 50.00 and 1 kg at 35.00 for 100.00; spread by value.
    assert off(result, 2) == [907, 2_593]


def test_a_group_that_saves_nothing_is_not_made() -> None:
    lines = [goods("cod", 1_000, grams=3_000), goods("hake", 5_000, grams=3_000)]

    result = price(offer(kilos(RestRule.LIST)), lines)

    assert off(result, 2) == [0, 5_000]


def test_pro_rata_leaves_cheaper_goods_alone() -> None:
    lines = [goods("cod", 1_000, grams=2_000), goods("hake", 5_000, grams=1_000)]

    result = price(offer(kilos(RestRule.PRO_RATA, 9_000)), lines)

    assert off(result, 2) == [0, 2_000]


@pytest.mark.parametrize(
    ("rest", "values", "expected"),
    [
        (RestRule.LIST, {"quantity_max_micro": 5 * MICRO}, 2_000),
        (RestRule.LIST, {"uses_max_per_transaction": 1}, 2_000),
        (RestRule.PRO_RATA, {"quantity_max_micro": 6 * MICRO}, 4_000),
        (RestRule.PRO_RATA, {"uses_max_per_transaction": 1}, 2_000),
    ],
)
def test_limits_of_quantity_and_uses_are_kept(
    rest: RestRule, values: dict[str, Any], expected: int
) -> None:
    result = price(offer(kilos(rest), **values), [goods("fish", 4_000, grams=9_000)])

    assert total_off(result) == expected
