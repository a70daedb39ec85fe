"""Promotions go together as they say: exclusive, best, compounding, in stages."""

from __future__ import annotations

import msgspec.structs
import pytest

from terminal.domain.money import MICRO
from terminal.domain.promotion.policy import (
    BudgetRule,
    PercentBase,
    PromotionPolicy,
)
from terminal.domain.promotion.promotion import Combination, Level
from terminal.domain.promotion.reward import (
    AmountOff,
    Bundle,
    BundlePart,
    BuyGet,
    CountBasis,
    FixedPrice,
    NForM,
    NForPrice,
    PercentOff,
    Reward,
    TierBasis,
    Tiers,
)
from terminal.domain.promotion.selector import EVERYTHING
from tests.support.promotions import CONTEXT, goods, off, offer, price, total_off

TEN = PercentOff(percent_ppm=100_000)
TWENTY = PercentOff(percent_ppm=200_000)
HALF = PercentOff(percent_ppm=500_000)
COMPOUND = Combination.COMPOUND
EXCLUSIVE = Combination.EXCLUSIVE


def test_line_level_goes_before_basket_level_on_what_is_left() -> None:
    item = offer(HALF, ["sale"], "z")
    basket = offer(
        PercentOff(percent_ppm=150_000),
        promotion_id="a",
        level=Level.BASKET,
        combination=COMPOUND,
    )

    result = price([basket, item], [goods("sale", 1_000, 2), goods("other", 5_000)])

    assert total_off(result) == 1_000 + 900
    assert [applied.promotion_id for applied in result.applied] == ["z", "a"]


def test_a_percent_of_the_basket_may_be_taken_of_list_amounts() -> None:
    item = offer(HALF, promotion_id="a")
    basket = offer(
        PercentOff(percent_ppm=600_000),
        promotion_id="b",
        level=Level.BASKET,
        combination=COMPOUND,
    )

    result = price(
        [item, basket],
        [goods("x", 1_000)],
        policy=PromotionPolicy(percent_base=PercentBase.LIST),
    )

    # Never more than what is left.
    assert [applied.amount_minor for applied in result.applied] == [-500, -500]


def test_equal_priorities_compete_for_the_best() -> None:
    result = price(
        [offer(TEN, promotion_id="a"), offer(TWENTY, promotion_id="b")],
        [goods("x", 1_000)],
    )

    assert [applied.promotion_id for applied in result.applied] == ["b"]


def test_a_higher_priority_goes_first_even_if_it_gives_less() -> None:
    result = price(
        [offer(TEN, promotion_id="a", priority=1), offer(TWENTY, promotion_id="b")],
        [goods("x", 1_000)],
    )

    assert [applied.promotion_id for applied in result.applied] == ["a"]


def test_units_that_a_higher_priority_left_are_free_for_others() -> None:
    pair = offer(
        NForPrice(size_micro=2 * MICRO, price_minor=100), ["x"], "a", priority=1
    )

    result = price([pair, offer(TEN, ["x"], "b")], [goods("x", 200, 3)])

    assert off(result, 1) == [300 + 20]


def test_compounding_promotions_apply_one_after_another() -> None:
    promotions = [
        offer(TEN, promotion_id="b", combination=COMPOUND),
        offer(AmountOff(amount_minor=200), promotion_id="a", combination=COMPOUND),
    ]

    assert total_off(price(promotions, [goods("x", 1_000)])) == 200 + 80


def test_nothing_applies_on_the_units_of_an_exclusive_promotion() -> None:
    exclusive = offer(FixedPrice(unit_price_micro=9_000_000), ["x"], "a")
    exclusive = msgspec.structs.replace(
        exclusive, combination=EXCLUSIVE, quantity_max_micro=MICRO
    )
    ten = offer(TEN, promotion_id="b", level=Level.BASKET, combination=COMPOUND)

    result = price([exclusive, ten], [goods("x", 1_000, 2)])

    # One unit at 9.00 for good, the other at 10.00 less 10 %.
    assert off(result, 1) == [100 + 100]


def test_an_exclusive_promotion_needs_untouched_goods() -> None:
    ten = offer(TEN, ["x"], "a", priority=1, combination=COMPOUND)
    exclusive = offer(HALF, ["x", "y"], "b", combination=EXCLUSIVE)

    result = price([ten, exclusive], [goods("x", 1_000), goods("y", 1_000)])

    assert off(result, 2) == [100, 500]


def test_of_a_group_the_better_of_a_stage_applies() -> None:
    promotions = [
        offer(TEN, promotion_id="a", combination=COMPOUND, exclusivity_group="g"),
        offer(TWENTY, promotion_id="b", combination=COMPOUND, exclusivity_group="g"),
        offer(HALF, ["other"], promotion_id="c", combination=COMPOUND),
    ]

    result = price(promotions, [goods("x", 1_000)])

    assert [applied.promotion_id for applied in result.applied] == ["b"]


def test_of_a_group_a_higher_priority_keeps_others_off() -> None:
    promotions = [
        offer(TEN, promotion_id="a", priority=1, exclusivity_group="g"),
        offer(
            TWENTY,
            promotion_id="b",
            level=Level.BASKET,
            combination=COMPOUND,
            exclusivity_group="g",
        ),
    ]

    assert total_off(price(promotions, [goods("x", 1_000)])) == 100


@pytest.mark.parametrize(
    ("rule", "left", "expected"),
    [
        (BudgetRule.CUT, {}, 300),
        (BudgetRule.CUT, {"p": 120}, 120),
        (BudgetRule.REFUSE, {"p": 120}, 0),
        (BudgetRule.REFUSE, {"p": 400}, 400),
    ],
)
def test_a_budget_cuts_or_refuses(
    rule: BudgetRule, left: dict[str, int], expected: int
) -> None:
    promotion = offer(TEN, budget_minor=300)
    context = msgspec.structs.replace(CONTEXT, budgets_left=left)
    lines = [goods("a", 1_000), goods("b", 3_000)]

    result = price(promotion, lines, context, PromotionPolicy(budget=rule))

    assert total_off(result) == expected
    assert sum(off(result, 2)) == expected


@pytest.mark.parametrize(("amount", "expected"), [(100, 99), (101, 101)])
def test_three_thirds_never_cost_more_than_the_line(amount: int, expected: int) -> None:
    promotions = [
        offer(
            PercentOff(percent_ppm=1_000_000),
            ["x"],
            f"p{number}",
            priority=number,
            quantity_max_micro=MICRO,
        )
        for number in range(3)
    ]
    line = msgspec.structs.replace(goods("x", 33, 3), extended_minor=amount)

    # A third of 1.01 is 0.34; the last third is what is left.
    assert off(price(promotions, [line]), 1) == [expected]


@pytest.mark.parametrize(
    "reward",
    [
        Bundle(parts=(), price_minor=1),
        Bundle(parts=(BundlePart(selects=EVERYTHING, quantity=0),), price_minor=1),
        BuyGet(buy=0, get=0, percent_ppm=1),
        BuyGet(buy=0, get=1, percent_ppm=1, adds_units=True),
        NForM(take=0, pay=0),
        NForM(take=2, pay=3),
        NForPrice(size_micro=0, price_minor=1),
        NForPrice(size_micro=0, price_minor=1, count=CountBasis.MEASURE),
        PercentOff(percent_ppm=-5),
        AmountOff(amount_minor=-5),
        Tiers(basis=TierBasis.AMOUNT, tiers=()),
    ],
)
def test_what_an_import_would_refuse_gives_nothing_and_stops_nothing(
    reward: Reward,
) -> None:
    good = offer(TEN, ["y"], "good")

    result = price(
        [offer(reward, promotion_id="bad"), good],
        [goods("x", 1_000, 3), goods("y", 1_000)],
        explain=True,
    )

    assert off(result, 2) == [0, 100]
