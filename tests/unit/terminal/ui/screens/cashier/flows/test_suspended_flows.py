"""Sales that are put aside or given up."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.support.window_under_test import WindowUnderTest


def test_a_sale_is_suspended_and_retrieved(selling: WindowUnderTest) -> None:
    selling.scan("1010")
    selling.press(Qt.Key.Key_F5)
    assert [line.name for line in selling.lines] == []
    assert selling.screen.basket.suspended_key.text() == "1 suspended"

    selling.press(Qt.Key.Key_F5, Qt.Key.Key_Return)

    assert [line.name for line in selling.lines] == ["Oat milk 1 l"]
    assert selling.screen.basket.suspended_key.isHidden()


def test_a_sale_is_cancelled_for_a_reason(selling: WindowUnderTest) -> None:
    selling.scan("1010")
    selling.flows.show_more()
    selling.choose("Cancel the sale")

    selling.press("1", Qt.Key.Key_Return)

    assert [line.name for line in selling.lines] == []
    assert selling.screen.panel is selling.screen.items
