"""Rewards that make groups of units."""

from __future__ import annotations

import pytest

from terminal.domain.money import MICRO, RATE_PPM_ONE
from terminal.domain.promotion.policy import (
    GroupSpread,
    PercentRounding,
    PromotionPolicy,
)
from terminal.domain.promotion.reward import (
    Bundle,
    BundlePart,
    BuyGet,
    CountBasis,
    GroupChoice,
    NForM,
    NForPrice,
)
from terminal.domain.promotion.selector import Selector
from tests.support.promotions import goods, off, offer, price, total_off

SHOWN_FREE = PromotionPolicy(group_spread=GroupSpread.REDUCED_UNITS)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        # Dearest first: 90 80 70 | 60 50 40, the last of each is free.
        (GroupChoice.EACH_GROUP, [0, 0, 70, 0, 0, 40]),
        (GroupChoice.CHEAPEST_OF_ALL, [0, 0, 0, 0, 50, 40]),
        (GroupChoice.DEAREST_OF_ALL, [90, 80, 0, 0, 0, 0]),
    ],
)
def test_three_for_two_frees_the_units_of_its_choice(
    choice: GroupChoice, expected: list[int]
) -> None:
    lines = [goods(f"i{amount}", amount) for amount in (90, 80, 70, 60, 50, 40)]

    result = price(offer(NForM(take=3, pay=2, choice=choice)), lines, policy=SHOWN_FREE)

    assert off(result, 6) == expected
    assert result.applied[0].times == 2


def test_what_a_group_saves_is_spread_over_all_its_units() -> None:
    lines = [goods("a", 100, 2), goods("b", 70), goods("c", 10)]

    result = price(offer(NForM(take=3, pay=2)), lines)

    # 70 over 200 and 70.
    assert off(result, 4) == [52, 18, 0, 0]


def test_units_of_one_line_make_groups_by_themselves() -> None:
    result = price(offer(NForM(take=3, pay=2)), [goods("a", 333, 7)])

    assert off(result, 1) == [666]


def test_second_at_half_price_rounds_each_unit_where_the_policy_says() -> None:
    reward = NForM(take=2, pay=1, percent_ppm=500_000)
    lines = [goods("a", 999, 4)]
    by_unit = PromotionPolicy(percent_rounding=PercentRounding.PER_UNIT)

    assert off(price(offer(reward), lines), 1) == [999]
    assert off(price(offer(reward), lines, policy=by_unit), 1) == [1_000]


def test_n_for_a_price_takes_the_dearest_units() -> None:
    lines = [goods("a", 400), goods("b", 700), goods("c", 600)]

    result = price(offer(NForPrice(size_micro=2 * MICRO, price_minor=1_000)), lines)

    # 13.00 for 10.00: 7/13 and 6/13 of 3.00.
    assert off(result, 3) == [0, 162, 138]


def test_groups_that_save_nothing_are_not_made() -> None:
    lines = [goods("a", 700, 2), goods("b", 400, 2)]

    result = price(offer(NForPrice(size_micro=2 * MICRO, price_minor=1_000)), lines)

    assert off(result, 2) == [400, 0]
    assert result.applied[0].times == 1


def test_a_price_above_the_goods_gives_nothing() -> None:
    result = price(
        offer(NForPrice(size_micro=2 * MICRO, price_minor=1_000)), [goods("a", 400, 2)]
    )

    assert result.applied == ()


def test_groups_are_limited_by_uses_and_by_quantity() -> None:
    reward = NForPrice(size_micro=2 * MICRO, price_minor=100)
    lines = [goods("a", 100, 9)]

    assert total_off(price(offer(reward), lines)) == 400
    assert total_off(price(offer(reward, uses_max_per_transaction=3), lines)) == 300
    assert total_off(price(offer(reward, quantity_max_micro=5 * MICRO), lines)) == 200


@pytest.mark.parametrize(
    ("count", "expected"),
    [(CountBasis.UNITS, 0), (CountBasis.PACKAGES, 1_000)],
)
def test_weighed_packages_count_as_the_rule_says(
    count: CountBasis, expected: int
) -> None:
    reward = NForPrice(size_micro=2 * MICRO, price_minor=2_000, count=count)
    lines = [goods("a", 2_000, grams=500), goods("a", 2_000, grams=1_000)]

    assert total_off(price(offer(reward), lines)) == expected


def test_a_bundle_needs_one_of_each_part() -> None:
    reward = Bundle(
        parts=(
            BundlePart(selects=Selector(items=("burger",))),
            BundlePart(selects=Selector(tags=("drink",)), quantity=2),
        ),
        price_minor=1_000,
    )
    burger = goods("burger", 700, 2)
    cola = goods("cola", 300, 3, tags=("drink",))
    water = goods("water", 200, 1, tags=("drink",))

    result = price(offer(reward), [burger, cola, water])

    # 7 + 3 + 3 and 7 + 3 + 2, each for 10.
    assert total_off(result) == 300 + 200
    assert result.applied[0].times == 2
    assert price(offer(reward), [burger, water]).applied == ()


def test_a_bundle_can_be_reduced_by_a_percent_or_an_amount() -> None:
    parts = (
        BundlePart(selects=Selector(items=("a",))),
        BundlePart(selects=Selector(items=("b",))),
    )
    lines = [goods("a", 600), goods("b", 400, 2)]

    percent = price(offer(Bundle(parts=parts, percent_ppm=200_000)), lines)
    amount = price(offer(Bundle(parts=parts, amount_minor=150)), lines)

    assert off(percent, 2) == [120, 80]
    assert off(amount, 2) == [90, 60]


def test_a_part_with_little_choice_is_filled_first() -> None:
    any_food = BundlePart(selects=Selector(items=("a", "b")))
    only_a = BundlePart(selects=Selector(items=("a",)))
    reward = Bundle(parts=(any_food, only_a), price_minor=100)

    result = price(offer(reward), [goods("a", 200), goods("b", 100)])

    assert total_off(result) == 200


def test_bought_goods_pay_for_the_goods_got() -> None:
    reward = BuyGet(
        buy=1, get=1, gets=Selector(items=("cup",)), percent_ppm=RATE_PPM_ONE
    )
    lines = [goods("tea", 500, 2), goods("cup", 300), goods("cup", 200, 2)]

    result = price(offer(reward, ["tea"]), lines)

    assert off(result, 3) == [0, 300, 200]
    assert result.applied[0].times == 2


def test_of_the_same_goods_the_dearer_are_bought() -> None:
    reward = BuyGet(buy=2, get=2, percent_ppm=RATE_PPM_ONE)
    lines = [goods("a", 500), goods("b", 500), goods("c", 1_000), goods("d", 1_000)]

    result = price(offer(reward), lines, policy=SHOWN_FREE)

    assert off(result, 4) == [500, 500, 0, 0]


def test_goods_got_can_have_a_price_or_an_amount_off() -> None:
    lines = [goods("tea", 500), goods("cup", 300)]
    gets = Selector(items=("cup",))

    at_price = BuyGet(buy=1, gets=gets, unit_price_micro=1_000_000)
    less = BuyGet(buy=1, gets=gets, amount_minor=50)

    assert off(price(offer(at_price, ["tea"]), lines), 2) == [0, 200]
    assert off(price(offer(less, ["tea"]), lines), 2) == [0, 50]


def test_goods_that_may_be_bought_and_got_are_not_both() -> None:
    reward = BuyGet(
        buy=1, get=1, gets=Selector(items=("b", "c")), percent_ppm=RATE_PPM_ONE
    )

    result = price(
        offer(reward, ["a", "b"]), [goods("a", 100), goods("b", 90), goods("c", 80)]
    )

    # a buys b; nothing is left to buy c.
    assert off(result, 3) == [0, 90, 0]


def test_large_quantities_make_groups_at_once() -> None:
    reward = BuyGet(buy=1, get=1, gets=Selector(items=("b",)), percent_ppm=RATE_PPM_ONE)

    result = price(
        offer(reward, ["a"]), [goods("a", 100, 90_000), goods("b", 10, 80_000)]
    )

    assert off(result, 2) == [0, 800_000]
    assert result.applied[0].times == 80_000
