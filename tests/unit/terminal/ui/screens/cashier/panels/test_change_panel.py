"""Change to hand out."""

from __future__ import annotations

from PySide6.QtCore import Qt

from terminal.ui.screens.cashier.panels.change_panel import ChangePanel
from tests.support.window_under_test import WindowUnderTest


def _sold(selling: WindowUnderTest) -> ChangePanel:
    selling.scan("1010", "1024")
    selling.press(Qt.Key.Key_F12, *"2000", Qt.Key.Key_Return)
    panel = selling.screen.panel
    assert isinstance(panel, ChangePanel)
    return panel


def test_change_total_and_given_are_shown(selling: WindowUnderTest) -> None:
    panel = _sold(selling)

    assert panel.amount.amount == "13.85"
    assert panel.total_stat.value.text() == "6.15"
    assert panel.given_stat.value.text() == "20.00"
    assert selling.screen.basket.receipt_number.text().startswith("Receipt ")


def test_the_next_scan_begins_the_next_sale(selling: WindowUnderTest) -> None:
    _sold(selling)

    selling.scan("1011")

    assert selling.screen.panel is selling.screen.items
    lines = selling.screen.basket.list.basket.lines
    assert [line.name for line in lines] == ["Free-range eggs, 10"]


def test_the_receipt_can_be_shown_and_copied(selling: WindowUnderTest) -> None:
    _sold(selling)

    selling.press(Qt.Key.Key_F11)
    assert selling.screen.panel.objectName() == "receiptPanel"

    selling.press(Qt.Key.Key_Return)
    assert selling.screen.panel is selling.screen.items
    assert not selling.flows.sale.has_sale


def test_mail_says_that_it_is_not_set_up(selling: WindowUnderTest) -> None:
    _sold(selling)

    selling.press(Qt.Key.Key_F10)

    assert "not set up" in selling.screen.scan_notice.text.title
