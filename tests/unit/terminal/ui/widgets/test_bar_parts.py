"""The mark and the hairline."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.widgets.bar_parts import Mark, Separator


def test_the_mark_stands_on_the_accent(qtbot: QtBot) -> None:
    widget = Mark()
    qtbot.addWidget(widget)

    image = widget.grab().toImage()

    assert image.pixelColor(4, 16) == APPEARANCE.colour("accent_fill")
    assert image.pixelColor(12, 10) == APPEARANCE.colour("on_accent")


def test_the_hairline_has_the_colour_of_lines(qtbot: QtBot) -> None:
    widget = Separator()
    qtbot.addWidget(widget)

    assert widget.grab().toImage().pixelColor(0, 10) == APPEARANCE.colour("line")
