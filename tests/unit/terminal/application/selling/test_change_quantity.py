"""A line's quantity is changed at its own price."""

from __future__ import annotations

import pytest

from terminal.application.selling.add_item import AddItem
from terminal.application.selling.change_quantity import ChangeQuantity
from terminal.application.selling.get_open_sale import GetOpenSale
from terminal.domain.catalog.item_rules import ItemRules, LinkedItem
from terminal.domain.errors import (
    InvalidQuantityError,
    LineFixedError,
    NoOpenTransactionError,
    QuantityLimitError,
    SerialRequiredError,
)
from terminal.domain.pricing.price_list import PriceList, PriceRow
from tests.fakes.shop_floor import article, shop
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


def test_item_s_limit_holds_for_a_changed_quantity() -> None:
    till = shop(article("milk", ItemRules(quantity_max_micro=6_000_000)))
    add(till, "MILK", quantity=2)
    add(till, "MILK", quantity=2)

    with pytest.raises(QuantityLimitError) as caught:
        till.use_cases.change_quantity(
            ChangeQuantity(line_sequence=2, quantity_micro=5_000_000)
        )
    change = till.use_cases.change_quantity(
        ChangeQuantity(line_sequence=2, quantity_micro=4_000_000)
    )

    assert caught.value.details["left_micro"] == 4_000_000
    assert change.totals.total_minor == 6 * 149


def test_piece_with_a_serial_number_stays_one() -> None:
    till = shop(article("phone", ItemRules(asks_serial=True)))
    till.use_cases.add_item(AddItem(scan_code="PHONE", serial="S1"))

    with pytest.raises(SerialRequiredError):
        till.use_cases.change_quantity(
            ChangeQuantity(line_sequence=1, quantity_micro=2_000_000)
        )


def test_deposit_follows_the_quantity() -> None:
    till = shop(
        article("deposit", unit_price_micro=250_000),
        article("water", ItemRules(linked_items=(LinkedItem(item_id="deposit"),))),
    )
    add(till, "WATER")

    change = till.use_cases.change_quantity(
        ChangeQuantity(line_sequence=1, quantity_micro=3_000_000)
    )

    assert change.totals.total_minor == 3 * (149 + 25)
    assert [line.item_id for line in change.changed] == ["deposit"]
    with pytest.raises(LineFixedError):
        till.use_cases.change_quantity(
            ChangeQuantity(line_sequence=2, quantity_micro=1_000_000)
        )


def test_break_that_is_reached_prices_both_lines() -> None:
    till = shop(
        prices=(
            PriceRow(
                item_id="pen",
                price_list_id="bulk",
                unit="piece",
                unit_price_micro=1_000_000,
                quantity_min_micro=10_000_000,
            ),
        ),
        price_lists=(PriceList(price_list_id="bulk", name="Bulk"),),
    )
    add(till, quantity=4)
    add(till, quantity=4)

    change = till.use_cases.change_quantity(
        ChangeQuantity(line_sequence=2, quantity_micro=6_000_000)
    )

    assert change.line.amount_minor == 600
    assert [line.amount_minor for line in change.changed] == [400]
    assert change.totals.total_minor == 1_000
