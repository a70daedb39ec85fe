"""Suspended transactions are listed oldest first."""

from __future__ import annotations

from terminal.application.selling.list_suspended import ListSuspended
from terminal.application.selling.suspend_transaction import SuspendTransaction
from tests.fakes.till import add, open_memory_till


def test_oldest_comes_first() -> None:
    till = open_memory_till()
    expected = []
    for quantity in (1, 2, 3):
        add(till, quantity=quantity)
        expected.append(till.use_cases.suspend_transaction(SuspendTransaction()))
        till.clock.advance(1_000)

    assert till.use_cases.list_suspended(ListSuspended()) == tuple(expected)
