"""Who is selling."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.support.window_under_test import WindowUnderTest


def test_names_are_tiles_and_managers_are_told_apart(shown: WindowUnderTest) -> None:
    tiles = shown.window.sign_on_screen.tiles

    assert len(tiles) == 8
    assert tiles[0].isChecked()
    assert "Manager" in tiles[0].accessibleName()


def test_arrows_choose_digits_key_and_the_last_one_signs_on(
    shown: WindowUnderTest,
) -> None:
    shown.press(Qt.Key.Key_Down, Qt.Key.Key_Right)
    assert shown.window.sign_on_screen.tiles[3].isChecked()

    shown.press(*"24681", Qt.Key.Key_Backspace, *"10")

    assert shown.window.sign_on.session is not None
    assert shown.window.sign_on.session.name == "Malik O."


def test_a_wrong_pin_is_told_and_the_wait_counts(shown: WindowUnderTest) -> None:
    screen = shown.window.sign_on_screen

    shown.press(*"000000")

    assert screen.prompt.text() == "Wait 0:01"
    assert not screen.sign_on_key.applies


def test_a_touched_name_is_chosen(shown: WindowUnderTest) -> None:
    screen = shown.window.sign_on_screen

    screen.tiles[5].click()

    assert screen.person.text() == screen.tiles[5].operator.name
    assert screen.tiles[5].isChecked()


def test_the_day_and_the_till_are_named(shown: WindowUnderTest) -> None:
    screen = shown.window.sign_on_screen

    assert screen.store.text() == "Riverside Market"
    assert screen.day_text.text().startswith("Business day 2026-11-22")


def test_the_language_key_goes_through_the_languages(shown: WindowUnderTest) -> None:
    screen = shown.window.sign_on_screen

    screen.language_key.click()
    shown.settle()

    assert screen.question.text() == "请选择收银员"
    assert screen.language_key.text() == "简体中文"


def test_a_badge_can_be_held_up_only_where_its_reader_is_simulated(
    shown: WindowUnderTest,
) -> None:
    screen = shown.window.sign_on_screen
    wanted: list[bool] = []
    screen.badge_wanted.connect(lambda: wanted.append(True))
    assert not screen.badge_key.isVisible()

    screen.offer_badge()
    screen.badge_key.click()

    assert screen.badge_key.isVisible()
    assert wanted == [True]


def test_training_and_devices_are_never_wanted_at_once(shown: WindowUnderTest) -> None:
    screen = shown.window.sign_on_screen

    screen.technician_key.click()
    screen.training_key.click()

    assert (screen.wants_training, screen.wants_technician) == (True, False)
    assert screen.question.text() == "Who starts the training?"

    screen.technician_key.click()
    assert (screen.wants_training, screen.wants_technician) == (False, True)
