"""A list to choose from."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from terminal.ui.screens.cashier.panels.list_panel import ListPanel, ListRow

ROWS = (ListRow("One", "detail", "1.00"), ListRow("Two", icon="tag", cap="2"))


def _press(panel: ListPanel, key: Qt.Key, text: str = "") -> bool:
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
    return panel.take_key(event)


def _panel(qtbot: QtBot) -> tuple[ListPanel, list[int]]:
    panel = ListPanel()
    qtbot.addWidget(panel)
    chosen: list[int] = []
    panel.ask("Choose", chosen.append)
    panel.show_rows(ROWS, "Nothing.")
    panel.resize(600, 700)
    panel.show()
    return panel, chosen


def test_rows_are_chosen_by_touch_number_and_arrows(qtbot: QtBot) -> None:
    panel, chosen = _panel(qtbot)

    qtbot.mouseClick(panel.keys[1], Qt.MouseButton.LeftButton)
    assert _press(panel, Qt.Key.Key_1, "1")
    assert _press(panel, Qt.Key.Key_Down)
    assert _press(panel, Qt.Key.Key_Return)
    assert _press(panel, Qt.Key.Key_Up)
    assert not _press(panel, Qt.Key.Key_F1)

    assert chosen == [1, 0, 1]


def test_a_row_that_does_not_apply_says_why(qtbot: QtBot) -> None:
    panel, chosen = _panel(qtbot)
    panel.show_rows((ListRow("One", reason="Nothing is left."),), "")

    with qtbot.waitSignal(panel.refused) as blocker:
        panel.keys[0].click()

    assert blocker.args == ["Nothing is left."]
    assert chosen == []


def test_an_empty_list_says_so(qtbot: QtBot) -> None:
    panel, _ = _panel(qtbot)

    panel.show_rows((), "Nothing found.")

    assert panel.empty.isVisible()
    assert panel.empty.text() == "Nothing found."


def test_typing_is_told_after_a_pause_or_at_enter(qtbot: QtBot) -> None:
    panel, _ = _panel(qtbot)
    typed: list[str] = []
    panel.ask("Search", lambda _: None, typed=typed.append, hint="Name")

    qtbot.keyClicks(panel.field, "oat")
    qtbot.waitUntil(lambda: typed == ["oat"])
    qtbot.keyClicks(panel.field, "s")
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)

    assert typed == ["oat", "oats"]
