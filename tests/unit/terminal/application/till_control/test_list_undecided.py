"""Which transactions a settlement decides about."""

from __future__ import annotations

import pytest

from terminal.application.selling.suspend_transaction import SuspendTransaction
from terminal.application.till_control.list_undecided import ListUndecided
from terminal.domain.errors import NotSignedOnError
from tests.fakes.till import MemoryTill, add, open_memory_till


def test_the_open_one_comes_first() -> None:
    till = open_memory_till()
    suspended = add(till, quantity=2).transaction_id
    till.use_cases.suspend_transaction(SuspendTransaction())
    opened = add(till).transaction_id

    found = till.use_cases.list_undecided(ListUndecided())

    assert [
        (one.transaction_id, one.is_open, one.line_count, one.total_minor)
        for one in found
    ] == [(opened, True, 1, 149), (suspended, False, 1, 298)]


def test_somebody_must_be_signed_on() -> None:
    with pytest.raises(NotSignedOnError):
        MemoryTill().use_cases.list_undecided(ListUndecided())
