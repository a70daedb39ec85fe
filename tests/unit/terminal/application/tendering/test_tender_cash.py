"""Cash is taken, and change told, before anything is final."""

from __future__ import annotations

import pytest

from terminal.application.tendering.tender_cash import TenderCash
from terminal.domain.errors import NoOpenTransactionError, NothingDueError
from tests.fakes.till import add, open_memory_till


def test_change_is_told_at_once_and_survives_the_program() -> None:
    till = open_memory_till()
    add(till)

    change = till.use_cases.tender_cash(TenderCash(given_minor=200))

    assert change.totals.change_minor == 51
    assert change.totals.due_minor == 0
    till.reopen()
    with pytest.raises(NothingDueError):
        till.use_cases.tender_cash(TenderCash(given_minor=1))


def test_exact_cash_needs_no_amount() -> None:
    till = open_memory_till()
    add(till)

    change = till.use_cases.tender_cash(TenderCash())

    assert change.tenders[0].given_minor == 149


def test_no_cash_without_a_transaction() -> None:
    with pytest.raises(NoOpenTransactionError):
        open_memory_till().use_cases.tender_cash(TenderCash())
