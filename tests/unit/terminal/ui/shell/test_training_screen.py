"""What the till shows while somebody trains beside it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from terminal.ui.shell.training_screen import TrainingScreen
from terminal.ui.support.translation import use_language

pytestmark = pytest.mark.gui


@pytest.fixture
def screen(qtbot: QtBot) -> TrainingScreen:
    screen = TrainingScreen()
    qtbot.addWidget(screen)
    return screen


def test_it_says_that_the_till_waits_and_offers_the_end(
    screen: TrainingScreen, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(screen.left):
        qtbot.mouseClick(screen.key, Qt.MouseButton.LeftButton)

    assert screen.title.text() == "Training is running"
    assert not screen.has_failed


def test_a_bad_end_is_told_until_the_next_beginning(screen: TrainingScreen) -> None:
    screen.show_failure("the disk is full")

    assert screen.has_failed
    assert screen.text.text() == "the disk is full"
    assert screen.key.accessibleName() == "Back to the till"

    screen.begin()
    assert not screen.has_failed


def test_an_end_without_words_has_some(screen: TrainingScreen) -> None:
    screen.show_failure()

    assert screen.text.text() == "The training till ended unexpectedly."


def test_another_language_changes_what_is_shown(screen: TrainingScreen) -> None:
    use_language("zh_CN")
    screen.retranslate()

    assert screen.title.text() == "培训正在进行"
