"""One statement, a few ways to go on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from terminal.ui.screens.cashier.panels.choice_panel import (
    Choice,
    ChoicePanel,
    ChoiceQuestion,
)

QUESTION = ChoiceQuestion(
    title="Age check",
    cause="From 18 years on",
    statement="Born 2008-11-22 or before?",
    hint="Look.",
    tone="attention",
    icon="badge",
    choices=(Choice("No", "danger"), Choice("Yes", "primary")),
)


def _press(digit: str) -> QKeyEvent:
    key = Qt.Key(ord(digit))
    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, digit)


def _panel(qtbot: QtBot) -> tuple[ChoicePanel, list[int]]:
    panel = ChoicePanel()
    qtbot.addWidget(panel)
    panel.show()
    answers: list[int] = []
    panel.ask(QUESTION, answers.append)
    return panel, answers


def test_only_the_choices_there_are_are_shown(qtbot: QtBot) -> None:
    panel, _ = _panel(qtbot)

    assert [key.text() for key in panel.keys if key.isVisible()] == ["No", "Yes"]
    assert [key.cap for key in panel.keys if key.isVisible()] == ["1", "Enter"]


def test_enter_takes_the_primary_one_once(qtbot: QtBot) -> None:
    panel, answers = _panel(qtbot)

    for _ in range(2):
        panel.keys[1].click()

    assert answers == [1]


def test_a_digit_chooses_by_place_and_no_other_digit_does_anything(
    qtbot: QtBot,
) -> None:
    panel, answers = _panel(qtbot)

    assert panel.take_key(_press("3"))
    assert answers == []
    assert panel.take_key(_press("1"))

    assert answers == [0]
