"""Exact cash and completion are one unit of work."""

from __future__ import annotations

import pytest

from terminal.application.returning.add_return_without_receipt import (
    AddReturnWithoutReceipt,
)
from terminal.application.selling.get_open_sale import GetOpenSale
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.tendering.tender_cash import TenderCash
from tests.fakes.reference_data import BAG, PEN
from tests.fakes.till import add, open_memory_till


def test_sale_is_paid_and_completed_by_one_commit() -> None:
    till = open_memory_till()
    add(till)
    commits = till.ledger.final_commits

    completed = till.use_cases.pay_cash_exact(PayCashExact(source_reference="log-1"))

    assert completed.gross_minor == completed.totals.tendered_minor == 149
    assert completed.change_minor == 0
    assert till.ledger.final_commits == commits + 1


def test_refund_is_paid_out() -> None:
    till = open_memory_till()
    till.use_cases.add_return_without_receipt(
        AddReturnWithoutReceipt(
            scan_code=PEN.scan_code, quantity_micro=1_000_000, reason="broken"
        )
    )

    assert till.use_cases.pay_cash_exact(PayCashExact()).gross_minor == -149


def test_rest_is_paid_and_nothing_when_nothing_is_due() -> None:
    till = open_memory_till()
    add(till)
    till.use_cases.tender_cash(TenderCash(given_minor=100))
    assert till.use_cases.pay_cash_exact(PayCashExact()).totals.tendered_minor == 149

    add(till, BAG.scan_code)
    assert till.use_cases.pay_cash_exact(PayCashExact()).totals.tendered_minor == 0


def test_tender_that_could_not_be_stored_is_not_on_the_counter() -> None:
    till = open_memory_till()
    add(till)
    till.ledger.fail_next_commit = True

    with pytest.raises(OSError, match="full"):
        till.use_cases.pay_cash_exact(PayCashExact())

    view = till.use_cases.get_open_sale(GetOpenSale())
    assert view is not None
    assert view.tenders == ()
