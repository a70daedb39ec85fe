"""The list of lines."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.view_models.basket_line import BasketLine
from terminal.ui.widgets.basket_list import BasketList


def _line(sequence: int, *, note: str = "", void_tag: str = "") -> BasketLine:
    return BasketLine(
        sequence,
        f"Item {sequence}",
        "1",
        "1.95",
        "1.95",
        notes=((note, "-1.60"),) if note else (),
        void_tag=void_tag,
        void_tag_short=void_tag,
    )


@pytest.fixture
def basket(qtbot: QtBot) -> BasketList:
    view = BasketList()
    qtbot.addWidget(view)
    view.resize(760, 504)
    view.show()
    return view


def test_the_last_added_line_is_selected_and_shows_its_actions(
    basket: BasketList,
) -> None:
    basket.put_line(_line(1))
    basket.put_line(_line(2))

    assert basket.selected_sequence == 2
    assert [basket.rowHeight(row) for row in (0, 1)] == [48, 100]
    assert basket.actions_bar.isVisible()
    assert basket.actions_bar.y() == 48 + 44


def test_heights_follow_the_design(basket: BasketList) -> None:
    basket.show_basket([_line(1), _line(2, note="3 for 2"), _line(3)])

    assert [basket.rowHeight(row) for row in range(3)] == [48, 68, 100]


def test_a_voided_line_stays_and_is_not_selected(basket: BasketList) -> None:
    basket.put_line(_line(1))
    basket.put_line(_line(1, void_tag="Voided 14:01"))

    assert len(basket.basket.lines) == 1
    assert basket.selected_sequence == 0
    assert basket.rowHeight(0) == 48
    assert not basket.actions_bar.isVisible()


def test_a_touched_line_is_selected(basket: BasketList, qtbot: QtBot) -> None:
    for sequence in (1, 2, 3):
        basket.put_line(_line(sequence))

    with qtbot.waitSignal(basket.line_selected) as blocker:
        qtbot.mouseClick(
            basket.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100, 20)
        )

    assert blocker.args == [1]


def test_the_keyboard_moves_the_selection_past_voided_lines(
    basket: BasketList,
) -> None:
    basket.show_basket([_line(1), _line(2, void_tag="Voided"), _line(3)])

    basket.move_selection(-1)

    assert basket.selected_sequence == 1


def test_a_basket_that_may_not_change_has_no_selection(basket: BasketList) -> None:
    basket.put_line(_line(1))

    basket.set_editable(editable=False)
    basket.move_selection(1)

    assert basket.selected_sequence == 0
    assert not basket.actions_bar.isVisible()


def test_the_newest_line_is_seen_in_whole_and_no_line_in_part(
    basket: BasketList,
) -> None:
    for sequence in range(1, 41):
        basket.put_line(_line(sequence))
    QApplication.processEvents()

    rect = basket.visualRect(basket.basket.index(39))

    assert rect.bottom() < basket.viewport().height()
    assert basket.rowAt(0) > 0


def test_a_new_line_flashes_for_a_moment(basket: BasketList, qtbot: QtBot) -> None:
    basket.put_line(_line(1))

    assert basket.flashing_row == 0
    qtbot.waitUntil(lambda: basket.flashing_row == -1, timeout=2000)


def test_a_paint_reports_how_many_lines_it_knew(
    basket: BasketList, qtbot: QtBot
) -> None:
    painted: list[int] = []
    basket.painted = painted.append

    basket.put_line(_line(1))
    qtbot.waitUntil(lambda: bool(painted))

    assert painted[-1] == 1


def test_a_line_has_words_for_screen_readers(basket: BasketList) -> None:
    basket.put_line(_line(1))

    index = basket.basket.index(0)

    assert basket.basket.data(index) == "Item 1, 1 × 1.95, 1.95"
    assert basket.basket.data(index, Qt.ItemDataRole.DecorationRole) is None


def test_another_theme_paints_lines_anew(basket: BasketList) -> None:
    basket.show_basket([_line(1), _line(2)])
    light = basket.grab().toImage().pixelColor(300, 10)

    APPEARANCE.use(theme_name="dark")
    basket.refresh()

    assert basket.grab().toImage().pixelColor(300, 10) != light
