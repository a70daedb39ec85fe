"""Every command that changes the transaction leaves it priced."""

from __future__ import annotations

from contextlib import suppress

import pytest

from sync.protocol.events.line_voided_v1 import LineVoided
from terminal.application.ports.promotion_uses import PromotionUses
from terminal.application.selling.change_quantity import ChangeQuantity
from terminal.application.selling.enter_coupon import EnterCoupon
from terminal.application.selling.get_open_sale import GetOpenSale
from terminal.application.selling.void_line import VoidLine
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.domain.errors import CouponRefusedError
from terminal.domain.promotion.promotion import CouponRule, Promotion
from terminal.domain.promotion.reward import PercentOff
from terminal.domain.promotion.selector import Selector
from tests.fakes.memory_ledger import _PromotionUses
from tests.fakes.priced_till import priced_till
from tests.fakes.reference_data import PEN, MemoryCatalog
from tests.fakes.till import MemoryTill, add, open_till


def test_line_comes_back_with_its_modifiers() -> None:
    change = add(priced_till(), quantity=2)

    assert (change.line.extended_minor, change.line.amount_minor) == (298, 149)
    assert [(m.kind, m.label) for m in change.line.modifiers] == [
        ("promotion", "Pens at half price")
    ]
    assert change.totals.discount_minor == -149
    assert change.line.taxes_text == "20 %"
    assert change.changed == ()


def test_other_lines_that_moved_come_with_the_change() -> None:
    till = priced_till()
    bottle = add(till, "BOTTLE")
    assert [line.item_id for line in bottle.changed] == ["deposit"]

    change = till.use_cases.change_quantity(
        ChangeQuantity(line_sequence=1, quantity_micro=6_000_000)
    )

    assert [(line.item_id, line.amount_minor) for line in change.changed] == [
        ("deposit", 150)
    ]
    assert change.totals.total_minor == 594 + 150


def test_one_command_is_one_commit() -> None:
    till = priced_till()
    before = till.ledger.draft_commits

    add(till, PEN.scan_code, quantity=2)

    assert till.ledger.draft_commits == before + 1


def test_deposit_is_voided_and_recorded_with_its_goods() -> None:
    till = priced_till()
    add(till, "BOTTLE")

    change = till.use_cases.void_line(VoidLine(line_sequence=1))

    assert change.totals.total_minor == 0
    assert [line.is_voided for line in change.changed] == [True]
    voided = [
        event.body.item_id
        for event in till.ledger.events
        if isinstance(event.body, LineVoided)
    ]
    assert voided == ["bottle", "deposit"]


def test_priced_basket_survives_the_program() -> None:
    till = priced_till()
    add(till, quantity=2)
    before = till.use_cases.get_open_sale(GetOpenSale())

    till.reopen()

    assert till.use_cases.get_open_sale(GetOpenSale()) == before


def test_single_use_coupon_and_budget_are_used_up_by_earlier_sales() -> None:
    once = Promotion(
        promotion_id="once",
        version=1,
        name="Once",
        selects=Selector(items=("pen",)),
        reward=PercentOff(percent_ppm=500_000),
        coupon=CouponRule(codes=("ONE",), uses_max_per_code=1),
    )
    budget = Promotion(
        promotion_id="budget",
        version=1,
        name="While it lasts",
        selects=Selector(items=("apples",)),
        reward=PercentOff(percent_ppm=500_000),
        budget_minor=200,
    )
    till = MemoryTill()
    till.ledger.catalog = MemoryCatalog(promotions=(once, budget))
    open_till(till)

    totals = []
    for _ in range(2):
        add(till, quantity=2)
        add(till, "2000000000077")
        with suppress(CouponRefusedError):
            till.use_cases.enter_coupon(EnterCoupon(code="ONE"))
        totals.append(till.use_cases.pay_cash_exact(PayCashExact()).gross_minor)

    # Half of 2.98 and of 2.99; then nothing, and the rest of the budget.
    assert totals == [149 + 149, 298 + 249]


def test_only_promotions_that_the_goods_or_coupons_name_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def limited(name: str, item: str, code: str | None = None) -> Promotion:
        return Promotion(
            promotion_id=name,
            version=1,
            name=name,
            selects=Selector(items=(item,)),
            reward=PercentOff(percent_ppm=500_000),
            uses_max=9,
            coupon=None if code is None else CouponRule(codes=(code,)),
        )

    asked: list[str] = []
    count = _PromotionUses.of_promotion

    def listen(
        self: _PromotionUses, promotion_id: str, member_id: str | None
    ) -> PromotionUses:
        asked.append(promotion_id)
        return count(self, promotion_id, member_id)

    monkeypatch.setattr(_PromotionUses, "of_promotion", listen)
    till = MemoryTill()
    till.ledger.catalog = MemoryCatalog(
        promotions=(
            limited("pens", "pen"),
            limited("apples", "apples"),
            limited("coupon", "apples", "TEN"),
        )
    )
    open_till(till)

    add(till, quantity=2)
    assert set(asked) == {"pens"}

    with suppress(CouponRefusedError):
        till.use_cases.enter_coupon(EnterCoupon(code="TEN"))
    assert set(asked) == {"pens", "coupon"}
