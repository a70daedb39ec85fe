"""A cancelled transaction has a number and no money."""

from __future__ import annotations

import pytest

from sync.protocol.events.transaction_cancelled_v1 import TransactionCancelled
from terminal.application.selling.cancel_transaction import CancelTransaction
from terminal.application.selling.get_open_sale import GetOpenSale
from terminal.application.selling.void_line import VoidLine
from terminal.application.tendering.tender_cash import TenderCash
from terminal.domain.errors import (
    NoOpenTransactionError,
    ReasonRequiredError,
    TenderStartedError,
)
from tests.fakes.till import add, open_memory_till, sell


def test_cancelled_transaction_is_recorded_and_gone() -> None:
    till = open_memory_till()
    sell(till)
    opened = add(till, quantity=2)
    add(till)
    till.use_cases.void_line(VoidLine(line_sequence=2))

    view = till.use_cases.cancel_transaction(CancelTransaction(reason=" no money "))

    assert (view.series, view.number) == ("A", 2)
    event = till.ledger.events[-1]
    assert isinstance(event.body, TransactionCancelled)
    assert event.event_id == event.body.transaction_id == opened.transaction_id
    assert (event.body.lines, event.body.gross_minor) == (2, 298)
    assert event.body.reason == "no money"
    assert event.control is None
    assert view.event_hash == event.hash_hex
    assert till.use_cases.get_open_sale(GetOpenSale()) is None


def test_reason_may_be_left_out_but_not_be_empty() -> None:
    till = open_memory_till()
    add(till)

    with pytest.raises(ReasonRequiredError):
        till.use_cases.cancel_transaction(CancelTransaction(reason="  "))

    assert till.use_cases.cancel_transaction(CancelTransaction()).number == 1


def test_tender_must_go_back_first() -> None:
    till = open_memory_till()
    add(till)
    till.use_cases.tender_cash(TenderCash(given_minor=1))

    with pytest.raises(TenderStartedError):
        till.use_cases.cancel_transaction(CancelTransaction())


def test_nothing_is_cancelled_without_a_transaction() -> None:
    with pytest.raises(NoOpenTransactionError):
        open_memory_till().use_cases.cancel_transaction(CancelTransaction())
