"""The program's mark and the hairline between groups of a bar."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from terminal.ui.theme.appearance import APPEARANCE

_MARK_PX: Final = 32


class Mark(QWidget):
    """The program's mark on the accent."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_MARK_PX, _MARK_PX)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(APPEARANCE.colour("accent_fill"))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        painter.setBrush(APPEARANCE.colour("on_accent"))
        for y, width in ((9.5, 15), (15, 11), (20.5, 15)):
            painter.drawRoundedRect(QRectF(8.5, y, width, 2.5), 1.2, 1.2)
        painter.end()


class Separator(QWidget):
    """A hairline between groups of a bar."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(1, 24)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), APPEARANCE.colour("line"))
        painter.end()
