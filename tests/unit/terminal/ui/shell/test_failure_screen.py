"""One clear message."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from terminal.ui.shell.failure_screen import FailureScreen
from terminal.ui.widgets.key import Key


def test_the_sentence_is_shown_and_the_way_out_works(qtbot: QtBot) -> None:
    screen = FailureScreen("The till is running: do this in its window.")
    qtbot.addWidget(screen)
    text = screen.findChild(QLabel, "failureText")
    close = screen.findChild(Key, "failureClose")
    assert text is not None
    assert close is not None

    with qtbot.waitSignal(screen.closed):
        qtbot.mouseClick(close, Qt.MouseButton.LeftButton)

    assert text.text() == "The till is running: do this in its window."
