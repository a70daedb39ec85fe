"""Notices."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from terminal.ui.widgets.notice import Notice, NoticeText


def _notice(qtbot: QtBot) -> Notice:
    notice = Notice("notice")
    qtbot.addWidget(notice)
    notice.resize(500, 56)
    return notice


def test_a_notice_says_what_is_and_what_to_do(qtbot: QtBot) -> None:
    notice = _notice(qtbot)

    notice.show_text(
        NoticeText("attention", "printer", "Out of paper", "Load a roll.", "Show how")
    )

    assert notice.isVisible()
    assert notice.accessibleName() == "Out of paper. Load a roll."
    assert notice.height() == 56
    assert not notice.grab().isNull()

    with qtbot.waitSignal(notice.acted):
        qtbot.mouseClick(notice.action_key, Qt.MouseButton.LeftButton)


def test_without_an_action_there_is_no_key(qtbot: QtBot) -> None:
    notice = _notice(qtbot)

    notice.show_text(NoticeText("neutral", "check", "Connected again"))

    assert not notice.action_key.isVisible()


def test_a_notice_leaves_with_its_cause(qtbot: QtBot) -> None:
    notice = _notice(qtbot)
    notice.show_text(NoticeText("failure", "alert", "No"))

    notice.clear()

    assert not notice.isVisible()
