"""Rewards on units, lines and everything together."""

from __future__ import annotations

import pytest

from terminal.domain.money import MICRO
from terminal.domain.promotion.basket import PromotionLine
from terminal.domain.promotion.conditions import AmountBasis
from terminal.domain.promotion.policy import (
    BudgetRule,
    LimitedUnits,
    PercentRounding,
    PromotionPolicy,
    SpareMinor,
    ThresholdBase,
)
from terminal.domain.promotion.promotion import Combination, Level
from terminal.domain.promotion.result import TrialReason
from terminal.domain.promotion.reward import (
    AmountOff,
    AmountPer,
    FirstAdditional,
    FixedPrice,
    PercentOff,
    Tier,
    TierBasis,
    Tiers,
)
from tests.support.promotions import goods, off, offer, price, total_off

PER_UNIT = PromotionPolicy(percent_rounding=PercentRounding.PER_UNIT)
PER_PROMOTION = PromotionPolicy(percent_rounding=PercentRounding.PER_PROMOTION)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (PER_UNIT, [33, 21]),  # 3 × 0.106 → 3 × 0.11
        (PromotionPolicy(), [32, 21]),  # 0.318
        (PER_PROMOTION, [32, 20]),  # 0.318 + 0.206 = 0.524, once
    ],
)
def test_a_percent_is_rounded_where_the_policy_says(
    policy: PromotionPolicy, expected: list[int]
) -> None:
    lines = [goods("a", 106, 3), goods("b", 206)]

    result = price(offer(PercentOff(percent_ppm=100_000)), lines, policy=policy)

    assert off(result, 2) == expected


def test_a_percent_of_a_line_is_half_up_on_the_line() -> None:
    result = price(offer(PercentOff(percent_ppm=150_000)), [goods("a", 999, 10)])

    assert off(result, 1) == [1_499]


@pytest.mark.parametrize(
    ("spare", "expected"),
    [
        (SpareMinor.LARGEST_REMAINDER, [923, 1_769, 2_308]),
        (SpareMinor.FIRST, [924, 1_769, 2_307]),
    ],
)
def test_a_capped_percent_is_spread_without_losing_a_cent(
    spare: SpareMinor, expected: list[int]
) -> None:
    lines = [goods("a", 12_000), goods("b", 23_000), goods("c", 30_000)]

    result = price(
        offer(PercentOff(percent_ppm=150_000, cap_minor=5_000), level=Level.BASKET),
        lines,
        policy=PromotionPolicy(spare_minor=spare),
    )

    assert off(result, 3) == expected
    assert total_off(result) == 5_000


@pytest.mark.parametrize(
    ("per", "expected"),
    [
        (AmountPer.UNIT, [600, 50]),
        (AmountPer.LINE, [200, 50]),
        (AmountPer.PROMOTION, [197, 3]),
    ],
)
def test_an_amount_is_given_per_unit_per_line_or_once(
    per: AmountPer, expected: list[int]
) -> None:
    lines = [goods("a", 1_000, 3), goods("b", 50)]

    result = price(offer(AmountOff(amount_minor=200, per=per)), lines)

    assert off(result, 2) == expected


def test_an_amount_per_unit_of_weighed_goods_is_given_by_weight() -> None:
    reward = AmountOff(amount_minor=100, per=AmountPer.UNIT)

    result = price(offer(reward), [goods("fish", 2_000, grams=1_234)])

    assert off(result, 1) == [123]


def test_an_amount_never_takes_a_line_below_zero() -> None:
    lines = [goods("a", 2_500), goods("free", 0)]

    result = price(offer(AmountOff(amount_minor=24_900)), lines)

    assert off(result, 2) == [2_500, 0]


def test_a_fixed_price_leaves_cheaper_goods_alone() -> None:
    lines = [goods("a", 1_290, 2), goods("b", 900)]

    result = price(offer(FixedPrice(unit_price_micro=9_900_000)), lines)

    assert off(result, 2) == [600, 0]


def test_a_fixed_price_per_kilo_rounds_what_is_paid() -> None:
    line = goods("liver", 1_990, grams=1_234)
    assert line.extended_minor == 2_456

    result = price(offer(FixedPrice(unit_price_micro=14_900_000)), [line])

    # 1.234 kg × 14.90 = 18.3866
    assert line.extended_minor - off(result, 1)[0] == 1_839


def test_a_limit_of_quantity_reduces_the_dearest_first() -> None:
    lines = [goods("a", 500, 2), goods("b", 700), goods("c", 600, grams=2_500)]

    result = price(
        offer(FixedPrice(unit_price_micro=4_000_000), quantity_max_micro=3 * MICRO),
        lines,
    )

    assert off(result, 3) == [0, 300, 400]


def test_a_limit_per_line_counts_each_line() -> None:
    lines = [goods("a", 100, 1), goods("b", 150, 5)]
    reward = AmountOff(amount_minor=200, per=AmountPer.UNIT)

    result = price(offer(reward, quantity_max_per_line_micro=MICRO), lines)

    assert off(result, 2) == [100, 150]


@pytest.mark.parametrize(
    ("units", "expected"), [(1, 113), (2, 324), (5, 957), (10, 957)]
)
def test_first_and_further_units_get_different_amounts(
    units: int, expected: int
) -> None:
    reward = FirstAdditional(first_minor=113, additional_minor=211, units_max=5)

    result = price(offer(reward), [goods("a", 10_000, units)])

    assert off(result, 1) == [expected]


THRESHOLDS = Tiers(
    basis=TierBasis.AMOUNT,
    tiers=(
        Tier(from_=20_000, amount_minor=5_000),
        Tier(from_=10_000, amount_minor=2_000),
    ),
)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(9_999, 0), (10_000, 2_000), (19_999, 2_000), (20_000, 5_000), (99_000, 5_000)],
)
def test_the_highest_threshold_that_is_reached_counts(
    amount: int, expected: int
) -> None:
    result = price(offer(THRESHOLDS, level=Level.BASKET), [goods("a", amount)])

    assert total_off(result) == expected


@pytest.mark.parametrize(("amount", "expected"), [(9_900, 0), (35_000, 6_000)])
def test_a_repeating_threshold_gives_each_time(amount: int, expected: int) -> None:
    reward = Tiers(
        basis=TierBasis.AMOUNT,
        tiers=(Tier(from_=10_000, amount_minor=2_000),),
        repeats=True,
    )

    assert total_off(price(offer(reward), [goods("a", amount)])) == expected


@pytest.mark.parametrize(
    ("base", "expected"), [(ThresholdBase.REMAINING, 0), (ThresholdBase.LIST, 2_000)]
)
def test_a_threshold_looks_at_what_is_left_or_at_list(
    base: ThresholdBase, expected: int
) -> None:
    ten_percent = offer(PercentOff(percent_ppm=100_000), promotion_id="a", priority=1)
    threshold = offer(THRESHOLDS, promotion_id="b", combination=Combination.COMPOUND)

    result = price(
        [ten_percent, threshold],
        [goods("a", 10_000)],
        policy=PromotionPolicy(threshold_base=base),
    )

    assert total_off(result) == 1_000 + expected


@pytest.mark.parametrize(("units", "expected"), [(5, 0), (6, 60), (12, 240)])
def test_quantity_breaks_reduce_the_whole_line(units: int, expected: int) -> None:
    reward = Tiers(
        basis=TierBasis.LINE_QUANTITY,
        tiers=(
            Tier(from_=6 * MICRO, unit_price_micro=900_000),
            Tier(from_=12 * MICRO, unit_price_micro=800_000),
        ),
    )

    result = price(offer(reward), [goods("a", 100, units), goods("a", 100, 1)])

    assert off(result, 2) == [expected, 0]


def test_tiers_by_quantity_count_the_whole_selection() -> None:
    reward = Tiers(
        basis=TierBasis.QUANTITY,
        tiers=(
            Tier(from_=0, percent_ppm=100_000),
            Tier(from_=10 * MICRO, percent_ppm=150_000),
        ),
    )
    lines = [goods("shirt", 5_000, 2), goods("pants", 1_000, 3)]

    assert off(price(offer(reward), lines), 2) == [1_000, 300]


def taxed(item_id: str, price_minor: int, quantity: int = 1) -> PromotionLine:
    """Return a line with 15 % on top of its price."""
    amount = price_minor * quantity
    return goods(item_id, price_minor, quantity, added_tax_minor=amount * 15 // 100)


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        (AmountBasis.LABELLED, [9_617, 9_617, 9_616]),
        # 315.00 with tax: 274.76 of the 300.00 on the labels are 288.50 with tax.
        (AmountBasis.INCLUSIVE, [9_159, 9_159, 9_158]),
    ],
)
def test_an_amount_off_counts_on_its_basis(
    basis: AmountBasis, expected: list[int]
) -> None:
    lines = [taxed("a", 10_000), goods("b", 10_000), goods("c", 10_000)]

    result = price(offer(AmountOff(amount_minor=28_850, basis=basis)), lines)

    assert off(result, 3) == expected


@pytest.mark.parametrize(
    ("per", "expected"), [(AmountPer.UNIT, 1_739), (AmountPer.LINE, 870)]
)
def test_an_amount_off_units_and_lines_counts_on_its_basis(
    per: AmountPer, expected: int
) -> None:
    reward = AmountOff(amount_minor=1_000, per=per, basis=AmountBasis.INCLUSIVE)

    result = price(offer(reward, ["a"]), [taxed("a", 10_000, 2), goods("b", 500)])

    # 20.00 with tax for two units are 17.39 without, 10.00 are 8.70.
    assert off(result, 2) == [expected, 0]


def test_an_amount_without_tax_takes_more_off_prices_with_tax() -> None:
    line = goods("a", 12_000, included_tax_minor=2_000)
    reward = AmountOff(amount_minor=1_000, basis=AmountBasis.EXCLUSIVE)

    assert off(price(offer(reward), [line]), 1) == [1_200]


def test_a_cap_counts_on_its_basis() -> None:
    reward = PercentOff(
        percent_ppm=200_000, cap_minor=20_000, cap_basis=AmountBasis.INCLUSIVE
    )

    result = price(offer(reward), [taxed("a", 32_000, 8)])

    assert off(result, 1) == [17_391]


def test_an_amount_off_a_line_is_limited_to_the_units_it_may_reduce() -> None:
    reward = AmountOff(amount_minor=20_000, per=AmountPer.LINE)
    limited = offer(reward, quantity_max_per_line_micro=MICRO)

    result = price(limited, [goods("a", 10_000), goods("b", 15_000, 5)])

    assert off(result, 2) == [10_000, 15_000]


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        (LimitedUnits.EVEN, 3_000 + 400),  # a third of the 120.00 that are left
        (LimitedUnits.SAME, 3_000 + 200),  # 50.00 less the 30.00 taken before
    ],
)
def test_a_limit_means_the_units_the_policy_says(
    units: LimitedUnits, expected: int
) -> None:
    first = offer(
        PercentOff(percent_ppm=300_000),
        promotion_id="a",
        priority=2,
        combination=Combination.COMPOUND,
        quantity_max_per_line_micro=2 * MICRO,
    )
    second = offer(
        PercentOff(percent_ppm=100_000),
        promotion_id="b",
        combination=Combination.COMPOUND,
        quantity_max_per_line_micro=MICRO,
    )

    result = price(
        [first, second],
        [goods("a", 5_000, 3)],
        policy=PromotionPolicy(limited_units=units),
    )

    assert off(result, 1) == [expected]


def test_what_is_more_than_the_budget_is_refused_by_name() -> None:
    promotion = offer(AmountOff(amount_minor=1_500), budget_minor=1_000)
    policy = PromotionPolicy(budget=BudgetRule.REFUSE)

    result = price(promotion, [goods("a", 2_000)], policy=policy, explain=True)

    assert result.modifiers == {}
    (trial,) = result.trials[1]
    assert trial.reason_code is TrialReason.BUDGET_EXHAUSTED
    assert trial.detail == "1000"
