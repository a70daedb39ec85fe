"""What the keys of the sale screen do, through the real use cases."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from terminal.application.ports.devices import DeviceStatus
from terminal.persistence.errors import StorageError
from terminal.ui.support.error_messages import explain
from tests.support.window_under_test import WindowUnderTest


def test_a_cashier_without_the_right_is_refused_and_keeps_the_basket(
    shown: WindowUnderTest,
) -> None:
    shown.sign_on("b")
    shown.scan("1010")
    shown.flows.till.take_report()
    shown.settle()

    assert shown.screen.scan_notice.text.title == "You may not do this"
    assert shown.flows.sale.has_sale


@pytest.mark.parametrize("code", ["1010", "5391520123450"])
def test_a_ledger_that_fails_stops_selling_with_one_message(
    selling: WindowUnderTest, code: str
) -> None:
    selling.flows.show_refusal(explain(StorageError("the disk is full")))

    selling.scan(code)

    assert not selling.flows.sale.has_sale
    assert selling.screen.scan_notice.text.detail == "the disk is full"


def test_an_unwell_device_is_noticed_above_the_tiles_and_leaves_with_its_cause(
    selling: WindowUnderTest,
) -> None:
    unwell = DeviceStatus(
        "p", "receipt_printer", "Printer", "offline", "", "Load a roll."
    )
    selling.status.tell_devices([unwell])
    selling.settle()
    notice = selling.screen.items.notice
    assert notice.isVisible()
    assert notice.text.detail == "Load a roll."

    selling.status.tell_devices([DeviceStatus("p", "receipt_printer", "P", "ready")])
    selling.settle()
    assert not notice.isVisible()


def test_an_empty_basket_says_how_to_begin_until_its_first_line(
    selling: WindowUnderTest,
) -> None:
    basket = selling.screen.basket.list
    hint = basket.accessibleDescription()
    empty = basket.grab().toImage()

    selling.scan("1010")
    selling.flows.sale.cancel("")
    selling.settle()

    assert hint == "Scan an item, or touch a tile"
    assert basket.grab().toImage() == empty
    basket.set_hint("")
    assert basket.grab().toImage() != empty


@pytest.mark.parametrize(
    ("typed", "quantity"),
    [("3*", 3_000_000), ("0*", 1_000_000), ("²*", 1_000_000), ("*", 1_000_000)],
    ids=["three", "zero", "squared", "nothing"],
)
def test_a_number_with_an_asterisk_is_the_quantity_of_the_next_item(
    selling: WindowUnderTest, typed: str, quantity: int
) -> None:
    selling.screen.top_bar.scan_field.textEdited.emit(typed)

    assert selling.flows.sale.next_quantity_micro == quantity


def test_a_scanner_hears_that_its_label_answered_a_question(
    selling: WindowUnderTest,
) -> None:
    answered: list[tuple[str, bool]] = []
    selling.router.answered.connect(lambda *answer: answered.append(answer))
    selling.flows.customer.ask_coupon()

    selling.router.scan("CLUB10", "counter")
    selling.settle()

    assert answered == [("counter", True)]


def test_a_scanner_is_answered_once_beside_the_customer_of_the_sale(
    selling: WindowUnderTest,
) -> None:
    answered: list[tuple[str, bool]] = []
    selling.router.answered.connect(lambda *answer: answered.append(answer))
    selling.press(Qt.Key.Key_F7)

    selling.router.scan("5391520123450", "counter")
    selling.settle()

    assert answered == [("counter", False)]
