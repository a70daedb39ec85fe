"""A transaction is put aside whole and recorded."""

from __future__ import annotations

import pytest

from sync.protocol.events.transaction_suspended_v1 import TransactionSuspended
from terminal.application.selling.list_suspended import ListSuspended
from terminal.application.selling.suspend_transaction import SuspendTransaction
from terminal.application.tendering.tender_cash import TenderCash
from terminal.domain.errors import NoOpenTransactionError, TenderStartedError
from tests.fakes.till import add, open_memory_till


def test_suspended_transaction_makes_room_for_the_next() -> None:
    till = open_memory_till()
    first = add(till, quantity=2)

    view = till.use_cases.suspend_transaction(SuspendTransaction())

    assert view.transaction_id == first.transaction_id
    assert (view.line_count, view.total_minor) == (1, 298)
    assert view.suspended_at_ms == till.clock.wall_ms()
    assert till.use_cases.list_suspended(ListSuspended()) == (view,)
    body = till.ledger.events[-1].body
    assert isinstance(body, TransactionSuspended)
    assert (body.transaction_id, body.gross_minor) == (first.transaction_id, 298)
    assert add(till).transaction_id != first.transaction_id


def test_transaction_with_tender_is_not_put_aside() -> None:
    till = open_memory_till()
    add(till)
    till.use_cases.tender_cash(TenderCash(given_minor=1))

    with pytest.raises(TenderStartedError):
        till.use_cases.suspend_transaction(SuspendTransaction())


def test_nothing_to_put_aside() -> None:
    with pytest.raises(NoOpenTransactionError):
        open_memory_till().use_cases.suspend_transaction(SuspendTransaction())
