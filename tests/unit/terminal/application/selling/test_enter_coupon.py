"""A coupon is taken if it may ever give something here."""

from __future__ import annotations

import msgspec
import pytest

from terminal.application.selling.enter_coupon import COUPONS_MAX, EnterCoupon
from terminal.application.selling.identify_member import IdentifyMember
from terminal.application.selling.remove_coupon import RemoveCoupon
from terminal.application.selling.scan_any import ScanAny
from terminal.application.tendering.tender_cash import TenderCash
from terminal.domain.errors import (
    CouponRefusedError,
    NoOpenTransactionError,
    TenderStartedError,
    TooManyCouponsError,
    UnknownCouponError,
)
from terminal.domain.promotion.conditions import Conditions
from terminal.domain.promotion.promotion import CouponRule, Promotion
from terminal.domain.promotion.reward import PercentOff
from terminal.domain.promotion.selector import Selector
from tests.fakes.clock import START_MS
from tests.fakes.reference_data import GOLD_MEMBER
from tests.fakes.shop_floor import open_transaction, shop
from tests.fakes.till import MemoryTill, add

TENTH = Promotion(
    promotion_id="tenth",
    version=1,
    name="A tenth off",
    reward=PercentOff(percent_ppm=100_000),
    selects=Selector(items=("pen",)),
    coupon=CouponRule(codes=("TEN",)),
)
LATER = msgspec.structs.replace(
    TENTH,
    promotion_id="later",
    coupon=CouponRule(codes=("LATER",)),
    conditions=Conditions(starts_at_ms=START_MS + 1_000),
)
OVER = msgspec.structs.replace(
    TENTH,
    promotion_id="over",
    coupon=CouponRule(codes=("OVER",)),
    conditions=Conditions(ends_at_ms=START_MS),
)
FOR_MEMBERS = msgspec.structs.replace(
    TENTH,
    promotion_id="members",
    coupon=CouponRule(codes=("MINE",), members_only=True),
)


def coupon_shop() -> MemoryTill:
    return shop(promotions=(TENTH, LATER, OVER, FOR_MEMBERS), operator_id="c1")


def enter(till: MemoryTill, code: str) -> int:
    view = till.use_cases.enter_coupon(EnterCoupon(code=code))
    return view.totals.total_minor


def test_coupon_prices_what_was_rung_up() -> None:
    till = coupon_shop()
    add(till, quantity=10)

    view = till.use_cases.enter_coupon(EnterCoupon(code=" TEN "))

    assert view.totals.total_minor == 1_341
    assert view.coupons == ("TEN",)
    assert view.refused_coupons == ()


def test_coupon_first_prices_what_comes_after() -> None:
    till = coupon_shop()
    enter(till, "TEN")

    assert add(till, quantity=10).totals.total_minor == 1_341


def test_coupon_that_waits_for_a_card_is_taken() -> None:
    till = coupon_shop()
    add(till, quantity=10)

    assert enter(till, "MINE") == 1_490
    view = till.use_cases.identify_member(IdentifyMember(code=GOLD_MEMBER.code))

    assert view.totals.total_minor == 1_341


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("", UnknownCouponError),
        ("ten", UnknownCouponError),
        ("NONE", UnknownCouponError),
        ("x" * 500, UnknownCouponError),
        ("LATER", CouponRefusedError),
        ("OVER", CouponRefusedError),
    ],
)
def test_coupon_that_can_give_nothing_is_given_back(
    code: str, error: type[Exception]
) -> None:
    till = coupon_shop()
    add(till)

    with pytest.raises(error):
        enter(till, code)

    assert open_transaction(till).terms.coupons == ()


def test_coupons_are_bounded() -> None:
    till = coupon_shop()
    for _ in range(COUPONS_MAX):
        enter(till, "TEN")

    with pytest.raises(TooManyCouponsError):
        enter(till, "TEN")


def test_coupon_survives_the_program() -> None:
    till = coupon_shop()
    enter(till, "TEN")

    till.reopen()

    assert open_transaction(till).terms.coupons == ("TEN",)


def test_scan_box_takes_a_coupon() -> None:
    till = coupon_shop()
    add(till, quantity=10)

    scanned = till.use_cases.scan_any(ScanAny(scan_code="TEN"))

    assert scanned.kind == "coupon"
    assert scanned.sale is not None
    assert scanned.sale.totals.total_minor == 1_341


def test_no_coupon_once_tender_lies_on_the_counter() -> None:
    till = coupon_shop()
    add(till)
    till.use_cases.tender_cash(TenderCash(given_minor=1))

    with pytest.raises(TenderStartedError):
        enter(till, "TEN")


def test_refused_coupon_opens_no_transaction() -> None:
    till = coupon_shop()

    with pytest.raises(UnknownCouponError):
        enter(till, "NONE")

    with pytest.raises(NoOpenTransactionError):
        till.use_cases.remove_coupon(RemoveCoupon(code="NONE"))
