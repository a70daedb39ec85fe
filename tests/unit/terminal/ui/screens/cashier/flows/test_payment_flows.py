"""Payment, change and the receipt."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.support.window_under_test import WindowUnderTest


def test_the_last_receipt_is_shown_after_the_sale(selling: WindowUnderTest) -> None:
    selling.scan("1010")
    selling.press(Qt.Key.Key_F9)

    selling.press(Qt.Key.Key_F11)

    paper = selling.screen.panel.paper  # type: ignore[attr-defined]
    assert "Oat milk 1 l" in paper.accessibleName()
