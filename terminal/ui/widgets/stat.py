"""Small labelled values and tags."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.icons import draw_icon
from terminal.ui.widgets.painting import Text, draw_text, text_width

_TAG_HEIGHT: Final = 22
_TAG_RADIUS: Final = 4
_TAG_TONES: Final = {
    "neutral": ("hover", "text_muted"),
    "positive": ("positive_soft", "positive_text"),
    "info": ("accent_soft", "accent"),
    "attention": ("warning_soft", "warning_text"),
    "failure": ("danger_soft", "danger_text"),
}


class Stat(QWidget):
    """A label over its value: subtotal, tax, savings."""

    def __init__(self, name: str, *, at_end: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.label = Text("label", "muted")
        self.value = Text("strong")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.label)
        column.addWidget(self.value)
        if at_end:
            # A label aligns by the direction of its text; numbers have none.
            end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
            self.label.setAlignment(end)
            self.value.setAlignment(end)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_value(self, label: str, value: str) -> None:
        """Show *value*, already formatted."""
        if self.label.text() != label:
            self.label.setText(label)
        if self.value.text() != value:
            self.value.setText(value)
            self.setAccessibleName(f"{label} {value}")

    def set_tone(self, tone: str) -> None:
        """Colour the value by a role."""
        self.value.set_tone(tone)


class Tag(QWidget):
    """A word with an icon on a soft ground, 22 high."""

    def __init__(self, tone: str, icon: str, text: str) -> None:
        super().__init__()
        self._tone = tone
        self._icon = icon
        self._text = text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The word."""
        return self._text

    def show_text(self, text: str) -> None:
        """Change the word."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        width = text_width(APPEARANCE.font("label_strong"), self._text) + 14
        return QSize(round(width) + (20 if self._icon else 0), _TAG_HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, token = _TAG_TONES[self._tone]
        outlined = APPEARANCE.theme.line_px > 1
        painter.setPen(
            QPen(APPEARANCE.colour(token), 1) if outlined else Qt.PenStyle.NoPen
        )
        painter.setBrush(APPEARANCE.colour(ground))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, _TAG_RADIUS, _TAG_RADIUS)
        left = 7.0
        if self._icon:
            draw_icon(painter, self._icon, token, 16, QPointF(6, 3))
            left = 27.0
        draw_text(
            painter,
            QRectF(left, 0, self.width() - left, self.height()),
            self._text,
            APPEARANCE.font("label_strong"),
            APPEARANCE.colour(token),
        )
        painter.end()
