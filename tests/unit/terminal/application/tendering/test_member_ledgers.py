"""Points are earned on what was paid and go back with the goods."""

from __future__ import annotations

import msgspec
import pytest

from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from terminal.application.returning.add_return_without_receipt import (
    AddReturnWithoutReceipt,
)
from terminal.application.selling.get_priced_basket import GetPricedBasket
from terminal.application.tendering.complete_sale import CompleteSale
from terminal.application.tendering.take_tender import TakeTender
from terminal.domain.pricing.pricing_policy import PricingPolicy
from tests.fakes.loyal_till import (
    GIFT_CARD,
    LAMP,
    RULE,
    balance,
    bring_back,
    buy,
    enter,
    give,
    identify,
    last_sale,
    loyal_till,
    pay,
    void,
)
from tests.fakes.till import add
from tests.support.receipt_text import to_text


def test_member_earns_on_what_was_paid_and_the_basket_says_so_before() -> None:
    till = loyal_till()
    add(till, LAMP.scan_code)
    identify(till)
    enter(till)
    before = till.use_cases.get_priced_basket(GetPricedBasket())

    sold = pay(till)

    # 33.33 less 10 %: 30.00.
    assert sold.gross_minor == 3_000
    assert before is not None
    assert before.points_earned == 30
    (entry,) = last_sale(till).points
    assert (entry.kind, entry.points, entry.line_sequence) == ("earn", 30, 1)
    assert last_sale(till).points_balance == balance(till) == 30


def test_strangers_and_shops_without_programme_earn_nothing() -> None:
    for till in (loyal_till(), loyal_till(PricingPolicy())):
        add(till, LAMP.scan_code)
        if till.ledger.store.pricing.points is None:
            identify(till)
        basket = till.use_cases.get_priced_basket(GetPricedBasket())
        pay(till)

        assert basket is not None
        assert basket.points_earned == 0
        assert last_sale(till).points == ()
        assert last_sale(till).points_balance is None


def test_gift_cards_earn_nothing() -> None:
    till = loyal_till()

    buy(till, GIFT_CARD.scan_code)

    assert balance(till) == 0


def test_parts_of_a_line_take_all_points_back() -> None:
    till = loyal_till()
    sold = buy(till, quantity=3)
    assert balance(till) == 99
    seen = []

    for _ in range(3):
        bring_back(till, sold)
        pay(till)
        seen.append(balance(till))

    assert seen == [66, 33, 0]


def test_void_of_a_return_between_parts_loses_no_point() -> None:
    till = loyal_till()
    # 2 × 1.49 less a third.
    sold = buy(till, "4006381333931", 3)
    earned = balance(till)
    assert earned > 0
    bring_back(till, sold)
    first = pay(till)
    bring_back(till, sold)
    pay(till)
    void(till, first)

    bring_back(till, sold, 2)
    pay(till)

    assert balance(till) == 0


def test_void_mirrors_points() -> None:
    till = loyal_till()
    sold = buy(till)

    void(till, sold)

    body = till.ledger.events[-1].body
    assert isinstance(body, TransactionVoided)
    (entry,) = body.points
    assert (entry.kind, entry.points) == ("earn_reversed", -33)
    assert entry.of_event_id == sold.transaction_id
    assert balance(till) == 0


def test_exchange_of_goods_that_points_paid_earns_nothing() -> None:
    till = loyal_till()
    give(till, 200)
    add(till, LAMP.scan_code, 3)
    identify(till)
    till.use_cases.take_tender(TakeTender(method="points", amount_minor=100))
    first = pay(till)
    start = balance(till)

    bring_back(till, first, 3)
    add(till, LAMP.scan_code, 3)
    identify(till)
    till.use_cases.complete_sale(CompleteSale())

    assert last_sale(till).unearning_minor == 100
    assert balance(till) == start


def test_returns_without_receipt_take_the_points_of_today_along() -> None:
    till = loyal_till()
    buy(till)
    till.use_cases.add_return_without_receipt(
        AddReturnWithoutReceipt(
            scan_code=LAMP.scan_code, quantity_micro=1_000_000, reason="lost"
        )
    )
    identify(till)

    pay(till)

    assert balance(till) == 0
    assert last_sale(till).points[0].kind == "earn_reversed"


def test_voucher_earns_nothing() -> None:
    till = loyal_till()
    add(till, LAMP.scan_code)
    identify(till)
    till.use_cases.take_tender(TakeTender(method="voucher", amount_minor=1_333))

    pay(till)

    assert balance(till) == 20


def test_receipt_names_points_and_the_end_of_the_coupon() -> None:
    till = loyal_till()
    buy(till)
    add(till, LAMP.scan_code)
    identify(till)
    enter(till)
    till.use_cases.take_tender(TakeTender(method="points", amount_minor=10))

    sold = pay(till)

    lines = [line.split() for line in to_text(sold.document, 42).splitlines()]
    assert ["Coupon", "…0001"] in lines
    assert ["Points", "earned", "29"] in lines
    assert ["Points", "used", "20"] in lines
    assert ["Points", "balance", "42"] in lines


@pytest.mark.parametrize("tier_factor", [1_000_000, 2_000_000])
def test_tier_of_the_member_counts(tier_factor: int) -> None:
    rule = msgspec.structs.replace(RULE, tier_ppm=(("gold", tier_factor),))
    till = loyal_till(PricingPolicy(points=rule))

    buy(till)

    assert balance(till) == 3_333 * tier_factor // 100_000_000
