"""A paid transaction becomes one event, one number, one paper."""

from __future__ import annotations

import pytest

from sync.protocol.envelope import ControlTotals
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from terminal.application.receipts.list_print_jobs import ListPrintJobs
from terminal.application.receipts.print_job import PrintJobKind
from terminal.application.selling.add_item import AddItem
from terminal.application.selling.get_open_sale import GetOpenSale
from terminal.application.selling.void_line import VoidLine
from terminal.application.tendering.complete_sale import CompleteSale
from terminal.application.tendering.tender_cash import TenderCash
from terminal.domain.errors import (
    BalanceDueError,
    NoOpenTransactionError,
    NothingToCompleteError,
    SourceReferenceMismatchError,
    SourceReferenceUsedError,
)
from tests.fakes.reference_data import BAG, EXCLUSIVE_STORE, PEN
from tests.fakes.till import add, open_memory_till, sell, sign_on


def test_completed_sale_is_one_event_with_control_totals() -> None:
    till = open_memory_till()
    opened = add(till, quantity=3)
    add(till, "2000000000077")
    add(till)
    till.use_cases.void_line(VoidLine(line_sequence=3))
    till.use_cases.tender_cash(TenderCash(given_minor=1_000))
    till.clock.advance(5_000)

    completed = till.use_cases.complete_sale(CompleteSale())

    event = till.ledger.events[-1]
    assert isinstance(event.body, SaleCompleted)
    assert event.event_id == completed.transaction_id == opened.transaction_id
    assert event.business_day == "2030-03-17"
    assert event.control == ControlTotals(
        count=1,
        gross_minor=746,
        tax_minor=91,
        tenders=(("cash", 746),),
        quantity_micro=4_000_000,
    )
    assert event.body.completed_at_ms - event.body.opened_at_ms == 5_000
    assert event.body.drawer_opened
    assert [line.is_voided for line in event.body.lines] == [False, False, True]
    assert [line.tax_minor for line in event.body.lines] == [75, 16, 0]
    assert [tax.tax_id for tax in event.body.taxes] == ["reduced", "standard"]
    assert (event.body.gross_minor, event.body.tax_minor) == (746, 91)
    assert completed.receipt_text == f"A-000001 {event.hash_hex[:8]}"
    assert (completed.seq, completed.event_hash) == (event.seq, event.hash_hex)
    assert completed.change_minor == completed.totals.change_minor == 254
    assert till.use_cases.get_open_sale(GetOpenSale()) is None


def test_paper_and_drawer_wait_for_the_commit() -> None:
    till = open_memory_till()
    add(till)
    till.use_cases.tender_cash(TenderCash())
    till.ledger.fail_next_commit = True

    with pytest.raises(OSError, match="full"):
        till.use_cases.complete_sale(CompleteSale())

    assert till.use_cases.list_print_jobs(ListPrintJobs()) == ()
    assert till.ledger.state.finished == {}
    completed = till.use_cases.complete_sale(CompleteSale())
    drawer, receipt = till.use_cases.list_print_jobs(ListPrintJobs())
    assert completed.number == 1
    assert drawer.kind is PrintJobKind.DRAWER
    assert receipt.kind is PrintJobKind.RECEIPT
    assert receipt.document == completed.document


def test_zero_total_needs_no_tender_and_opens_no_drawer() -> None:
    till = open_memory_till()
    add(till, BAG.scan_code)

    completed = till.use_cases.complete_sale(CompleteSale())

    assert completed.gross_minor == 0
    (job,) = till.use_cases.list_print_jobs(ListPrintJobs())
    assert job.kind is PrintJobKind.RECEIPT


def test_exclusive_tax_is_in_the_gross() -> None:
    till = open_memory_till(EXCLUSIVE_STORE)

    completed = sell(till, quantity=3)

    assert completed.gross_minor == 447 + 89
    assert completed.totals.subtotal_minor == 447


def test_unpaid_or_empty_transaction_is_not_completed() -> None:
    till = open_memory_till()
    with pytest.raises(NoOpenTransactionError):
        till.use_cases.complete_sale(CompleteSale())
    add(till)
    with pytest.raises(BalanceDueError):
        till.use_cases.complete_sale(CompleteSale())
    till.use_cases.void_line(VoidLine(line_sequence=1))
    with pytest.raises(NothingToCompleteError):
        till.use_cases.complete_sale(CompleteSale())

    assert sell(till).number == 1


def test_sale_belongs_to_the_operator_who_completes_it() -> None:
    till = open_memory_till()
    add(till)
    session = sign_on(till, "c1")
    till.use_cases.tender_cash(TenderCash())

    till.use_cases.complete_sale(CompleteSale())

    body = till.ledger.events[-1].body
    assert isinstance(body, SaleCompleted)
    assert (body.operator_id, body.session_id) == ("c1", session.session_id)


def test_source_reference_is_used_once() -> None:
    till = open_memory_till()
    add(till)
    till.use_cases.tender_cash(TenderCash())
    till.use_cases.complete_sale(CompleteSale(source_reference="log-1"))
    add(till)
    till.use_cases.tender_cash(TenderCash())

    with pytest.raises(SourceReferenceUsedError):
        till.use_cases.complete_sale(CompleteSale(source_reference="log-1"))

    assert till.use_cases.complete_sale(CompleteSale()).number == 2


def test_source_reference_must_be_that_of_the_opening() -> None:
    till = open_memory_till()
    till.use_cases.add_item(AddItem(scan_code=PEN.scan_code, source_reference="log-1"))
    till.use_cases.tender_cash(TenderCash())

    with pytest.raises(SourceReferenceMismatchError):
        till.use_cases.complete_sale(CompleteSale(source_reference="log-2"))

    till.use_cases.complete_sale(CompleteSale(source_reference="log-1"))
    body = till.ledger.events[-1].body
    assert isinstance(body, SaleCompleted)
    assert body.source_reference == "log-1"
