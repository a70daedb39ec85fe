"""Goods without a scan, and prices that are only told."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.support.window_under_test import WindowUnderTest


def test_a_name_is_searched_and_chosen(selling: WindowUnderTest) -> None:
    selling.press("e", "g", "g", "s", Qt.Key.Key_Return)
    assert [row.name for row in selling.rows] == ["Free-range eggs, 10"]

    selling.press(Qt.Key.Key_Return)

    assert [line.name for line in selling.lines] == ["Free-range eggs, 10"]


def test_a_price_check_sells_nothing(selling: WindowUnderTest) -> None:
    selling.flows.show_more()
    selling.choose("Price check")

    selling.scan("1010")

    assert selling.screen.scan_notice.text.title == "1.95  Oat milk 1 l"
    assert not selling.flows.sale.has_sale

    selling.press(Qt.Key.Key_Escape)
    selling.scan("1010")
    assert selling.flows.sale.has_sale
