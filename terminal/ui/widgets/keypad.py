"""Digits to touch, in the order of a calculator or of a PIN pad."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget
from typing_extensions import override

from terminal.ui.support.translation import tr
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.widgets.amount_display import AmountDisplay
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.painting import CENTRE, Text, draw_text, mark

_CALCULATOR: Final = ("7", "8", "9", "4", "5", "6", "1", "2", "3")
_TELEPHONE: Final = ("1", "2", "3", "4", "5", "6", "7", "8", "9")
_COLUMNS: Final = 3


class DigitKey(Key):
    """One key of the pad."""

    def __init__(self, text: str, kind: str, px: int) -> None:
        super().__init__(kind, f"digit{text}")
        self._px = px
        self.label(text)

    @override
    def sizeHint(self) -> QSize:
        return QSize(79, 68)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(48, 48)

    @override
    def paint_content(self, painter: QPainter) -> None:
        draw_text(
            painter,
            QRectF(self.rect()),
            self.text(),
            APPEARANCE.font("body_medium", self._px),
            self.content_colour(),
            align=CENTRE,
        )


class Keypad(QWidget):
    """Twelve keys.

    Signals:
        typed: The digits of the key: one, or two zeros.
        erased: The last digit is to go.
    """

    typed = Signal(str)
    erased = Signal()

    def __init__(
        self, name: str, *, for_pin: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        px = 28 if for_pin else 24
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10 if for_pin else 8)
        order = _TELEPHONE if for_pin else _CALCULATOR
        kind = "key" if for_pin else "tile"
        for place, digit in enumerate(order):
            self._add(grid, DigitKey(digit, kind, px), place)
        if not for_pin:
            self._add(grid, DigitKey("00", kind, px), 9)
        self._add(grid, DigitKey("0", kind, px), 10)
        self.erase_key = Key(kind, "eraseKey", icon="backspace")
        self.erase_key.icon_px = 24
        self.erase_key.tone = "text"
        self.erase_key.chosen.connect(self.erased)
        grid.addWidget(self.erase_key, 3, 2)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        for row in range(4):
            grid.setRowStretch(row, 1)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.erase_key.label("", accessible=tr("Delete last digit"))

    def _add(self, grid: QGridLayout, key: DigitKey, place: int) -> None:
        key.chosen.connect(self._type)
        grid.addWidget(key, place // _COLUMNS, place % _COLUMNS)

    def _type(self) -> None:
        key = self.sender()
        assert isinstance(key, DigitKey)
        self.typed.emit(key.text())


class PinDots(QWidget):
    """How many digits of the PIN are typed; never which."""

    def __init__(self, name: str, length: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self._length = length
        self._filled = 0
        self.setFixedSize(32 * length, 16)

    def show_filled(self, filled: int) -> None:
        """Fill the first *filled* dots."""
        self._filled = filled
        self.setAccessibleName(tr("{n} of {all} digits", n=filled, all=self._length))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(self._length):
            at = QPointF(16 + 32 * number, 8)
            if number < self._filled:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(APPEARANCE.colour("text"))
                painter.drawEllipse(at, 7, 7)
            else:
                painter.setPen(QPen(APPEARANCE.colour("line_strong"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(at, 7, 7)
        painter.end()


class AmountField(QFrame):
    """The amount that is being typed, as a field that always has the focus ring."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        mark(self, field="true")
        self.setFixedHeight(64)
        self.caption = Text("body", "muted")
        self.amount = AmountDisplay("title", f"{name}Amount")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.addWidget(self.caption)
        row.addStretch(1)
        row.addWidget(self.amount)

    def show_amount(self, caption: str, symbol: str, amount: str) -> None:
        """Show what is typed so far, already formatted."""
        self.caption.setText(caption)
        self.amount.show_amount(symbol, amount, caption)
