"""A promotion applies at its time, in its place, to its customers and baskets."""

from __future__ import annotations

from typing import Any

import msgspec.structs
import pytest

from terminal.domain.promotion.applicability import is_open
from terminal.domain.promotion.basket import PromotionContext, Uses
from terminal.domain.promotion.conditions import (
    AmountBasis,
    Conditions,
    Requirement,
    TimeWindow,
)
from terminal.domain.promotion.policy import PromotionPolicy, ThresholdBase
from terminal.domain.promotion.promotion import Combination, Level
from terminal.domain.promotion.result import Outcome, TrialReason
from terminal.domain.promotion.reward import PercentOff
from terminal.domain.promotion.selector import Selector
from tests.support.promotions import CONTEXT, goods, off, offer, price, total_off

TEN = PercentOff(percent_ppm=100_000)


def reason(
    conditions: Conditions, context: PromotionContext = CONTEXT, **values: Any
) -> TrialReason:
    """Return what became of ten percent on one line."""
    promotion = offer(TEN, conditions=conditions, **values)
    result = price(promotion, [goods("a", 1_000)], context, explain=True)
    (trial,) = result.trials[1]
    assert (trial.outcome is Outcome.APPLIED) == bool(result.applied)
    return trial.reason_code


def context(**values: object) -> PromotionContext:
    return msgspec.structs.replace(CONTEXT, **values)


def test_without_conditions_it_applies() -> None:
    assert reason(Conditions()) is TrialReason.APPLIED


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (Conditions(starts_local="2026-11-22T10:00"), TrialReason.APPLIED),
        (Conditions(starts_local="2026-11-22T10:01"), TrialReason.NOT_STARTED),
        (Conditions(ends_local="2026-11-22T10:00"), TrialReason.APPLIED),
        (Conditions(ends_local="2026-11-22T09:59"), TrialReason.ENDED),
        (Conditions(starts_at_ms=CONTEXT.at_ms), TrialReason.APPLIED),
        (Conditions(starts_at_ms=CONTEXT.at_ms + 1), TrialReason.NOT_STARTED),
        (Conditions(ends_at_ms=CONTEXT.at_ms + 1), TrialReason.APPLIED),
        (Conditions(ends_at_ms=CONTEXT.at_ms), TrialReason.ENDED),
        (
            Conditions(windows=(TimeWindow(weekdays=(6,)),)),
            TrialReason.APPLIED,
        ),
        (
            Conditions(windows=(TimeWindow(weekdays=(0, 1)),)),
            TrialReason.OUTSIDE_HOURS,
        ),
        (Conditions(stores=("1", "2")), TrialReason.APPLIED),
        (Conditions(stores=("2",)), TrialReason.OTHER_STORE),
        (Conditions(channels=("web",)), TrialReason.OTHER_CHANNEL),
        (Conditions(currencies=("ILS",)), TrialReason.OTHER_CURRENCY),
        (Conditions(tenders=("card",)), TrialReason.OTHER_TENDER),
        (Conditions(members_only=True), TrialReason.MEMBER_NEEDED),
        (Conditions(customer_groups=("staff",)), TrialReason.OTHER_GROUP),
        (Conditions(member_tiers=("gold",)), TrialReason.OTHER_TIER),
    ],
)
def test_a_condition_that_does_not_hold_is_the_reason(
    conditions: Conditions, expected: TrialReason
) -> None:
    assert reason(conditions) is expected


def test_members_groups_tiers_and_tenders_are_recognised() -> None:
    conditions = Conditions(
        members_only=True,
        customer_groups=("staff", "vip"),
        member_tiers=("gold",),
        tenders=("card",),
    )

    known = context(
        member_id="m",
        customer_groups=frozenset({"vip"}),
        member_tier="gold",
        tender="card",
    )

    assert reason(conditions, known) is TrialReason.APPLIED


@pytest.mark.parametrize(
    ("weekday", "minute", "expected"),
    [
        (4, 22 * 60, True),  # Friday evening
        (5, 60, True),  # the night after it
        (4, 60, False),  # the night before
        (5, 2 * 60, False),  # it is over
        (5, 22 * 60, False),  # Saturday evening
    ],
)
def test_a_window_past_midnight_belongs_to_the_day_it_began(
    weekday: int, minute: int, expected: bool
) -> None:
    window = TimeWindow(weekdays=(4,), from_minute=22 * 60, to_minute=2 * 60)

    assert is_open(window, weekday, minute) is expected


def test_uses_of_everybody_and_of_the_member_are_limited() -> None:
    uses = {"p": Uses(total=5, member=1)}

    assert reason(Conditions(), context(uses=uses), uses_max=6) is TrialReason.APPLIED
    assert (
        reason(Conditions(), context(uses=uses), uses_max=5)
        is TrialReason.USES_EXHAUSTED
    )
    assert (
        reason(Conditions(), context(uses=uses), uses_max_per_member=2)
        is TrialReason.MEMBER_NEEDED
    )
    member = context(uses=uses, member_id="m")
    assert (
        reason(Conditions(), member, uses_max_per_member=1)
        is TrialReason.MEMBER_USES_EXHAUSTED
    )
    assert reason(Conditions(), member, uses_max_per_member=2) is TrialReason.APPLIED


def test_a_budget_that_is_used_up_is_the_reason() -> None:
    spent = context(budgets_left={"p": 0})

    assert reason(Conditions(), spent, budget_minor=900) is TrialReason.BUDGET_EXHAUSTED


@pytest.mark.parametrize(("amount", "applies"), [(7_499, False), (7_500, True)])
def test_a_least_amount_of_the_basket_counts_when_it_is_equalled(
    amount: int, applies: bool
) -> None:
    conditions = Conditions(requires=(Requirement(amount_min_minor=7_500),))
    lines = [goods("a", 500), goods("b", amount - 500)]

    result = price(offer(TEN, ["a"], conditions=conditions), lines)

    assert (total_off(result) > 0) is applies


def test_a_least_quantity_can_be_asked_of_other_goods() -> None:
    tagged = Requirement(
        selects=Selector(tags=("sale",)), quantity_min_micro=2_000_000, is_other=True
    )
    promotion = offer(TEN, ["a"], conditions=Conditions(requires=(tagged,)))
    sale = goods("a", 1_000, tags=("sale",))
    other = goods("b", 100, tags=("sale",))

    assert price(promotion, [sale, other]).applied == ()
    assert off(price(promotion, [sale, other, other]), 3) == [100, 0, 0]


@pytest.mark.parametrize(
    ("basis", "taxes", "applies"),
    [
        # 320.00 include 15 %: 278.26 without tax.
        (AmountBasis.EXCLUSIVE, {"included_tax_minor": 4_174}, False),
        (AmountBasis.EXCLUSIVE, {"added_tax_minor": 4_800}, True),
        (AmountBasis.LABELLED, {"included_tax_minor": 4_174}, True),
    ],
)
def test_a_threshold_with_or_without_taxes(
    basis: AmountBasis, taxes: dict[str, int], applies: bool
) -> None:
    conditions = Conditions(
        requires=(Requirement(amount_min_minor=32_000, basis=basis),)
    )

    result = price(
        offer(TEN, conditions=conditions), [goods("cabinet", 32_000, **taxes)]
    )

    assert bool(result.applied) is applies


def test_a_threshold_with_taxes_on_top() -> None:
    conditions = Conditions(
        requires=(Requirement(amount_min_minor=1_100, basis=AmountBasis.INCLUSIVE),)
    )
    promotion = offer(TEN, conditions=conditions)

    assert price(promotion, [goods("a", 1_000, added_tax_minor=100)]).applied
    assert not price(promotion, [goods("a", 1_000, added_tax_minor=99)]).applied


@pytest.mark.parametrize(
    ("base", "expected"),
    [(ThresholdBase.REMAINING, 1_000), (ThresholdBase.LIST, 1_900)],
)
def test_a_requirement_of_the_basket_level_sees_what_is_left_or_list(
    base: ThresholdBase, expected: int
) -> None:
    first = offer(TEN, promotion_id="a")
    second = offer(
        TEN,
        promotion_id="b",
        level=Level.BASKET,
        combination=Combination.COMPOUND,
        conditions=Conditions(requires=(Requirement(amount_min_minor=9_500),)),
    )

    result = price(
        [first, second],
        [goods("a", 10_000)],
        policy=PromotionPolicy(threshold_base=base),
    )

    assert total_off(result) == expected


def test_goods_that_come_back_do_not_count() -> None:
    promotion = offer(TEN)

    result = price(promotion, [goods("a", 1_000, -1), goods("b", 1_000)])

    assert off(result, 2) == [0, 100]


def test_goods_without_promotions_count_for_thresholds_only() -> None:
    conditions = Conditions(requires=(Requirement(amount_min_minor=1_500),))
    tobacco = goods("tobacco", 1_000, is_discountable=False)

    result = price(
        offer(TEN, conditions=conditions), [tobacco, goods("a", 500)], explain=True
    )

    assert off(result, 2) == [0, 50]
    assert result.trials[1][0].reason_code is TrialReason.NOT_DISCOUNTABLE
