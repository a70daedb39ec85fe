"""The ledger says whether an outside id was sold."""

from __future__ import annotations

from terminal.application.returning.find_transaction import FindTransaction
from terminal.application.tendering.pay_cash_exact import PayCashExact
from tests.fakes.till import add, open_memory_till


def test_committed_transaction_is_found_and_an_open_one_is_not() -> None:
    till = open_memory_till()
    find = FindTransaction(source_reference="log-1")
    add(till)
    assert till.use_cases.find_transaction(find) is None

    completed = till.use_cases.pay_cash_exact(PayCashExact(source_reference="log-1"))
    till.reopen()

    view = till.use_cases.find_transaction(find)
    assert view is not None
    assert view.event_hash == completed.event_hash
    assert view.gross_minor == 149
    assert view.source_reference == "log-1"
