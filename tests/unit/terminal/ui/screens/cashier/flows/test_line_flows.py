"""Quantity, keyed price and voiding, by keys."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.support.window_under_test import WindowUnderTest


def test_the_quantity_of_the_selected_line_changes(selling: WindowUnderTest) -> None:
    selling.scan("1010")

    selling.press(Qt.Key.Key_F1, "4", Qt.Key.Key_Return)

    assert selling.lines[0].quantity == "4"
    assert selling.screen.panel is selling.screen.items


def test_a_weight_is_keyed_in_grams(selling: WindowUnderTest) -> None:
    selling.scan("1002")

    selling.press(Qt.Key.Key_F1, *"482", Qt.Key.Key_Return)

    assert selling.lines[0].quantity == "0.482\u00a0kg"


def test_a_keyed_price_waits_for_the_next_item_and_escape_forgets_it(
    selling: WindowUnderTest,
) -> None:
    selling.press(Qt.Key.Key_F2, *"150", Qt.Key.Key_Return)
    tag = selling.screen.basket.next_tag
    assert tag.text == "Next item: 1.50"

    selling.press(Qt.Key.Key_Escape)
    selling.scan("1010")

    assert selling.screen.basket.total.amount == "1.95"
    assert tag.isHidden()


def test_the_selected_line_is_voided_and_stays(selling: WindowUnderTest) -> None:
    selling.scan("1010", "1011")

    selling.press(Qt.Key.Key_F4)

    assert [line.name for line in selling.lines] == [
        "Oat milk 1 l",
        "Free-range eggs, 10",
    ]
    assert selling.lines[1].void_tag
    assert selling.screen.basket.total.amount == "1.95"


def test_the_stepper_of_the_line_changes_its_quantity(
    selling: WindowUnderTest,
) -> None:
    selling.scan("1010")

    selling.screen.basket.list.actions_bar.stepped.emit(1)

    assert selling.lines[0].quantity == "2"
