"""One number."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from terminal.ui.screens.cashier.panels.number_panel import (
    NumberPanel,
    NumberQuestion,
)


def _panel(qtbot: QtBot, question: NumberQuestion) -> tuple[NumberPanel, list[int]]:
    panel = NumberPanel()
    qtbot.addWidget(panel)
    answers: list[int] = []
    panel.ask(question, answers.append)
    return panel, answers


def test_a_typed_amount_is_answered_once(qtbot: QtBot) -> None:
    panel, answers = _panel(qtbot, NumberQuestion("Loan", "Cash", 2, "Open", "€"))

    for digits in ("1", "00", "5"):
        panel.type_digits(digits)
    panel.erase()
    panel.confirm()
    panel.confirm()

    assert answers == [100]
    assert panel.amount.amount == "1.00"


def test_too_small_a_number_cannot_be_confirmed(qtbot: QtBot) -> None:
    question = NumberQuestion("Oat milk", "Quantity", 0, "OK", minimum=1)
    panel, answers = _panel(qtbot, question)

    qtbot.mouseClick(panel.main_key, Qt.MouseButton.LeftButton)
    assert answers == []

    panel.type_digits("3")
    qtbot.mouseClick(panel.main_key, Qt.MouseButton.LeftButton)
    assert answers == [3]


def test_a_question_that_must_be_answered_has_no_way_back(qtbot: QtBot) -> None:
    question = NumberQuestion("Open", "Cash", 2, "Open", can_go_back=False, hint="Do.")
    panel, _ = _panel(qtbot, question)
    panel.show()

    assert not panel.back_key.isVisible()
    assert panel.hint.text() == "Do."
