"""What the keys of the sale screen do, through the real use cases."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from terminal.application.ports.devices import DeviceStatus
from terminal.persistence.errors import StorageError
from terminal.ui.screens.cashier.panels.count_panel import CountPanel
from terminal.ui.screens.cashier.panels.list_panel import ListPanel
from terminal.ui.support.error_messages import explain
from tests.support.window_under_test import WindowUnderTest


def _lines(selling: WindowUnderTest) -> list[str]:
    return [line.name for line in selling.screen.basket.list.basket.lines]


def _list(selling: WindowUnderTest) -> ListPanel:
    panel = selling.screen.panel
    assert isinstance(panel, ListPanel)
    return panel


def _row(selling: WindowUnderTest, name: str) -> None:
    rows = [key for key in _list(selling).keys if key.row.name == name]
    assert rows, [key.row.name for key in _list(selling).keys]
    rows[0].click()
    selling.settle()


def test_the_till_is_opened_with_a_loan_before_anything_is_sold(
    qapp: QApplication,
) -> None:
    under_test = WindowUnderTest(is_open=False)
    under_test.show()
    under_test.sign_on()
    assert under_test.screen.panel.objectName() == "numberPanel"

    under_test.scan("1010")
    assert not under_test.flows.sale.has_sale

    under_test.press(*"10000", Qt.Key.Key_Return)
    assert under_test.screen.panel is under_test.screen.items
    state = under_test.flows.till.state
    assert state is not None
    assert state.period is not None
    assert state.period.loan_minor == 10_000
    under_test.close()


def test_the_quantity_of_the_selected_line_changes(selling: WindowUnderTest) -> None:
    selling.scan("1010")

    selling.press(Qt.Key.Key_F1, "4", Qt.Key.Key_Return)

    assert selling.screen.basket.list.basket.lines[0].quantity == "4"
    assert selling.screen.panel is selling.screen.items


def test_a_weight_is_keyed_in_grams(selling: WindowUnderTest) -> None:
    selling.scan("1002")

    selling.press(Qt.Key.Key_F1, *"482", Qt.Key.Key_Return)

    assert selling.screen.basket.list.basket.lines[0].quantity == "0.482\u00a0kg"


def test_an_item_without_a_price_asks_for_one(selling: WindowUnderTest) -> None:
    selling.scan("1017")
    assert selling.screen.panel.objectName() == "numberPanel"

    selling.press(*"2500", Qt.Key.Key_Return)

    assert _lines(selling) == ["Gift card"]
    assert selling.screen.basket.total.amount == "25.00"


def test_a_keyed_price_waits_for_the_next_item_and_escape_forgets_it(
    selling: WindowUnderTest,
) -> None:
    selling.press(Qt.Key.Key_F2, *"150", Qt.Key.Key_Return)
    tag = selling.screen.basket.next_tag
    assert tag.text == "Next item: 1.50"

    selling.press(Qt.Key.Key_Escape)
    selling.scan("1010")

    assert selling.screen.basket.total.amount == "1.95"
    assert tag.isHidden()


def test_the_selected_line_is_voided_and_stays(selling: WindowUnderTest) -> None:
    selling.scan("1010", "1011")

    selling.press(Qt.Key.Key_F4)

    assert _lines(selling) == ["Oat milk 1 l", "Free-range eggs, 10"]
    assert selling.screen.basket.list.basket.lines[1].void_tag
    assert selling.screen.basket.total.amount == "1.95"


def test_the_stepper_of_the_line_changes_its_quantity(
    selling: WindowUnderTest,
) -> None:
    selling.scan("1010")

    selling.screen.basket.list.actions_bar.stepped.emit(1)

    assert selling.screen.basket.list.basket.lines[0].quantity == "2"


def test_a_sale_is_suspended_and_retrieved(selling: WindowUnderTest) -> None:
    selling.scan("1010")
    selling.press(Qt.Key.Key_F5)
    assert _lines(selling) == []
    assert selling.screen.basket.suspended_key.text() == "1 suspended"

    selling.press(Qt.Key.Key_F5, Qt.Key.Key_Return)

    assert _lines(selling) == ["Oat milk 1 l"]
    assert selling.screen.basket.suspended_key.isHidden()


def test_a_name_is_searched_and_chosen(selling: WindowUnderTest) -> None:
    selling.press("e", "g", "g", "s", Qt.Key.Key_Return)
    assert [key.row.name for key in _list(selling).keys] == ["Free-range eggs, 10"]

    selling.press(Qt.Key.Key_Return)

    assert _lines(selling) == ["Free-range eggs, 10"]


def test_a_price_check_sells_nothing(selling: WindowUnderTest) -> None:
    selling.flows.show_more()
    _row(selling, "Price check")

    selling.scan("1010")

    assert selling.screen.scan_notice.text.title == "1.95  Oat milk 1 l"
    assert not selling.flows.sale.has_sale

    selling.press(Qt.Key.Key_Escape)
    selling.scan("1010")
    assert selling.flows.sale.has_sale


def test_a_sale_is_cancelled_for_a_reason(selling: WindowUnderTest) -> None:
    selling.scan("1010")
    selling.flows.show_more()
    _row(selling, "Cancel the sale")

    selling.press("1", Qt.Key.Key_Return)

    assert _lines(selling) == []
    assert selling.screen.panel is selling.screen.items


def test_goods_come_back_with_their_receipt(selling: WindowUnderTest) -> None:
    selling.scan("1010")
    selling.press(Qt.Key.Key_F9, Qt.Key.Key_F12)

    selling.press(Qt.Key.Key_F8)
    _row(selling, "Receipt A-000001")
    _row(selling, "Oat milk 1 l")

    line = selling.screen.basket.list.basket.lines[0]
    assert (line.name, line.amount) == ("Oat milk 1 l", "\u22121.95")


def test_goods_come_back_without_a_receipt_for_a_reason(
    selling: WindowUnderTest,
) -> None:
    selling.press(Qt.Key.Key_F8)
    _row(selling, "Without a receipt")
    selling.press("1", Qt.Key.Key_Return)

    selling.scan("1010")

    assert selling.screen.basket.list.basket.lines[0].notes == (
        ("Return: Damaged", ""),
    )


def test_a_receipt_is_copied_and_its_sale_voided(selling: WindowUnderTest) -> None:
    selling.scan("1010")
    selling.press(Qt.Key.Key_F9, Qt.Key.Key_F12)
    selling.flows.returns.show_receipts()
    _row(selling, "Receipt A-000001")
    _row(selling, "Print copy")
    assert selling.screen.panel.title.text() == "Copy of a receipt"

    selling.flows.returns.show_receipts()
    _row(selling, "Receipt A-000001")
    _row(selling, "Void the sale")
    selling.press("1", Qt.Key.Key_Return)

    selling.flows.returns.show_receipts()
    assert "Voided" in _list(selling).keys[0].row.detail


def test_the_drawer_opens_without_a_sale_for_a_reason(
    selling: WindowUnderTest,
) -> None:
    selling.flows.till_flows.open_drawer()

    selling.press("1", Qt.Key.Key_Return)

    kinds = [type(event.body).__name__ for event in selling.till.ledger.events]
    assert kinds[-1] == "NoSaleRecorded"


def test_the_till_is_reported_settled_blind_and_the_day_closed(
    selling: WindowUnderTest,
) -> None:
    selling.scan("1010")
    selling.press(Qt.Key.Key_F9, Qt.Key.Key_F12)
    selling.flows.show_more()
    _row(selling, "X report")
    assert selling.screen.panel.objectName() == "receiptPanel"
    selling.press(Qt.Key.Key_Return)

    selling.flows.show_more()
    _row(selling, "Settle the till")
    # Blind: what should be there is nowhere on the screen.
    assert "101.95" not in " ".join(
        label.text()
        for label in selling.screen.panel.findChildren(
            type(selling.screen.basket.title)
        )
    )
    # One note of 100, one coin of 1, the rest in cents.
    panel = selling.screen.panel
    assert isinstance(panel, CountPanel)
    while panel.marked_face != 10_000:
        selling.press(Qt.Key.Key_Return)
    selling.press("1", Qt.Key.Key_Return)
    selling.press(*[Qt.Key.Key_Down] * 5, "1", Qt.Key.Key_Down, "1")
    assert panel.amount.amount == "101.50"
    selling.press(Qt.Key.Key_F12)
    assert selling.screen.panel.objectName() == "settlePanel"
    selling.press(Qt.Key.Key_F12)

    summary = selling.screen.panel.summary.text()  # type: ignore[attr-defined]
    assert summary == "Z 1: counted 101.50, expected 101.95, 0.45 short"

    selling.press(Qt.Key.Key_Return)
    assert selling.flows.till.state is not None
    assert selling.flows.till.state.business_day is None


def test_actions_that_do_not_apply_are_listed_with_their_reason(
    selling: WindowUnderTest,
) -> None:
    selling.scan("1010")

    reasons = {one.name: one.reason for one in selling.flows.actions()}

    # A settlement decides about what is still open.
    assert reasons["Settle the till"] == ""
    assert reasons["No sale"] == "Complete or cancel the sale first."
    assert reasons["Close the day"] == "Settle the till first."
    assert reasons["Cancel the sale"] == ""


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


def test_the_last_receipt_is_shown_after_the_sale(selling: WindowUnderTest) -> None:
    selling.scan("1010")
    selling.press(Qt.Key.Key_F9)

    selling.press(Qt.Key.Key_F11)

    paper = selling.screen.panel.paper  # type: ignore[attr-defined]
    assert "Oat milk 1 l" in paper.accessibleName()
