"""Coupons count when they may, and every one that gives nothing has its reason."""

from __future__ import annotations

from typing import Any

import msgspec.structs
import pytest

from terminal.domain.promotion.basket import PromotionContext, Uses
from terminal.domain.promotion.conditions import Conditions, Requirement
from terminal.domain.promotion.policy import CouponChoice, PromotionPolicy
from terminal.domain.promotion.promotion import (
    Combination,
    CouponRule,
    Promotion,
)
from terminal.domain.promotion.result import (
    CouponRefusal,
    PromotionResult,
    TrialReason,
)
from terminal.domain.promotion.reward import FixedPrice, PercentOff
from tests.support.promotions import CONTEXT, goods, off, offer, price, total_off

TEN = PercentOff(percent_ppm=100_000)


def entered(*codes: str, **values: object) -> PromotionContext:
    return msgspec.structs.replace(CONTEXT, coupons=codes, **values)


def coupon(promotion_id: str = "p", percent: int = 10, **values: object) -> Promotion:
    """Return a percent on everything with the coupon of the same name."""
    rest: dict[str, Any] = {
        name: values.pop(name) for name in ("conditions",) if name in values
    }
    return offer(
        PercentOff(percent_ppm=percent * 10_000),
        promotion_id=promotion_id,
        combination=Combination.COMPOUND,
        coupon=CouponRule(codes=(promotion_id.upper(),), **values),  # type: ignore[arg-type]  # values of tests
        **rest,
    )


def refusals(result: PromotionResult) -> list[tuple[str, CouponRefusal]]:
    return [(refused.code, refused.reason) for refused in result.refused_coupons]


LINES = [goods("a", 1_000)]


def test_without_the_coupon_nothing_applies_and_why_says_so() -> None:
    result = price(coupon(), LINES, explain=True)

    assert result.applied == ()
    assert result.trials[1][0].reason_code is TrialReason.COUPON_NEEDED


def test_a_coupon_is_used_and_named() -> None:
    result = price(coupon(), LINES, entered("P"))

    assert result.applied[0].coupon_codes == ("P",)
    assert result.modifiers[1][0].coupon_code == "P"
    assert result.refused_coupons == ()


@pytest.mark.parametrize(
    ("code", "expected"),
    [("p", CouponRefusal.WRONG_CASE), ("Q", CouponRefusal.UNKNOWN)],
)
def test_a_code_nobody_has_is_refused(code: str, expected: CouponRefusal) -> None:
    result = price(coupon(), LINES, entered(code))

    assert result.applied == ()
    assert refusals(result) == [(code, expected)]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (Conditions(ends_local="2010-01-01T23:59"), CouponRefusal.EXPIRED),
        (Conditions(starts_local="2030-01-01T00:00"), CouponRefusal.NOT_STARTED),
        (Conditions(members_only=True), CouponRefusal.MEMBER_NEEDED),
        (
            Conditions(requires=(Requirement(amount_min_minor=1_001),)),
            CouponRefusal.NOT_APPLICABLE,
        ),
    ],
)
def test_a_coupon_whose_promotion_does_not_apply_is_refused(
    conditions: Conditions, expected: CouponRefusal
) -> None:
    result = price(coupon(conditions=conditions), LINES, entered("P"))

    assert refusals(result) == [("P", expected)]


def test_a_single_use_coupon_is_refused_once_used() -> None:
    promotion = coupon(uses_max_per_code=1)
    used = entered("P", coupon_uses={"P": Uses(total=1)})

    assert price(promotion, LINES, entered("P")).applied
    assert refusals(price(promotion, LINES, used)) == [("P", CouponRefusal.USED)]


def test_a_coupon_per_member_needs_the_member() -> None:
    promotion = coupon(uses_max_per_member=1)
    before = {"P": Uses(total=9, member=1)}

    anyone = price(promotion, LINES, entered("P"))
    again = price(promotion, LINES, entered("P", member_id="m", coupon_uses=before))

    assert refusals(anyone) == [("P", CouponRefusal.MEMBER_NEEDED)]
    assert refusals(again) == [("P", CouponRefusal.USED)]
    assert price(promotion, LINES, entered("P", member_id="m")).applied


def test_codes_of_ones_own_share_a_prefix() -> None:
    promotion = offer(TEN, coupon=CouponRule(prefix="WELCOME-", uses_max_per_code=1))
    used = {"WELCOME-1": Uses(total=1)}

    assert price(promotion, LINES, entered("WELCOME-2", coupon_uses=used)).applied
    assert refusals(price(promotion, LINES, entered("WELCOME-1", coupon_uses=used)))
    assert refusals(price(promotion, LINES, entered("welcome-2"))) == [
        ("welcome-2", CouponRefusal.WRONG_CASE)
    ]


def test_each_entered_coupon_reduces_its_number_of_units() -> None:
    promotion = offer(
        FixedPrice(unit_price_micro=1_000_000),
        coupon=CouponRule(codes=("C",), applications_per_code=1),
    )
    lines = [goods("a", 500, 3)]

    once = price(promotion, lines, entered("C"))
    twice = price(promotion, lines, entered("C", "C"))

    assert off(once, 1) == [400]
    assert off(twice, 1) == [800]
    assert twice.applied[0].coupon_codes == ("C", "C")


def test_stackable_coupons_go_together() -> None:
    result = price([coupon("p"), coupon("q", 20)], LINES, entered("P", "Q"))

    assert total_off(result) == 100 + 180


@pytest.mark.parametrize(
    ("choice", "codes", "expected", "refused"),
    [
        (CouponChoice.BEST, ("P", "Q", "R"), 300, ["P", "R"]),
        (CouponChoice.FIRST, ("P", "Q", "R"), 190, ["Q"]),
        (CouponChoice.FIRST, ("Q", "P"), 300, ["P"]),
    ],
)
def test_a_coupon_that_cannot_be_stacked_stands_alone(
    choice: CouponChoice, codes: tuple[str, ...], expected: int, refused: list[str]
) -> None:
    promotions = [
        coupon("p"),
        coupon("q", 30, is_stackable=False),
        coupon("r"),
    ]

    result = price(
        promotions, LINES, entered(*codes), PromotionPolicy(coupon_choice=choice)
    )

    assert total_off(result) == expected
    assert refusals(result) == [
        (code, CouponRefusal.NOT_COMBINABLE) for code in refused
    ]


def test_many_coupons_that_exclude_each_other_are_not_all_tried() -> None:
    promotions = [
        coupon(f"p{number}", number, is_stackable=False) for number in range(1, 12)
    ]

    result = price(
        promotions, LINES, entered(*(f"P{number}" for number in range(1, 12)))
    )

    assert not result.is_optimal
    assert total_off(result) == 80


def test_promotions_without_coupon_can_be_kept_off() -> None:
    alone = entered("P", is_automatic_allowed=False)

    result = price([offer(TEN, promotion_id="a"), coupon()], LINES, alone, explain=True)

    assert [applied.promotion_id for applied in result.applied] == ["p"]
    assert result.trials[1][0].reason_code is TrialReason.NOT_AUTOMATIC
