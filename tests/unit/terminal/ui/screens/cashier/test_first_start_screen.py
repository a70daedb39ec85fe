"""The questions of a new till as screens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.ui.screens.cashier.first_start_screen import FirstStartScreen
from terminal.ui.support.translation import LANGUAGES, use_language
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.view_models.first_start_view_model import (
    FirstStartAnswers,
    FirstStartViewModel,
)
from tests.support.layout_checks import problems

Made = list[FirstStartAnswers]


def _screen(qtbot: QtBot, outcome: object) -> tuple[FirstStartScreen, Made]:
    made: Made = []

    def make(answers: FirstStartAnswers, done: Callable[[object], None]) -> None:
        made.append(answers)
        done(outcome)

    screen = FirstStartScreen(FirstStartViewModel(make))
    qtbot.addWidget(screen)
    screen.resize(1024, 768)
    screen.show()
    return screen, made


def _answer(screen: FirstStartScreen, qtbot: QtBot) -> None:
    qtbot.keyClicks(screen.store_name.edit, "Corner Shop")
    screen.next_key.click()
    screen.currency.keys["GBP"].click()
    screen.tax_mode.keys["exclusive"].click()
    screen.next_key.click()
    qtbot.keyClicks(screen.operator_name.edit, "Anna")
    qtbot.keyClicks(screen.pin.edit, "246813")
    qtbot.keyClicks(screen.pin_again.edit, "246813")


def test_answers_become_a_home_and_the_code_is_shown_before_it_ends(
    qtbot: QtBot,
) -> None:
    screen, made = _screen(qtbot, "AAAA-BBBB")
    _answer(screen, qtbot)

    screen.next_key.click()

    assert made[0].store_name == "Corner Shop"
    assert (made[0].currency, made[0].tax_mode) == ("GBP", "exclusive")
    assert screen.code.text() == "AAAA-BBBB"
    with qtbot.waitSignal(screen.finished):
        qtbot.mouseClick(screen.next_key, Qt.MouseButton.LeftButton)


def test_a_missing_answer_stops_and_is_named(qtbot: QtBot) -> None:
    screen, made = _screen(qtbot, "")

    qtbot.keyClick(screen.store_name.edit, Qt.Key.Key_Return)

    assert screen.problem.text() == "Type the name of the store."
    assert screen.steps.currentIndex() == 0
    assert made == []


def test_a_failure_is_told_and_the_answers_are_kept(qtbot: QtBot) -> None:
    screen, _ = _screen(qtbot, OSError("the disk is full"))
    _answer(screen, qtbot)

    screen.next_key.click()

    assert screen.problem.text() == "the disk is full"
    screen.back_key.click()
    screen.back_key.click()
    assert screen.store_name.edit.text() == "Corner Shop"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_step_clips_or_overlaps(
    qtbot: QtBot, qapp: QApplication, language: str
) -> None:
    screen, _ = _screen(qtbot, "AAAA-BBBB")
    use_language(language)
    APPEARANCE.use(language=language)
    found: dict[int, list[str]] = {}

    for step in range(4):
        screen._show_step(step)
        qapp.processEvents()
        if wrong := problems(screen):
            found[step] = wrong

    assert found == {}
