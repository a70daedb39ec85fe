"""Layout, keys and notices of the sale screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from terminal.ui.support.translation import LANGUAGES
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.widgets.painting import text_width
from tests.support.window_under_test import WindowUnderTest


def test_columns_end_where_the_design_says(selling: WindowUnderTest) -> None:
    screen = selling.screen

    assert screen.basket.width() == 760
    assert screen.basket.list.height() == 504
    assert screen.basket.totals_bar.y() == screen.items.pay_block.y() == 552


def test_a_refused_scan_hangs_under_the_field_and_over_no_line(
    selling: WindowUnderTest,
) -> None:
    selling.scan("1010", "5391520123450")
    notice = selling.screen.scan_notice

    assert notice.isVisible()
    assert notice.text.title == "No item has the code 5 391 520 123 450"
    assert notice.height() == 52
    first_line = selling.screen.top_bar.height() + 48
    assert notice.geometry().bottom() < first_line
    field = selling.screen.top_bar.scan_field
    assert field.property("refused") == "true"

    selling.scan("1010")
    assert not notice.isVisible()
    assert field.property("refused") == "false"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_what_to_do_about_an_unknown_code_is_whole_at_the_smallest_size(
    selling: WindowUnderTest, language: str
) -> None:
    selling.window.resize(1024, 768)
    selling.window.use_language(language)
    selling.scan("5391520123450")
    notice = selling.screen.scan_notice
    room = notice.action_key.x() - 49

    assert notice.x() >= 16
    assert text_width(APPEARANCE.font("control"), notice.text.title) < room
    assert text_width(APPEARANCE.font("label"), notice.text.detail) < room


def test_typing_anywhere_goes_into_the_field(selling: WindowUnderTest) -> None:
    selling.press("o", "a", "t")

    assert selling.screen.top_bar.scan_field.text() == "oat"

    selling.press(Qt.Key.Key_Escape)
    assert selling.screen.top_bar.scan_field.text() == ""


def test_a_scan_in_the_middle_of_typing_is_rung_up_and_the_typing_stays(
    selling: WindowUnderTest,
) -> None:
    selling.press("o", "a")

    selling.scan("1010")

    assert selling.screen.top_bar.scan_field.text() == "oa"
    assert len(selling.screen.basket.list.basket.lines) == 1


def test_control_f_leads_to_the_field_and_control_k_to_all_actions(
    selling: WindowUnderTest,
) -> None:
    from PySide6.QtTest import QTest

    control = Qt.KeyboardModifier.ControlModifier
    handle = selling.window.windowHandle()
    selling.window.activateWindow()

    QTest.keyClick(handle, Qt.Key.Key_K, control)
    assert selling.screen.panel.objectName() == "listPanel"

    QTest.keyClick(handle, Qt.Key.Key_Escape)
    QTest.keyClick(handle, Qt.Key.Key_F, control)
    assert selling.screen.top_bar.scan_field.hasFocus()


def test_hidden_function_keys_still_work(selling: WindowUnderTest) -> None:
    selling.window.resize(1024, 768)
    selling.settle()
    assert not selling.screen.basket.keys["return"].isVisible()

    selling.press(Qt.Key.Key_F8)

    assert selling.screen.panel.objectName() == "listPanel"


def test_a_key_that_does_not_apply_says_why(selling: WindowUnderTest) -> None:
    selling.press(Qt.Key.Key_F3)

    title = selling.screen.scan_notice.text.title
    assert title == "The basket is empty."


def test_arrows_choose_a_line(selling: WindowUnderTest) -> None:
    selling.scan("1010", "1024")

    selling.press(Qt.Key.Key_Up)

    assert selling.screen.basket.list.selected_sequence == 1
