"""From the till into training and back, with processes that stand for it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QProcess, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.bootstrap.window import training_door
from terminal.bootstrap.window.cashier import Cashier
from terminal.bootstrap.window.program import make_application
from terminal.bootstrap.window.training_door import TrainingDoor
from terminal.ui.shell.main_window import MainWindow
from tests.support.window_under_test import WindowUnderTest

pytestmark = [
    pytest.mark.gui,
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("propagateSizeHints"),
]

PIN = "246813"  # as in conftest.py
_WAIT_MS = 20_000
_UNTIL_INPUT_ENDS = "import sys; sys.stdin.read()"
_DEAF = "import threading; threading.Event().wait(60)"


@pytest.fixture
def cashier(qapp: QApplication, home: Path) -> Iterator[Cashier]:
    """A real till in its window."""
    make_application()
    running = Cashier(home)
    window = running.make_window()
    running.begin()
    window.show()
    yield running
    window.close()
    running.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def door(qapp: QApplication, tmp_path: Path) -> Iterator[TrainingDoor]:
    """The way into training from the window of a till in memory."""
    under_test = WindowUnderTest()
    under_test.show()
    made = TrainingDoor(tmp_path, under_test.window, under_test.window)
    yield made
    made.close()
    under_test.close()


def _screen(window: MainWindow) -> str:
    current = window.stack.currentWidget()
    return "" if current is None else current.objectName()


def _window_of(door: TrainingDoor) -> MainWindow:
    window = door.parent()
    assert isinstance(window, MainWindow)
    return window


def _runs(monkeypatch: pytest.MonkeyPatch, *command: str) -> None:
    """Let another program stand for the training till."""
    monkeypatch.setattr(training_door, "program_command", lambda: list(command))


def test_a_manager_starts_training_and_comes_back_to_the_till(
    cashier: Cashier, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What it starts is run by tests/end_to_end/test_training.py.
    _runs(monkeypatch, sys.executable, "-c", _UNTIL_INPUT_ENDS)
    window = cashier.window
    assert window is not None
    qtbot.waitUntil(lambda: bool(window.sign_on.operators), timeout=_WAIT_MS)

    window.sign_on_screen.training_key.click()
    for digit in PIN:
        QTest.keyClick(window.windowHandle(), digit)  # type: ignore[call-overload]
        qtbot.wait(75)

    qtbot.waitUntil(lambda: _screen(window) == "trainingScreen", timeout=_WAIT_MS)
    door = cashier.findChild(TrainingDoor)
    assert door is not None
    qtbot.waitUntil(lambda: door.is_running, timeout=_WAIT_MS)
    assert door.process is not None
    assert door.process.arguments()[2:] == [
        *("till", "--training", "--with-input", "--home", str(home))
    ]
    assert window.sign_on.session is None

    QTest.mouseClick(door.screen.key, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: _screen(window) == "signOnScreen", timeout=_WAIT_MS)
    assert not door.is_running


def test_the_end_of_the_training_window_brings_the_till_back(
    door: TrainingDoor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    _runs(monkeypatch, sys.executable, "-c", "pass")
    door.begin()
    window = _window_of(door)
    assert _screen(window) == "trainingScreen"

    qtbot.waitUntil(lambda: _screen(window) == "signOnScreen", timeout=_WAIT_MS)


@pytest.mark.parametrize(
    ("program", "words"),
    [
        (
            "import sys; sys.stderr.write('evertill: the disk is full\\n'); sys.exit(1)",
            "the disk is full",
        ),
        (
            "import os; os.kill(os.getpid(), 9)",
            "The training till ended unexpectedly.",
        ),
    ],
    ids=["refused", "killed"],
)
def test_why_training_broke_off_is_told(
    door: TrainingDoor,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    program: str,
    words: str,
) -> None:
    _runs(monkeypatch, sys.executable, "-c", program)

    door.begin()

    qtbot.waitUntil(lambda: door.screen.has_failed, timeout=_WAIT_MS)
    assert door.screen.text.text() == words
    door.screen.key.click()
    window = _window_of(door)
    assert _screen(window) == "signOnScreen"


def test_a_program_that_cannot_be_started_is_told(
    door: TrainingDoor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    _runs(monkeypatch, "/no/such/program")

    door.begin()

    qtbot.waitUntil(lambda: door.screen.has_failed, timeout=_WAIT_MS)


def test_training_ends_with_the_till(
    door: TrainingDoor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    _runs(monkeypatch, sys.executable, "-c", _UNTIL_INPUT_ENDS)
    door.begin()
    qtbot.waitUntil(lambda: door.is_running, timeout=_WAIT_MS)

    door.close()

    assert not door.is_running
    assert door.process is not None
    assert door.process.exitStatus() is QProcess.ExitStatus.NormalExit


def test_training_that_does_not_answer_is_ended(
    door: TrainingDoor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_door, "_END_MS", 50)
    stubborn = TrainingDoor(Path(), _window_of(door), door)
    _runs(monkeypatch, sys.executable, "-c", _DEAF)
    stubborn.begin()
    qtbot.waitUntil(lambda: stubborn.is_running, timeout=_WAIT_MS)

    with qtbot.waitSignal(stubborn.ended, timeout=_WAIT_MS):
        stubborn.screen.key.click()

    assert _screen(_window_of(door)) == "signOnScreen"
