"""The glass of a customer's line display: two lines of twenty cells."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from terminal.ui.theme.appearance import APPEARANCE

CELLS: Final = 20
_EDGE: Final = 8
_HEIGHT: Final = 60
_FILL: Final = 1.4
# A tube of green letters in every theme: a picture of a thing, not part of the chrome.
_GLASS: Final = QColor(14, 26, 24)
_LIGHT: Final = QColor(120, 240, 205)


class DisplayGlass(QWidget):
    """What stands on a line display, cell by cell; read left to right always."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFixedHeight(_HEIGHT)
        self.lines = ("", "")

    def show_lines(self, upper: str, lower: str) -> None:
        """Show both lines; each has at most twenty characters."""
        lines = (upper[:CELLS], lower[:CELLS])
        if lines != self.lines:
            self.lines = lines
            self.setAccessibleName("\n".join(line.strip() for line in lines))
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_GLASS)
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        width = (self.width() - 2 * _EDGE) / CELLS
        height = (self.height() - 2 * _EDGE) / 2
        font = QFont(APPEARANCE.font("body_medium"))
        font.setPixelSize(max(8, int(min(height * 0.8, width * _FILL))))
        painter.setFont(font)
        painter.setPen(_LIGHT)
        centre = Qt.AlignmentFlag.AlignCenter
        for row, line in enumerate(self.lines):
            for column, letter in enumerate(line):
                left, top = _EDGE + column * width, _EDGE + row * height
                painter.drawText(QRectF(left, top, width, height), centre, letter)
        painter.end()
