"""One text at a time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from terminal.ui.screens.cashier.panels.text_panel import TextPanel, TextQuestion


def _panel(qtbot: QtBot, question: TextQuestion) -> tuple[TextPanel, list[str]]:
    panel = TextPanel()
    qtbot.addWidget(panel)
    panel.resize(606, 640)
    panel.show()
    answers: list[str] = []
    panel.ask(question, answers.append)
    return panel, answers


def test_a_typed_text_is_answered_once(qtbot: QtBot) -> None:
    panel, answers = _panel(qtbot, TextQuestion("Lot", "Lot", "OK"))
    assert not panel.main_key.applies

    QTest.keyClicks(panel.field, " L77 ")
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    QTest.keyClick(panel.field, Qt.Key.Key_Return)

    assert answers == ["L77"]


def test_touched_digits_and_a_scan_answer_too(qtbot: QtBot) -> None:
    panel, answers = _panel(qtbot, TextQuestion("Lot", "Lot", "OK"))
    panel.keypad.typed.emit("42")
    panel.keypad.erased.emit()
    assert panel.field.text() == "4"

    panel.take_scan("SN-1")

    assert answers == ["SN-1"]


def test_nothing_is_an_answer_only_where_it_may_be(qtbot: QtBot) -> None:
    panel, answers = _panel(qtbot, TextQuestion("Bag", "Bag", "OK", is_optional=True))

    panel.main_key.click()

    assert answers == [""]
