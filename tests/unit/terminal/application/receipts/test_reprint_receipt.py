"""A copy is counted, recorded and marked."""

from __future__ import annotations

import pytest

from sync.protocol.events.receipt_reprinted_v1 import ReceiptReprinted
from terminal.application.receipts.list_print_jobs import ListPrintJobs
from terminal.application.receipts.reprint_receipt import ReprintReceipt
from terminal.application.till_control.settle_till import SettleTill
from terminal.domain.errors import PermissionRefusedError, ReceiptNotFoundError
from tests.fakes.till import open_memory_till, sell, sign_on
from tests.support.receipt_text import to_text

REPRINT = ReprintReceipt(series="A", number=1)


def test_each_copy_has_its_number() -> None:
    till = open_memory_till()
    sold = sell(till)

    till.use_cases.reprint_receipt(REPRINT)
    second = till.use_cases.reprint_receipt(REPRINT)

    assert second.is_copy
    assert "COPY 2" in to_text(second, 42)
    event = till.ledger.events[-1]
    assert isinstance(event.body, ReceiptReprinted)
    assert event.body.copy_number == 2
    assert event.deps == (event.body.original_event_id,) == (sold.transaction_id,)
    job = till.use_cases.list_print_jobs(ListPrintJobs())[-1]
    assert job.document == second


def test_a_copy_that_is_not_printed_is_counted_all_the_same() -> None:
    till = open_memory_till()
    sell(till)
    jobs = till.use_cases.list_print_jobs(ListPrintJobs())

    saved = till.use_cases.reprint_receipt(
        ReprintReceipt(series="A", number=1, is_printed=False)
    )

    assert saved.is_copy
    assert isinstance(till.ledger.events[-1].body, ReceiptReprinted)
    assert till.use_cases.list_print_jobs(ListPrintJobs()) == jobs
    assert "COPY 2" in to_text(till.use_cases.reprint_receipt(REPRINT), 42)


def test_settled_till_still_prints_copies() -> None:
    till = open_memory_till()
    sell(till)
    till.use_cases.settle_till(SettleTill(counted_minor=0))

    assert till.use_cases.reprint_receipt(REPRINT).is_copy


def test_unknown_receipt_and_missing_permission_are_refused() -> None:
    till = open_memory_till()
    with pytest.raises(ReceiptNotFoundError):
        till.use_cases.reprint_receipt(REPRINT)
    sell(till)
    sign_on(till, "c1")

    with pytest.raises(PermissionRefusedError):
        till.use_cases.reprint_receipt(REPRINT)
