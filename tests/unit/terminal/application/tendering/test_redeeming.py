"""Coupons, uses and budgets hold over sales, returns and voids."""

from __future__ import annotations

import msgspec
import pytest

from terminal.application.selling.cancel_transaction import CancelTransaction
from terminal.application.selling.get_open_sale import GetOpenSale
from terminal.application.selling.retrieve_transaction import RetrieveTransaction
from terminal.application.selling.suspend_transaction import SuspendTransaction
from terminal.domain.errors import CouponRefusedError, CouponUsedError
from terminal.domain.promotion.basket import Uses
from tests.fakes.loyal_till import (
    LAMP,
    balance,
    bring_back,
    buy,
    enter,
    identify,
    keeping_till,
    last_sale,
    loyal_till,
    pay,
    void,
)
from tests.fakes.reference_data import GOLD_MEMBER, PEN
from tests.fakes.till import MemoryTill, add


def with_coupon(till: MemoryTill) -> None:
    add(till, LAMP.scan_code)
    enter(till)


def spent(till: MemoryTill, promotion_id: str = "budget") -> int:
    with till.ledger.draft() as uow:
        used = uow.promotion_uses.of_promotion(promotion_id, None)
        uow.commit()
    return -used.amount_minor


def used(till: MemoryTill) -> Uses:
    with till.ledger.draft() as uow:
        uses = uow.promotion_uses.of_coupon("SINGLE-0001", GOLD_MEMBER.member_id)
        uow.commit()
    return uses


def refuse_coupon(till: MemoryTill) -> str:
    with pytest.raises(CouponRefusedError) as refused:
        enter(till)
    return str(refused.value.details["reason"])


def test_coupon_is_used_once_also_after_a_restart() -> None:
    till = loyal_till()
    with_coupon(till)
    pay(till)
    till.reopen()

    add(till, LAMP.scan_code)

    assert refuse_coupon(till) == "used"


def test_cancelled_transaction_used_nothing() -> None:
    till = loyal_till()
    with_coupon(till)
    till.use_cases.cancel_transaction(CancelTransaction(reason="left"))

    with_coupon(till)
    assert pay(till).gross_minor == 3_000


def test_voided_sale_gives_its_coupon_back() -> None:
    till = loyal_till()
    with_coupon(till)
    sold = pay(till)

    void(till, sold)

    with_coupon(till)
    assert pay(till).gross_minor == 3_000
    assert used(till).total == 1


def test_complete_return_gives_coupon_and_budget_back_a_part_only_budget() -> None:
    till = loyal_till()
    add(till, PEN.scan_code, 3)
    identify(till)
    with_coupon(till)
    sold = pay(till)
    before = spent(till)
    assert before == 149

    bring_back(till, sold, quantity=1)
    pay(till)

    assert 0 < spent(till) < before
    assert used(till) == Uses(total=1, member=1)
    bring_back(till, sold, quantity=2)
    bring_back(till, sold, line=2)
    returned = pay(till)
    assert spent(till) == spent(till, "once") == 0
    assert used(till) == Uses()
    assert balance(till) == 0
    (once,) = [b for b in last_sale(till).given_back if b.promotion_id == "once"]
    assert (once.uses, once.coupon_codes) == (-1, ("SINGLE-0001",))

    void(till, returned)

    assert used(till) == Uses(total=1, member=1)
    assert spent(till, "once") == 333


def test_return_whose_coupon_was_used_again_cannot_be_undone() -> None:
    till = loyal_till()
    with_coupon(till)
    sold = pay(till)
    bring_back(till, sold)
    returned = pay(till)
    with_coupon(till)
    pay(till)

    with pytest.raises(CouponUsedError, match="sell the goods again"):
        void(till, returned)

    assert used(till).total == 1


def test_shop_may_keep_coupons_redeemed() -> None:
    till = keeping_till()
    with_coupon(till)
    sold = pay(till)

    bring_back(till, sold)
    pay(till)

    assert used(till).total == 1
    assert spent(till, "once") == 0
    add(till, LAMP.scan_code)
    assert refuse_coupon(till) == "used"


def test_member_limit_counts_by_member() -> None:
    till = loyal_till()
    prices = [buy(till, "2000000000077").gross_minor for _ in range(2)]

    assert prices == [249, 299]


def test_budget_ends_and_comes_back() -> None:
    till = loyal_till()
    first = buy(till, PEN.scan_code, 15)
    second = buy(till, PEN.scan_code, 15)
    third = buy(till, PEN.scan_code)

    # 745 of the budget of 1,000, then the rest, then nothing.
    assert first.gross_minor == 2_235 - 745
    assert second.gross_minor == 2_235 - 255
    assert third.gross_minor == 149
    void(till, first)
    assert spent(till) == 255


def test_coupon_of_a_sale_that_lay_aside_is_refused_when_used_meanwhile() -> None:
    till = loyal_till()
    with_coupon(till)
    opened = till.use_cases.get_open_sale(GetOpenSale())
    assert opened is not None
    till.use_cases.suspend_transaction(SuspendTransaction())
    with_coupon(till)
    pay(till)

    view = till.use_cases.retrieve_transaction(
        RetrieveTransaction(transaction_id=opened.transaction_id)
    )

    assert view.refused_coupons == (("SINGLE-0001", "used"),)
    assert view.totals.total_minor == 3_333
    till.reopen()
    assert pay(till).gross_minor == 3_333
    assert used(till).total == 1


def test_nothing_is_recorded_beyond_its_limit_whatever_was_forgotten() -> None:
    till = loyal_till()
    with_coupon(till)
    with till.ledger.draft() as uow:
        stale = uow.baskets.open_basket()
        assert stale is not None
        outcome = stale.terms.outcome
        uow.commit()
    pay(till)
    add(till, LAMP.scan_code)
    with till.ledger.draft() as uow:
        basket = uow.baskets.open_basket()
        assert basket is not None
        basket.apply_pricing({}, msgspec.structs.replace(outcome))
        uow.baskets.save(basket)
        uow.commit()

    with pytest.raises(CouponUsedError, match="Once was used up"):
        pay(till)
