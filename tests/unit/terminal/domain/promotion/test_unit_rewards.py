"""Rewards on units, lines and everything together."""

from __future__ import annotations

import pytest

from terminal.domain.money import MICRO
from terminal.domain.promotion.policy import (
    PercentRounding,
    PromotionPolicy,
    SpareMinor,
    ThresholdBase,
)
from terminal.domain.promotion.promotion import Combination, Level
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
