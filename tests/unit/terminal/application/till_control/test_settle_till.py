"""A settlement counts the drawer and closes the period with a manifest."""

from __future__ import annotations

import pytest

from sync.protocol.events.till_settled_v1 import TillSettled
from terminal.application.receipts.list_print_jobs import ListPrintJobs
from terminal.application.selling.cancel_transaction import CancelTransaction
from terminal.application.selling.retrieve_transaction import RetrieveTransaction
from terminal.application.selling.suspend_transaction import SuspendTransaction
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.settle_till import SettleTill
from terminal.domain.errors import (
    InvalidAmountError,
    SuspendedTransactionsError,
    TillPeriodClosedError,
    TransactionOpenError,
)
from tests.fakes.till import LOAN_MINOR, add, open_memory_till, sell
from tests.support.receipt_text import to_text


def test_manifest_covers_the_period() -> None:
    till = open_memory_till()
    opening = till.ledger.events[-1]
    sell(till, quantity=3)
    last = till.ledger.events[-1]

    view = till.use_cases.settle_till(SettleTill(counted_minor=LOAN_MINOR + 400))

    event = till.ledger.events[-1]
    body = event.body
    assert isinstance(body, TillSettled)
    assert (body.first_seq, body.last_seq) == (opening.seq, last.seq)
    assert body.event_count == last.seq - opening.seq + 1
    assert body.head_hash == last.hash_hex
    assert body.tenders_minor == (("cash", 447),)
    assert (body.transactions, body.sale_lines, body.tax_minor) == (1, 1, 75)
    assert body.perpetual_gross_minor == 447
    assert event.deps == (opening.event_id,)
    assert (view.expected_minor, view.over_short_minor) == (LOAN_MINOR + 447, -47)
    assert (view.z_number, view.seq, view.event_hash) == (1, event.seq, event.hash_hex)
    with pytest.raises(TillPeriodClosedError):
        sell(till)


def test_over_and_short_are_printed_as_they_are() -> None:
    till = open_memory_till()
    sell(till)

    over = till.use_cases.settle_till(SettleTill(counted_minor=LOAN_MINOR + 200))

    text = to_text(over.document, 42)
    assert "Z REPORT 1" in text
    assert over.over_short_minor == 51
    assert any(line.split() == ["Over", "0.51"] for line in text.splitlines())
    job = till.use_cases.list_print_jobs(ListPrintJobs())[-1]
    assert job.document == over.document


def test_z_numbers_have_no_gap() -> None:
    till = open_memory_till()
    numbers = []
    for _ in range(3):
        numbers.append(till.use_cases.settle_till(SettleTill(counted_minor=0)).z_number)
        till.use_cases.open_till_period(OpenTillPeriod(loan_minor=0))
        till.ledger.fail_next_commit = True
        with pytest.raises(OSError, match="full"):
            till.use_cases.settle_till(SettleTill(counted_minor=0))

    assert numbers == [1, 2, 3]


def test_open_transaction_is_in_the_way() -> None:
    till = open_memory_till()
    add(till)

    with pytest.raises(TransactionOpenError, match="complete, suspend or cancel"):
        till.use_cases.settle_till(SettleTill(counted_minor=0))


def test_suspended_transactions_need_a_decision() -> None:
    till = open_memory_till()
    opened = add(till)
    till.use_cases.suspend_transaction(SuspendTransaction())

    with pytest.raises(SuspendedTransactionsError) as caught:
        till.use_cases.settle_till(SettleTill(counted_minor=0))

    assert caught.value.details == {"count": 1}
    till.use_cases.retrieve_transaction(
        RetrieveTransaction(transaction_id=opened.transaction_id)
    )
    till.use_cases.cancel_transaction(CancelTransaction())
    view = till.use_cases.settle_till(SettleTill(counted_minor=LOAN_MINOR))
    assert view.over_short_minor == 0
    assert view.totals.cancelled == 1


def test_impossible_count_is_refused() -> None:
    till = open_memory_till()

    with pytest.raises(InvalidAmountError):
        till.use_cases.settle_till(SettleTill(counted_minor=-1))
