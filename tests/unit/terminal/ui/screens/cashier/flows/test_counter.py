"""Panels, scans and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt

from terminal.ui.screens.cashier.panels.text_panel import TextQuestion
from tests.support.window_under_test import WindowUnderTest


def test_a_scan_answers_a_question_for_a_text_and_sells_nothing(
    selling: WindowUnderTest,
) -> None:
    answers: list[str] = []
    selling.flows.counter.ask_text(TextQuestion("Bag", "Bag", "OK"), answers.append)

    selling.scan("1010")

    assert answers == ["1010"]
    assert not selling.flows.sale.has_sale


def test_another_panel_ends_what_waited_for_a_scan(selling: WindowUnderTest) -> None:
    answers: list[str] = []
    selling.flows.counter.ask_text(TextQuestion("Bag", "Bag", "OK"), answers.append)
    selling.press(Qt.Key.Key_Escape)

    selling.scan("1010")

    assert answers == []
    assert selling.flows.sale.has_sale
