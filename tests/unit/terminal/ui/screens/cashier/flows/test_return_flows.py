"""Goods that come back, and finished sales."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.support.window_under_test import PIN, WindowUnderTest


def test_goods_come_back_with_their_receipt(selling: WindowUnderTest) -> None:
    selling.scan("1010")
    selling.press(Qt.Key.Key_F9, Qt.Key.Key_F12)

    selling.press(Qt.Key.Key_F8)
    selling.choose("Receipt A-000001")
    selling.choose("Oat milk 1 l")

    line = selling.lines[0]
    assert (line.name, line.amount) == ("Oat milk 1 l", "\u22121.95")


def test_goods_come_back_without_a_receipt_for_a_reason(
    selling: WindowUnderTest,
) -> None:
    selling.press(Qt.Key.Key_F8)
    selling.choose("Without a receipt")
    selling.press("1", Qt.Key.Key_Return)

    selling.scan("1010")

    assert selling.lines[0].notes == (("Return: Damaged", ""),)


def test_a_receipt_is_copied_and_its_sale_voided(selling: WindowUnderTest) -> None:
    selling.scan("1010")
    selling.press(Qt.Key.Key_F9, Qt.Key.Key_F12)
    selling.flows.returns.show_receipts()
    selling.choose("Receipt A-000001")
    selling.choose("Print copy")
    assert selling.screen.panel.title.text() == "Copy of a receipt"

    selling.flows.returns.show_receipts()
    selling.choose("Receipt A-000001")
    selling.choose("Void the sale")
    selling.press("1", Qt.Key.Key_Return)

    selling.flows.returns.show_receipts()
    assert "Voided" in selling.rows[0].detail


def test_a_cashier_needs_approval_to_take_goods_back_without_a_receipt(
    shown: WindowUnderTest,
) -> None:
    shown.sign_on("b")
    shown.press(Qt.Key.Key_F8)
    shown.choose("Without a receipt")
    shown.press("1", Qt.Key.Key_Return)
    shown.scan("1010")
    assert shown.screen.panel.objectName() == "approvalPanel"

    shown.press(*PIN)

    assert shown.lines[0].notes == (("Return: Damaged", ""),)
    assert shown.screen.panel is shown.screen.items
