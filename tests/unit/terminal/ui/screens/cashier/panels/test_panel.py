"""What every panel has."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from terminal.ui.screens.cashier.panels.panel import (
    Panel,
    digit_of,
    is_enter,
    remove_rows,
    scrolled_rows,
)
from terminal.ui.widgets.amount_display import AmountDisplay
from terminal.ui.widgets.key import Key


def _press(key: Qt.Key, text: str = "") -> QKeyEvent:
    return QKeyEvent(
        QEvent.Type.KeyPress, key, Qt.KeyboardModifier.KeypadModifier, text
    )


def test_the_way_back_is_named_and_works(qtbot: QtBot) -> None:
    panel = Panel("panel")
    qtbot.addWidget(panel)
    panel.add_header()
    panel.retranslate()

    with qtbot.waitSignal(panel.closed):
        qtbot.mouseClick(panel.back_key, Qt.MouseButton.LeftButton)

    assert panel.back_key.text() == "Back to basket"
    assert not panel.take_key(_press(Qt.Key.Key_5, "5"))


def test_a_key_of_a_panel_says_why_it_does_not_apply(qtbot: QtBot) -> None:
    panel = Panel("panel")
    qtbot.addWidget(panel)
    key = panel.say_why(Key("key", "key"))
    key.allow("Not now.")

    with qtbot.waitSignal(panel.refused) as blocker:
        key.click()

    assert blocker.args == ["Not now."]


def test_digits_and_enter_are_known_from_both_blocks_of_the_keyboard() -> None:
    assert digit_of(_press(Qt.Key.Key_7, "7")) == "7"
    assert digit_of(_press(Qt.Key.Key_A, "a")) == ""
    assert digit_of(_press(Qt.Key.Key_F1)) == ""
    assert is_enter(_press(Qt.Key.Key_Enter))
    assert is_enter(_press(Qt.Key.Key_Return))


def test_an_amount_stands_under_its_caption(qtbot: QtBot) -> None:
    panel = Panel("panel")
    qtbot.addWidget(panel)
    amount = AmountDisplay("due", "amount")

    panel.add_amount(amount, height=104, name="caption")

    block = amount.parentWidget()
    assert block is not None
    assert block.height() == 104
    assert panel.caption.objectName() == "caption"
    assert panel.caption.parentWidget() is block
    assert amount.alignment == Qt.AlignmentFlag.AlignLeft


def test_rows_that_are_removed_leave_the_column_empty(qtbot: QtBot) -> None:
    area, rows = scrolled_rows(spacing=4)
    qtbot.addWidget(area)
    stretch = rows.count()
    keys = [Key("key", "first"), Key("key", "second")]
    first, second = keys
    for place, key in enumerate(keys):
        rows.insertWidget(place, key)

    remove_rows(rows, keys)

    assert keys == []
    assert rows.count() == stretch
    assert first.isHidden()
    assert second.isHidden()
    assert rows.spacing() == 4
    assert area.widget() is rows.parentWidget()
