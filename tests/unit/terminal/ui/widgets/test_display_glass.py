"""A picture of a line display."""

from __future__ import annotations

from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from terminal.ui.widgets.display_glass import CELLS, DisplayGlass


def test_both_lines_are_lit_cell_by_cell(qtbot: QtBot) -> None:
    glass = DisplayGlass("glass")
    qtbot.addWidget(glass)
    glass.resize(300, 60)
    dark = glass.grab().toImage()

    glass.show_lines("Total" + " " * 30, "12.75".rjust(CELLS))
    lit = glass.grab().toImage()

    assert glass.lines == ("Total".ljust(CELLS), "12.75".rjust(CELLS))
    assert glass.accessibleName() == "Total\n12.75"

    def greenest(left: int, top: int) -> int:
        width, height = lit.width() // 2, lit.height() // 2
        pixels = (
            QColor(lit.pixel(x, y)).green()
            for x in range(left * width + 4, (left + 1) * width - 4)
            for y in range(top * height + 4, (top + 1) * height - 4)
        )
        return max(pixels)

    assert greenest(0, 0) > 150
    assert greenest(1, 1) > 150
    assert greenest(1, 0) == greenest(0, 1) == QColor(dark.pixel(150, 20)).green()
