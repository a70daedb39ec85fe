"""Points are earned on what was paid, and pay what they are worth."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.member.points_rule import EarningLine, PointsRule, earned_points
from terminal.domain.money import Rounding

RULE = PointsRule(
    excluded_tags=("gift_card",),
    excluded_categories=("tobacco",),
    tier_ppm=(("gold", 1_500_000),),
)
amounts = st.integers(min_value=0, max_value=10**7)


def test_points_are_rounded_once_and_belong_to_lines() -> None:
    lines = [EarningLine(1, 149, 149), EarningLine(2, 299, 299), EarningLine(4, 60, 60)]

    found = earned_points(RULE, lines, 0, None)

    assert sum(points for _, points in found) == 5
    assert found == [(1, 1), (2, 3), (4, 1)]


def test_tier_multiplies_before_rounding() -> None:
    lines = [EarningLine(1, 299, 299)]

    assert earned_points(RULE, lines, 0, "gold") == [(1, 4)]
    assert earned_points(RULE, lines, 0, "silver") == [(1, 2)]


def test_excluded_goods_earn_nothing_but_bear_their_share_of_points_paid() -> None:
    lines = [EarningLine(1, 1_000, 1_000), EarningLine(2, 1_000, 0)]

    assert earned_points(RULE, lines, 1_000, None) == [(1, 5)]
    assert not RULE.earns_on("tobacco", ())
    assert not RULE.earns_on(None, ("blue", "gift_card"))
    assert RULE.earns_on("pens", ("blue",))


@pytest.mark.parametrize("unearning", [1_000, 5_000])
def test_what_points_paid_earns_nothing(unearning: int) -> None:
    assert earned_points(RULE, [EarningLine(1, 1_000, 1_000)], unearning, None) == []


@pytest.mark.parametrize(
    ("rounding", "points"),
    [
        (Rounding.TOWARDS_ZERO, 1),
        (Rounding.AWAY_FROM_ZERO, 2),
        (Rounding.HALF_EVEN, 2),
        (Rounding.HALF_TOWARDS_ZERO, 1),
    ],
)
def test_rounding_is_by_name(rounding: Rounding, points: int) -> None:
    rule = msgspec.structs.replace(RULE, rounding=rounding)

    assert rule.points_of(150, 1, 1, None) == points


def test_burning_never_pays_more_than_points_are_worth() -> None:
    rule = msgspec.structs.replace(RULE, burn_points=150, burn_minor=100)

    assert rule.value_of(149) == 99
    assert rule.price_of(99) == 149
    assert msgspec.structs.replace(RULE, burn_points=0).value_of(500) == 0


@given(
    points=st.integers(min_value=0, max_value=10**6),
    burn_points=st.integers(min_value=1, max_value=1_000),
    burn_minor=st.integers(min_value=1, max_value=1_000),
)
def test_value_and_price_of_points_never_give_anything_away(
    points: int, burn_points: int, burn_minor: int
) -> None:
    rule = PointsRule(burn_points=burn_points, burn_minor=burn_minor)

    assert rule.price_of(rule.value_of(points)) <= points


@given(paid=st.lists(amounts, min_size=1, max_size=8), unearning=amounts)
def test_lines_earn_what_the_transaction_earns(paid: list[int], unearning: int) -> None:
    lines = [EarningLine(n, amount, amount) for n, amount in enumerate(paid, start=1)]

    found = earned_points(RULE, lines, unearning, None)

    whole = sum(paid)
    assert sum(points for _, points in found) == max(whole - unearning, 0) // 100
    assert all(points > 0 for _, points in found)
