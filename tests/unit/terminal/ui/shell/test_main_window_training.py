"""The way into training from the window, and the window of a training till."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from terminal.application.till_control.sign_off import SignOff
from terminal.ui.support.translation import LANGUAGES
from terminal.ui.theme.appearance import APPEARANCE
from tests.support.layout_checks import problems
from tests.support.window_under_test import WindowUnderTest

pytestmark = pytest.mark.gui

SIZES = ((1024, 768), (1920, 1080))


@pytest.fixture
def training(qapp: QApplication) -> Iterator[WindowUnderTest]:
    """The window of a training till."""
    under_test = WindowUnderTest(is_training=True)
    under_test.show()
    yield under_test
    under_test.close()


def _ask(shown: WindowUnderTest, operator_id: str) -> list[bool]:
    """Ask for training as *operator_id*; return whether somebody was signed on."""
    wanted: list[bool] = []
    shown.window.training_wanted.connect(
        lambda: wanted.append(shown.window.sign_on.session is not None)
    )
    shown.window.sign_on_screen.training_key.click()
    shown.sign_on(operator_id)
    return wanted


def test_a_supervisor_starts_it_and_is_signed_off(shown: WindowUnderTest) -> None:
    assert shown.window.training_border is None
    assert shown.window.windowTitle() == "Evertill"

    assert _ask(shown, "h") == [False]

    assert shown.window.stack.currentWidget() is shown.window.sign_on_screen
    assert not shown.window.sign_on_screen.wants_training


def test_a_cashier_is_told_whom_to_ask(shown: WindowUnderTest) -> None:
    assert _ask(shown, "b") == []

    screen = shown.window.sign_on_screen
    assert screen.prompt.text() == "Ask a supervisor to start the training"
    assert shown.window.sign_on.session is None
    assert "AccessRefused" in shown.event_names
    shown.press("1")
    assert screen.prompt.text() == "Enter your PIN"


def test_an_open_sale_is_finished_first(shown: WindowUnderTest) -> None:
    shown.sign_on("b")
    shown.scan("1010")
    shown.till.use_cases.sign_off(SignOff())
    shown.window.sign_on.signed_off.emit()
    shown.settle()

    assert _ask(shown, "a") == []

    prompt = shown.window.sign_on_screen.prompt
    assert prompt.text() == "Finish the open sale first"


def test_a_training_window_says_so_before_it_knows_anything(
    qapp: QApplication,
) -> None:
    under_test = WindowUnderTest(is_training=True)

    assert under_test.window.training_border is not None
    assert under_test.window.windowTitle() == "Evertill - TRAINING"
    assert under_test.window.sign_on_screen.store.text() == "TRAINING"
    under_test.close()


def test_it_sets_up_no_devices_and_its_key_leads_out(training: WindowUnderTest) -> None:
    screen = training.window.sign_on_screen
    assert screen.technician_key.isHidden()
    assert screen.store.text() == "TRAINING"

    screen.training_key.click()
    training.settle()

    assert not training.window.isVisible()


def test_the_border_is_on_every_screen_and_the_word_on_the_sale(
    training: WindowUnderTest,
) -> None:
    amber = APPEARANCE.colour("warning").name()
    for operator_id in ("", "a"):
        if operator_id:
            training.sign_on(operator_id)
        picture = training.window.grab().toImage()
        right, bottom = picture.width() - 2, picture.height() - 2
        places = ((2, bottom // 2), (right, bottom // 2), (right // 2, 2), (2, bottom))
        assert {QColor(picture.pixel(x, y)).name() for x, y in places} == {amber}

    assert training.screen.top_bar.store.text() == "TRAINING"


def test_all_keys_of_a_demo_till_have_room_in_a_narrow_window(
    shown: WindowUnderTest,
) -> None:
    shown.window.sign_on_screen.offer_badge()
    shown.window.resize(1024, 768)

    for language in LANGUAGES:
        shown.window.use_language(language)
        shown.settle()
        assert problems(shown.window) == []


def test_nothing_is_cut_off_or_too_small(training: WindowUnderTest) -> None:
    training.window.sign_on_screen.offer_badge()
    for (width, height), language in zip(SIZES, ("zh_TW", "en"), strict=True):
        training.window.resize(width, height)
        training.window.use_language(language)
        training.settle()
        assert problems(training.window) == []

    training.sign_on("a")
    for (width, height), language in zip(SIZES, ("zh_TW", "en"), strict=True):
        training.window.resize(width, height)
        training.window.use_language(language)
        training.settle()
        assert problems(training.window) == []
