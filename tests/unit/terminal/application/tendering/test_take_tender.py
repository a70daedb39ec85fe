"""Tenders other than cash take what is due and give no change."""

from __future__ import annotations

import msgspec
import pytest

from terminal.application.returning.add_return_without_receipt import (
    AddReturnWithoutReceipt,
)
from terminal.application.selling.get_open_sale import GetOpenSale
from terminal.application.tendering.choose_tender import ChooseTender
from terminal.application.tendering.complete_sale import CompleteSale
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.tendering.take_tender import TakeTender
from terminal.application.tendering.tender_cash import TenderCash
from terminal.application.tendering.tender_foreign_cash import TenderForeignCash
from terminal.domain.errors import (
    InvalidAmountError,
    NothingDueError,
    TenderNotTakenError,
    UnknownTenderError,
)
from terminal.domain.till.till_policy import TillPolicy
from tests.fakes.priced_till import ROUNDING_STORE, priced_till
from tests.fakes.till import add, open_memory_till

BOTTLE = "BOTTLE"


def test_only_the_part_paid_in_cash_is_rounded() -> None:
    till = priced_till()
    add(till, BOTTLE)
    till.use_cases.take_tender(TakeTender(method="voucher", amount_minor=101))

    completed = till.use_cases.pay_cash_exact(PayCashExact())

    finished = completed.finished
    assert (finished.gross_minor, finished.rounding_minor) == (124, 2)
    assert [(t.method, t.amount_minor, t.rounding_minor) for t in finished.tenders] == [
        ("voucher", 101, 0),
        ("cash", 25, 2),
    ]


def test_card_that_pays_all_is_not_rounded() -> None:
    till = priced_till()
    add(till, BOTTLE)

    till.use_cases.take_tender(TakeTender(method="card_manual"))
    completed = till.use_cases.complete_sale(CompleteSale())

    assert completed.finished.rounding_minor == 0
    assert completed.finished.tenders[0].amount_minor == 124


@pytest.mark.parametrize("amount", [0, -1, 150])
def test_more_than_is_due_or_nothing_is_refused(amount: int) -> None:
    till = open_memory_till()
    add(till)

    with pytest.raises(InvalidAmountError):
        till.use_cases.take_tender(TakeTender(method="voucher", amount_minor=amount))


def test_cash_is_taken_as_cash_and_nothing_due_takes_nothing() -> None:
    till = open_memory_till()
    add(till)
    with pytest.raises(UnknownTenderError):
        till.use_cases.take_tender(TakeTender(method="cash"))
    till.use_cases.take_tender(TakeTender(method="voucher"))

    with pytest.raises(NothingDueError):
        till.use_cases.take_tender(TakeTender(method="voucher"))


def test_refund_goes_back_in_parts() -> None:
    till = open_memory_till()
    till.use_cases.add_return_without_receipt(
        AddReturnWithoutReceipt(
            scan_code="4006381333931", quantity_micro=1_000_000, reason="broken"
        )
    )
    with pytest.raises(InvalidAmountError):
        till.use_cases.take_tender(TakeTender(method="voucher", amount_minor=49))
    till.use_cases.take_tender(TakeTender(method="voucher", amount_minor=-100))

    completed = till.use_cases.pay_cash_exact(PayCashExact())

    assert [t.amount_minor for t in completed.finished.tenders] == [-100, -49]


@pytest.mark.parametrize("method", ["bitcoin", "vouchr", "card"])
def test_tenders_that_the_store_does_not_take_are_refused(method: str) -> None:
    till = priced_till()
    add(till, BOTTLE)

    for use in (
        lambda: till.use_cases.take_tender(TakeTender(method=method)),
        lambda: till.use_cases.choose_tender(ChooseTender(method=method)),
    ):
        with pytest.raises(TenderNotTakenError) as refused:
            use()
        assert refused.value.details == {"method": method}

    sale = till.use_cases.get_open_sale(GetOpenSale())
    assert sale is not None
    assert sale.tenders == ()


def test_a_store_names_its_own_tenders_and_may_leave_cash_out() -> None:
    own = TillPolicy(tenders=("bitcoin",))
    till = priced_till(msgspec.structs.replace(ROUNDING_STORE, till=own))
    add(till, BOTTLE)

    for use in (
        lambda: till.use_cases.pay_cash_exact(PayCashExact()),
        lambda: till.use_cases.tender_cash(TenderCash(given_minor=500)),
        lambda: till.use_cases.take_tender(TakeTender(method="voucher")),
        lambda: till.use_cases.tender_foreign_cash(
            TenderForeignCash(currency="USD", foreign_minor=500)
        ),
    ):
        with pytest.raises(TenderNotTakenError):
            use()

    till.use_cases.take_tender(TakeTender(method="bitcoin"))
    assert till.use_cases.complete_sale(CompleteSale()).number == 1
