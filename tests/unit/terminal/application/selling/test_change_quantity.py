"""A line's quantity is changed at its own price."""

from __future__ import annotations

import pytest

from terminal.application.selling.change_quantity import ChangeQuantity
from terminal.application.selling.get_open_sale import GetOpenSale
from terminal.domain.errors import InvalidQuantityError, NoOpenTransactionError
from tests.fakes.till import add, open_memory_till


def test_changed_line_and_totals_come_back() -> None:
    till = open_memory_till()
    add(till)
    add(till)

    change = till.use_cases.change_quantity(
        ChangeQuantity(line_sequence=1, quantity_micro=5_000_000)
    )

    assert change.line.sequence == 1
    assert change.line.amount_minor == 745
    assert change.totals.total_minor == 745 + 149


def test_refused_quantity_changes_nothing_on_disk() -> None:
    till = open_memory_till()
    add(till)
    before = till.use_cases.get_open_sale(GetOpenSale())

    with pytest.raises(InvalidQuantityError):
        till.use_cases.change_quantity(
            ChangeQuantity(line_sequence=1, quantity_micro=0)
        )

    till.reopen()
    assert till.use_cases.get_open_sale(GetOpenSale()) == before


def test_without_a_transaction_nothing_is_changed() -> None:
    till = open_memory_till()

    with pytest.raises(NoOpenTransactionError):
        till.use_cases.change_quantity(
            ChangeQuantity(line_sequence=1, quantity_micro=1)
        )
