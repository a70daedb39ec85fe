"""The questions of a new till as screens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.replication.errors import EnrolmentRefusedError
from terminal.ui.screens.cashier.first_start_screen import FirstStartScreen
from terminal.ui.support.translation import LANGUAGES, use_language
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.tokens import density_for
from terminal.ui.view_models.first_start_view_model import (
    FirstStartAnswers,
    FirstStartViewModel,
)
from tests.support.layout_checks import problems

SIZES = ((1024, 768), (1366, 768), (1920, 1080))

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
    screen.next_key.click()
    qtbot.keyClicks(screen.store_name.edit, "Corner Shop")
    screen.next_key.click()
    screen.time_zone.edit.setText("Europe/London")
    screen.currency.keys["GBP"].click()
    screen.tax_mode.keys["exclusive"].click()
    screen.next_key.click()
    qtbot.keyClicks(screen.operator_name.edit, "Anna")
    qtbot.keyClicks(screen.pin.edit, "246813")
    qtbot.keyClicks(screen.pin_again.edit, "246813")


def _join(screen: FirstStartScreen, qtbot: QtBot) -> None:
    """Answer the first two steps of a till of a center."""
    screen._show_step("start")
    screen.kind.keys["center"].click()
    qtbot.keyClicks(screen.central_url.edit, "https://center.example")
    qtbot.keyClicks(screen.central_code.edit, "C0DE")
    screen.next_key.click()
    qtbot.keyClicks(screen.store_name.edit, "Corner Shop")


def test_answers_become_a_home_and_the_code_is_shown_before_it_ends(
    qtbot: QtBot,
) -> None:
    screen, made = _screen(qtbot, "AAAA-BBBB")
    _answer(screen, qtbot)

    screen.next_key.click()

    assert made[0].store_name == "Corner Shop"
    assert made[0].time_zone == "Europe/London"
    assert not made[0].joins_center
    assert (made[0].currency, made[0].tax_mode) == ("GBP", "exclusive")
    assert screen.code.text() == "AAAA-BBBB"
    with qtbot.waitSignal(screen.finished):
        qtbot.mouseClick(screen.next_key, Qt.MouseButton.LeftButton)


def test_a_missing_answer_stops_and_is_named(qtbot: QtBot) -> None:
    screen, made = _screen(qtbot, "")
    screen.next_key.click()

    qtbot.keyClick(screen.store_name.edit, Qt.Key.Key_Return)

    assert screen.problem.text() == "Type the name of the store."
    assert screen.steps.currentIndex() == 1
    assert made == []


def test_a_failure_is_told_and_the_answers_are_kept(qtbot: QtBot) -> None:
    screen, _ = _screen(qtbot, OSError("the disk is full"))
    _answer(screen, qtbot)

    screen.next_key.click()

    assert screen.problem.text() == "the disk is full"
    screen.back_key.click()
    screen.back_key.click()
    assert screen.store_name.edit.text() == "Corner Shop"


def test_a_refused_code_leads_back_to_it_and_changes_language_with_the_screen(
    qtbot: QtBot, qapp: QApplication
) -> None:
    screen, made = _screen(qtbot, EnrolmentRefusedError("unknown"))
    _join(screen, qtbot)
    screen.next_key.click()

    screen.next_key.click()

    assert made[0].joins_center
    assert screen.problem.text().startswith("The center did not accept")
    assert screen.focusWidget() is screen.central_code.edit
    use_language("zh_TW")
    qapp.processEvents()
    assert screen.problem.text().startswith("總部未接受此註冊碼")
    qtbot.keyClicks(screen.central_code.edit, "X")
    assert screen.problem.text() == ""


def test_only_who_joins_a_center_is_asked_for_one(qtbot: QtBot) -> None:
    screen, _ = _screen(qtbot, "")
    assert not screen.central_url.isVisible()
    assert screen.progress.text() == "Step 1 of 4"

    screen.kind.keys["center"].click()
    assert screen.focusWidget() is screen.central_url.edit
    assert screen.progress.text() == "Step 1 of 3"
    screen.next_key.click()
    assert screen.problem.text().startswith("Type the address with https://")

    screen.kind.keys["alone"].click()
    screen.next_key.click()
    assert screen.store_id.isVisible()


def test_while_it_is_made_nothing_can_be_changed_and_the_wait_is_told(
    qtbot: QtBot,
) -> None:
    waiting: list[Callable[[object], None]] = []
    model = FirstStartViewModel(lambda _, done: waiting.append(done))
    screen = FirstStartScreen(model)
    qtbot.addWidget(screen)
    screen.show()
    _join(screen, qtbot)
    screen.next_key.click()

    screen.next_key.click()

    assert screen.problem.text() == "Joining the center and fetching its items."
    assert not screen.steps.isEnabled()
    qtbot.waitUntil(lambda: screen.problem.text().endswith(" 1 s"), timeout=3000)
    screen.back_key.click()
    assert model.is_working
    waiting[0](OSError("the disk is full"))
    assert screen.problem.text() == "the disk is full"
    assert screen.steps.isEnabled()


def test_a_till_of_a_center_is_answered_with_the_keyboard_alone(
    qtbot: QtBot,
) -> None:
    screen, made = _screen(qtbot, "AAAA-BBBB")
    screen.activateWindow()
    screen.kind.keys["alone"].setFocus()

    def press(*keys: Qt.Key | str) -> None:
        for key in keys:
            focused = screen.focusWidget()
            assert focused is not None
            if isinstance(key, str):
                qtbot.keyClicks(focused, key)
            else:
                qtbot.keyClick(focused, key)

    enter, tab, space = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Space
    press(tab, space, "https://center.example", tab, "C0DE", enter)
    press("Corner Shop", enter)
    press(tab, space, enter)

    assert made[0].central_url == "https://center.example"
    assert made[0].central_code == "C0DE"
    assert made[0].store_name == "Corner Shop"
    assert screen.code.text() == "AAAA-BBBB"
    with qtbot.waitSignal(screen.finished):
        press(enter)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_step_clips_or_overlaps(
    qtbot: QtBot, qapp: QApplication, language: str, size: tuple[int, int]
) -> None:
    APPEARANCE.use(language=language, density=density_for(size[0]))
    screen, _ = _screen(qtbot, EnrolmentRefusedError("unknown"))
    screen.resize(*size)
    use_language(language)
    found: dict[str, list[str]] = {}

    def check(name: str) -> None:
        for _ in range(3):  # Each level of layouts asks the next one.
            qapp.processEvents()
        wrong = problems(screen)
        if screen.problem.height() < screen.problem.heightForWidth(
            screen.problem.width()
        ):
            wrong.append("clipped sentence")
        if screen.steps.height() < screen.steps.sizeHint().height():
            wrong.append("clipped step")
        if wrong:
            found[name] = wrong

    for step in ("start", "store", "money", "operator", "code"):
        screen._show_step(step)
        check(step)
    _join(screen, qtbot)
    check("store of a center")
    screen.next_key.click()
    screen.next_key.click()
    check("refused code")

    assert found == {}
