"""Lines of goods: their price, and another quantity."""

from __future__ import annotations

import pytest

from terminal.domain.errors import LineFixedError, PriceRequiredError
from terminal.domain.transaction.line_item import PriceSource
from tests.fakes.open_sale import ONE, item, sold, transaction


def test_keyed_price_is_used_and_told_apart() -> None:
    line = transaction().add_item(item(), ONE, 990_000)

    assert line.amount_minor == 99
    assert line.price_source is PriceSource.KEYED


def test_open_price_must_be_keyed() -> None:
    open_price = item(is_open_price=True)

    with pytest.raises(PriceRequiredError):
        transaction().add_item(open_price, ONE)

    assert transaction().add_item(open_price, ONE, 500_000).amount_minor == 50


def test_changed_quantity_is_priced_again_at_the_line_s_own_price() -> None:
    sale = transaction()
    sale.add_item(item(), ONE, 990_000)

    line = sale.change_quantity(1, 2 * ONE)

    assert line.amount_minor == sale.total_minor == 198


def test_changed_return_stays_a_return() -> None:
    sale = transaction()
    sale.add_return_without_receipt(item(), ONE, "broken")

    line = sale.change_quantity(1, 2 * ONE)

    assert (line.quantity_micro, line.amount_minor) == (-2 * ONE, -298)
    assert line.reason == "broken"


def test_quantity_of_a_return_with_receipt_is_fixed() -> None:
    back = transaction()
    back.add_return_of(sold(), 1, ONE)

    with pytest.raises(LineFixedError):
        back.change_quantity(1, 2 * ONE)
