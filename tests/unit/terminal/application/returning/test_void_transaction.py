"""A finished transaction is undone by another one, never changed."""

from __future__ import annotations

import pytest

from sync.protocol.envelope import ControlTotals
from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from terminal.application.receipts.list_print_jobs import ListPrintJobs
from terminal.application.receipts.print_job import PrintJobKind
from terminal.application.returning.add_return_with_receipt import (
    AddReturnWithReceipt,
)
from terminal.application.returning.void_transaction import VoidTransaction
from terminal.application.selling.void_line import VoidLine
from terminal.application.tendering.complete_sale import CompleteSale
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.tendering.tender_cash import TenderCash
from terminal.application.till_control.take_x_report import TakeXReport
from terminal.domain.errors import (
    NotReturnableError,
    PermissionRefusedError,
    ReasonRequiredError,
    ReceiptNotFoundError,
)
from tests.fakes.reference_data import BAG
from tests.fakes.till import LOAN_MINOR, add, open_memory_till, sell, sign_on
from tests.support.receipt_text import to_text


def void(number: int = 1, reason: str = "rung up twice") -> VoidTransaction:
    return VoidTransaction(series="A", number=number, reason=reason)


def test_voiding_transaction_mirrors_the_money() -> None:
    till = open_memory_till()
    add(till, quantity=3)
    add(till)
    till.use_cases.void_line(VoidLine(line_sequence=2))
    till.use_cases.tender_cash(TenderCash(given_minor=500))
    sold = till.use_cases.complete_sale(CompleteSale())

    view = till.use_cases.void_transaction(void())

    event = till.ledger.events[-1]
    assert isinstance(event.body, TransactionVoided)
    assert event.control == ControlTotals(
        count=1,
        gross_minor=-447,
        tax_minor=-75,
        tenders=(("cash", -447),),
        quantity_micro=-3_000_000,
    )
    assert event.deps == (sold.transaction_id,)
    assert event.event_id == event.body.transaction_id == view.event_id
    assert event.event_id != sold.transaction_id
    assert event.body.voids.event_id == sold.transaction_id
    assert (event.body.voids.series, event.body.voids.number) == ("A", 1)
    (tender,) = event.body.tenders
    assert (tender.amount_minor, tender.given_minor, tender.change_minor) == (
        -447,
        -447,
        0,
    )
    assert [row.tax_minor for row in event.body.taxes] == [-75]
    assert (view.series, view.number, view.gross_minor) == ("A", 2, -447)


def test_drawer_expects_only_the_loan_again() -> None:
    till = open_memory_till()
    sell(till)

    till.use_cases.void_transaction(void())

    report = till.use_cases.take_x_report(TakeXReport())
    assert report.expected_minor == LOAN_MINOR
    assert (report.totals.transactions, report.totals.voided) == (1, 1)


def test_paper_says_what_was_voided_and_why() -> None:
    till = open_memory_till()
    sell(till)

    till.use_cases.void_transaction(void())

    *_, drawer, receipt = till.use_cases.list_print_jobs(ListPrintJobs())
    assert drawer.kind is PrintJobKind.DRAWER
    assert receipt.document is not None
    text = to_text(receipt.document, 42)
    assert "VOIDED" in text
    assert "A-000001" in text
    assert "Reason: rung up twice" in text
    assert "EUR -1.49" in text
    assert "Cash back" in text


def test_refund_that_is_voided_takes_cash_in_again() -> None:
    till = open_memory_till()
    sell(till)
    till.use_cases.add_return_with_receipt(
        AddReturnWithReceipt(
            series="A", number=1, line_sequence=1, quantity_micro=1_000_000
        )
    )
    till.use_cases.pay_cash_exact(PayCashExact())

    view = till.use_cases.void_transaction(void(2))

    assert view.gross_minor == 149
    assert till.use_cases.void_transaction(void(1)).gross_minor == -149


def test_free_goods_are_voided_without_the_drawer() -> None:
    till = open_memory_till()
    sell(till, BAG.scan_code)
    queued = len(till.use_cases.list_print_jobs(ListPrintJobs()))

    till.use_cases.void_transaction(void())

    jobs = till.use_cases.list_print_jobs(ListPrintJobs())[queued:]
    assert [job.kind for job in jobs] == [PrintJobKind.RECEIPT]


def test_transaction_is_voided_only_once() -> None:
    till = open_memory_till()
    sell(till)
    till.use_cases.void_transaction(void())

    with pytest.raises(NotReturnableError, match="voided already"):
        till.use_cases.void_transaction(void())
    with pytest.raises(ReceiptNotFoundError):
        till.use_cases.void_transaction(void(2))


def test_sale_whose_goods_came_back_is_not_voided() -> None:
    till = open_memory_till()
    sell(till, quantity=2)
    till.use_cases.add_return_with_receipt(
        AddReturnWithReceipt(
            series="A", number=1, line_sequence=1, quantity_micro=1_000_000
        )
    )
    till.use_cases.pay_cash_exact(PayCashExact())

    with pytest.raises(NotReturnableError, match="came back already"):
        till.use_cases.void_transaction(void())


def test_reason_and_permission_are_needed() -> None:
    till = open_memory_till()
    sell(till)
    with pytest.raises(ReasonRequiredError):
        till.use_cases.void_transaction(void(reason=""))
    sign_on(till, "c1")

    with pytest.raises(PermissionRefusedError):
        till.use_cases.void_transaction(void())
