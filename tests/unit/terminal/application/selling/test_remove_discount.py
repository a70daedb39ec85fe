"""Taking back what was never given is no mistake; a missing line is."""

from __future__ import annotations

import pytest

from terminal.application.selling.remove_discount import RemoveDiscount
from terminal.domain.errors import NoOpenTransactionError, UnknownLineError
from tests.fakes.shop_floor import shop
from tests.fakes.till import add


def test_nothing_given_is_nothing_taken_back() -> None:
    till = shop(operator_id="c1")
    add(till)

    view = till.use_cases.remove_discount(RemoveDiscount(line_sequence=1))

    assert view.totals.total_minor == 149


def test_line_and_transaction_must_be_there() -> None:
    till = shop()

    with pytest.raises(NoOpenTransactionError):
        till.use_cases.remove_discount(RemoveDiscount())
    add(till)
    with pytest.raises(UnknownLineError):
        till.use_cases.remove_discount(RemoveDiscount(line_sequence=2))
