"""Refunds follow the tenders of the receipt, to the last coin of its rounding."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terminal.application.returning.add_return_with_receipt import (
    AddReturnWithReceipt,
)
from terminal.application.returning.add_return_without_receipt import (
    AddReturnWithoutReceipt,
)
from terminal.application.returning.void_transaction import VoidTransaction
from terminal.application.tendering.complete_sale import CompleteSale
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.tendering.propose_refund import (
    ProposeRefund,
    RefundProposal,
)
from terminal.application.tendering.take_tender import TakeTender
from terminal.application.tendering.tender_cash import TenderCash
from terminal.domain.errors import RefundTenderError
from terminal.domain.pricing.pricing_policy import PricingPolicy
from terminal.domain.tax.tax_group import TaxComponent, TaxGroup
from terminal.domain.tender.cash_rounding import CashRounding
from terminal.domain.transaction.return_policy import RefundRule, ReturnPolicy
from tests.fakes.reference_data import EXCLUSIVE_STORE, PEN, STORE
from tests.fakes.shop_floor import article, shop
from tests.fakes.till import MemoryTill, add, open_memory_till

ONE = 1_000_000


def back(till: MemoryTill, quantity: int, number: int = 1) -> None:
    till.use_cases.add_return_with_receipt(
        AddReturnWithReceipt(
            series="A",
            number=number,
            line_sequence=1,
            quantity_micro=quantity * ONE,
        )
    )


def proposal(till: MemoryTill) -> list[tuple[str, int]]:
    found: tuple[RefundProposal, ...] = till.use_cases.propose_refund(ProposeRefund())
    return [(part.method, part.amount_minor) for part in found]


@pytest.fixture
def till() -> MemoryTill:
    """Return a till that sold three pens (4.47): 3.00 by card, the rest in cash."""
    till = open_memory_till()
    add(till, quantity=3)
    till.use_cases.take_tender(TakeTender(method="card_manual", amount_minor=300))
    till.use_cases.pay_cash_exact(PayCashExact())
    return till


def test_the_cash_bears_before_the_card_and_is_given_after_it(till: MemoryTill) -> None:
    back(till, 2)

    assert proposal(till) == [("card_manual", 151), ("cash", 147)]
    with pytest.raises(RefundTenderError, match=r"1\.51 by card_manual"):
        till.use_cases.pay_cash_exact(PayCashExact())
    with pytest.raises(RefundTenderError):
        till.use_cases.take_tender(TakeTender(method="card_manual", amount_minor=-152))
    with pytest.raises(RefundTenderError):
        till.use_cases.take_tender(TakeTender(method="voucher"))
    till.use_cases.take_tender(TakeTender(method="card_manual"))
    till.use_cases.tender_cash(TenderCash())
    done = till.use_cases.complete_sale(CompleteSale())

    assert [(t.method, t.amount_minor) for t in done.finished.tenders] == [
        ("card_manual", -151),
        ("cash", -147),
    ]


def test_a_tax_on_top_goes_back_by_the_tender_that_paid_it() -> None:
    """Also where the prices contain the other taxes."""
    city = TaxComponent(tax_id="city", name="", rate_ppm=100_000, is_included=False)
    state = TaxComponent(tax_id="state", name="", rate_ppm=50_000, is_included=True)
    group = TaxGroup(tax_group_id="both", name="", components=(city, state))
    for tax_mode in (STORE, EXCLUSIVE_STORE):
        till = shop(article("chair", tax_group=group), store=tax_mode)
        add(till, "CHAIR", 2)
        till.use_cases.take_tender(TakeTender(method="card_manual"))
        sold = till.use_cases.complete_sale(CompleteSale())

        back(till, 2)

        assert proposal(till) == [("card_manual", sold.gross_minor)]
        till.use_cases.take_tender(TakeTender(method="card_manual"))
        done = till.use_cases.complete_sale(CompleteSale())
        assert done.gross_minor == -sold.gross_minor


def test_what_went_back_before_is_considered(till: MemoryTill) -> None:
    back(till, 1)
    assert proposal(till) == [("card_manual", 2), ("cash", 147)]
    till.use_cases.take_tender(TakeTender(method="card_manual"))
    till.use_cases.pay_cash_exact(PayCashExact())

    back(till, 2)

    assert proposal(till) == [("card_manual", 298)]
    till.use_cases.take_tender(TakeTender(method="card_manual"))
    done = till.use_cases.complete_sale(CompleteSale())
    assert done.gross_minor == -298


def test_a_voided_return_leaves_the_tenders_as_they_were(till: MemoryTill) -> None:
    back(till, 3)
    till.use_cases.take_tender(TakeTender(method="card_manual"))
    done = till.use_cases.pay_cash_exact(PayCashExact())
    till.use_cases.void_transaction(
        VoidTransaction(series="A", number=done.number, reason="typo")
    )

    back(till, 3)

    assert proposal(till) == [("card_manual", 300), ("cash", 147)]


def test_an_exchange_has_signs_mixed_and_one_tender_in_either_direction(
    till: MemoryTill,
) -> None:
    back(till, 1)
    add(till, quantity=2)
    assert proposal(till) == []
    assert till.use_cases.pay_cash_exact(PayCashExact()).gross_minor == 149

    back(till, 2)
    add(till, quantity=1)

    assert proposal(till) == [("card_manual", 2), ("cash", 147)]


def test_without_receipt_goes_back_by_the_policy() -> None:
    policy = ReturnPolicy(unproved_cash_minor_max=100)
    till = open_memory_till(msgspec.structs.replace(STORE, returns=policy))
    till.use_cases.add_return_without_receipt(
        AddReturnWithoutReceipt(
            scan_code=PEN.scan_code, quantity_micro=ONE, reason="a gift"
        )
    )

    assert proposal(till) == [("voucher", 49), ("cash", 100)]
    with pytest.raises(RefundTenderError):
        till.use_cases.take_tender(TakeTender(method="card_manual"))
    till.use_cases.take_tender(TakeTender(method="voucher"))
    done = till.use_cases.pay_cash_exact(PayCashExact())

    assert [(t.method, t.amount_minor) for t in done.finished.tenders] == [
        ("voucher", -49),
        ("cash", -100),
    ]


def test_a_shop_may_let_its_operators_choose(till: MemoryTill) -> None:
    till.ledger.store = msgspec.structs.replace(
        STORE, returns=ReturnPolicy(refunds=RefundRule.FREE)
    )
    back(till, 3)

    done = till.use_cases.pay_cash_exact(PayCashExact())

    assert [(t.method, t.amount_minor) for t in done.finished.tenders] == [
        ("cash", -447)
    ]


@pytest.mark.parametrize("cash_is_last", [True, False])
def test_whoever_follows_the_proposal_in_its_order_is_not_refused(
    cash_is_last: bool,
) -> None:
    """Three tenders and a rounding of cash; the second return is the exact rest."""
    pricing = PricingPolicy(cash_rounding=CashRounding(step_minor=5))
    till = open_memory_till(msgspec.structs.replace(STORE, pricing=pricing))
    add(till, quantity=3)
    till.use_cases.take_tender(TakeTender(method="card_manual", amount_minor=200))
    if cash_is_last:
        till.use_cases.take_tender(TakeTender(method="voucher", amount_minor=100))
        till.use_cases.tender_cash(TenderCash())
    else:
        till.use_cases.tender_cash(TenderCash(given_minor=150))
        till.use_cases.take_tender(TakeTender(method="voucher"))
    sold = till.use_cases.complete_sale(CompleteSale()).finished
    left = {tender.method: tender.amount_minor for tender in sold.tenders}
    assert len(left) == 3

    for quantity in (2, 1):
        back(till, quantity)
        parts = proposal(till)
        assert "cash" not in [method for method, _ in parts[:-1]]
        for method, amount in parts:
            if method == "cash":
                till.use_cases.tender_cash(TenderCash())
            else:
                till.use_cases.take_tender(
                    TakeTender(method=method, amount_minor=-amount)
                )
        done = till.use_cases.complete_sale(CompleteSale()).finished
        for tender in done.tenders:
            left[tender.method] += tender.amount_minor

    assert set(left.values()) == {0}


@given(
    price=st.integers(1, 400),
    quantity=st.integers(1, 6),
    parts=st.lists(st.integers(1, 3), max_size=6),
    step=st.sampled_from([1, 5, 10, 50]),
)
@settings(max_examples=60, deadline=None)
def test_no_sequence_of_partial_returns_gives_back_a_coin_too_much(
    price: int, quantity: int, parts: list[int], step: int
) -> None:
    pricing = PricingPolicy(cash_rounding=CashRounding(step_minor=step))
    till = open_memory_till(msgspec.structs.replace(STORE, pricing=pricing))
    add(till, quantity=quantity, keyed_price_micro=price * 10_000)
    sold = till.use_cases.pay_cash_exact(PayCashExact()).finished
    cash = sum(tender.amount_minor for tender in sold.tenders)
    gross, left = sold.gross_minor, quantity

    for part in [*parts, quantity]:
        if left == 0:
            break
        back(till, min(part, left))
        left -= min(part, left)
        done = till.use_cases.pay_cash_exact(PayCashExact()).finished
        cash += sum(tender.amount_minor for tender in done.tenders)
        gross += done.gross_minor
        assert cash >= 0
        assert gross >= 0

    # Complete: every ledger is as before the sale, the rounding too.
    assert (cash, gross) == (0, 0)
