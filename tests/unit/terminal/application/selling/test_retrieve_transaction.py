"""A suspended transaction is taken up where it was."""

from __future__ import annotations

import pytest

from sync.protocol.events.transaction_retrieved_v1 import TransactionRetrieved
from terminal.application.selling.retrieve_transaction import RetrieveTransaction
from terminal.application.selling.suspend_transaction import SuspendTransaction
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.domain.errors import TransactionOpenError, UnknownTransactionError
from tests.fakes.till import add, open_memory_till


def test_retrieved_transaction_is_sold_to_the_end() -> None:
    till = open_memory_till()
    first = add(till, quantity=2)
    till.use_cases.suspend_transaction(SuspendTransaction())

    view = till.use_cases.retrieve_transaction(
        RetrieveTransaction(transaction_id=first.transaction_id)
    )

    assert view.lines == (first.line,)
    assert isinstance(till.ledger.events[-1].body, TransactionRetrieved)
    add(till)
    completed = till.use_cases.pay_cash_exact(PayCashExact())
    assert completed.transaction_id == first.transaction_id
    assert completed.gross_minor == 447


def test_open_transaction_is_in_the_way() -> None:
    till = open_memory_till()
    first = add(till)
    till.use_cases.suspend_transaction(SuspendTransaction())
    add(till)

    with pytest.raises(TransactionOpenError):
        till.use_cases.retrieve_transaction(
            RetrieveTransaction(transaction_id=first.transaction_id)
        )


def test_unknown_transaction_is_not_retrieved() -> None:
    till = open_memory_till()

    with pytest.raises(UnknownTransactionError):
        till.use_cases.retrieve_transaction(RetrieveTransaction(transaction_id="x"))
