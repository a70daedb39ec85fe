"""Asks why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from terminal.ui.screens.cashier.panels.reason_panel import ReasonPanel


def _panel(qtbot: QtBot) -> tuple[ReasonPanel, list[str]]:
    panel = ReasonPanel()
    qtbot.addWidget(panel)
    answers: list[str] = []
    panel.ask("Cancel", "Cancel the sale", ("Left", "Wrong"), answers.append)
    panel.show()
    return panel, answers


def test_a_reason_is_needed(qtbot: QtBot) -> None:
    panel, answers = _panel(qtbot)

    qtbot.mouseClick(panel.main_key, Qt.MouseButton.LeftButton)

    assert answers == []
    assert panel.main_key.reason == "Choose or type a reason."


def test_a_touched_reason_can_be_confirmed_once(qtbot: QtBot) -> None:
    panel, answers = _panel(qtbot)

    qtbot.mouseClick(panel.keys[1], Qt.MouseButton.LeftButton)
    panel.confirm()
    panel.confirm()

    assert answers == ["Wrong"]
    assert not panel.keys[2].isVisible()


def test_own_words_count_too(qtbot: QtBot) -> None:
    panel, answers = _panel(qtbot)

    qtbot.keyClicks(panel.field, "Dog ate it")
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)

    assert answers == ["Dog ate it"]
