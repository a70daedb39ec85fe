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


def test_an_answer_that_was_refused_can_be_given_again(
    selling: WindowUnderTest,
) -> None:
    selling.flows.sale.expect_quantity(3_000_000)
    selling.scan("1003")
    selling.press(Qt.Key.Key_F9, Qt.Key.Key_F12)
    selling.press(Qt.Key.Key_F8)
    selling.choose("Receipt A-000001")
    selling.choose("Lemon")

    # More than was sold, then what was meant.
    selling.press("9", Qt.Key.Key_Return)
    assert selling.screen.panel.objectName() == "numberPanel"
    assert not selling.lines
    selling.press(Qt.Key.Key_Backspace, "1", Qt.Key.Key_Return)

    assert [line.name for line in selling.lines] == ["Lemon"]


def test_rows_that_come_late_do_not_fill_another_list(
    selling: WindowUnderTest,
) -> None:
    selling.queue.is_held = True
    selling.flows.search.show_open_items()
    selling.flows.show_more()
    actions = [row.name for row in selling.rows]

    selling.queue.run()
    selling.settle()

    assert [row.name for row in selling.rows] == actions


def test_rows_that_come_after_the_list_was_left_open_none(
    selling: WindowUnderTest,
) -> None:
    selling.queue.is_held = True
    selling.flows.suspended.show_suspended()
    selling.press(Qt.Key.Key_Escape)

    selling.queue.run()
    selling.settle()

    assert selling.screen.panel.objectName() == "itemsPanel"
