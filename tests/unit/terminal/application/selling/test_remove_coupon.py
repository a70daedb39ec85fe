"""A coupon that is given back gives nothing any more."""

from __future__ import annotations

import pytest

from terminal.application.selling.enter_coupon import EnterCoupon
from terminal.application.selling.remove_coupon import RemoveCoupon
from terminal.domain.errors import CouponNotEnteredError
from terminal.domain.promotion.promotion import CouponRule, Promotion
from terminal.domain.promotion.reward import PercentOff
from terminal.domain.promotion.selector import Selector
from tests.fakes.shop_floor import open_transaction, shop
from tests.fakes.till import MemoryTill, add

TENTH = Promotion(
    promotion_id="tenth",
    version=1,
    name="A tenth off",
    reward=PercentOff(percent_ppm=100_000),
    selects=Selector(items=("pen",)),
    coupon=CouponRule(codes=("TEN", "ZEHN")),
)


def entered(*codes: str) -> MemoryTill:
    till = shop(promotions=(TENTH,))
    add(till, quantity=10)
    for code in codes:
        till.use_cases.enter_coupon(EnterCoupon(code=code))
    return till


def test_price_is_what_it_was() -> None:
    till = entered("TEN")

    view = till.use_cases.remove_coupon(RemoveCoupon(code="TEN"))

    assert view.totals.total_minor == 1_490
    assert view.coupons == ()


def test_one_of_two_equal_ones_stays() -> None:
    till = entered("TEN", "ZEHN", "TEN")

    till.use_cases.remove_coupon(RemoveCoupon(code="TEN"))

    assert open_transaction(till).terms.coupons == ("TEN", "ZEHN")


def test_coupon_that_was_not_entered_is_refused() -> None:
    till = entered("TEN")

    with pytest.raises(CouponNotEnteredError):
        till.use_cases.remove_coupon(RemoveCoupon(code="ZEHN"))
