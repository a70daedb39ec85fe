"""The figure that is asked for, with its currency at half size."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.widgets.painting import draw_text, text_width

_SYMBOL_GAP_EM: Final = 0.14


class AmountDisplay(QWidget):
    """One amount of money of fixed height, so that nothing moves when it changes.

    Attributes:
        role: The type role, which gives size and weight.
        px: A size of its own before the density's factor; None for the role's.
    """

    def __init__(self, role: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.role = role
        self.px: int | None = None
        self.alignment = Qt.AlignmentFlag.AlignRight
        self._amount = ""
        self._symbol = ""
        self._caption = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def amount(self) -> str:
        """The figure that is shown."""
        return self._amount

    def show_amount(self, symbol: str, amount: str, caption: str = "") -> None:
        """Show *amount*, already formatted; *caption* is what a reader calls it."""
        if (symbol, amount, caption) == (self._symbol, self._amount, self._caption):
            return
        # The box is as wide as that many zeros, so that most changes move nothing.
        wider = len(amount) != len(self._amount) or symbol != self._symbol
        self._symbol, self._amount, self._caption = symbol, amount, caption
        self.setAccessibleName(f"{caption} {symbol}{amount}".strip())
        if wider:
            self.updateGeometry()
        self.update()

    def refresh(self) -> None:
        """Take the fonts of the look in force."""
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        figure, symbol = self._fonts()
        width = text_width(figure, _widest(self._amount)) + 4
        if self._symbol:
            width += text_width(symbol, self._symbol) + self._gap(figure)
        return QSize(round(width), round(figure.pixelSize() * 1.125))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        figure, symbol = self._fonts()
        width = text_width(figure, self._amount)
        gap = self._gap(figure) if self._symbol else 0
        whole = width + gap + (text_width(symbol, self._symbol) if gap else 0)
        x = self._left(whole)
        metrics = QFontMetricsF(figure)
        base = (self.height() + metrics.capHeight()) / 2
        if self._symbol:
            painter.setFont(symbol)
            painter.setPen(APPEARANCE.colour("text_muted"))
            painter.drawText(round(x), round(base), self._symbol)
        box = QRectF(
            x + whole - width,
            base - metrics.ascent(),
            width + 4,
            metrics.height(),
        )
        draw_text(painter, box, self._amount, figure, APPEARANCE.colour("text"))
        painter.end()

    def _left(self, whole: float) -> float:
        if self.alignment & Qt.AlignmentFlag.AlignHCenter:
            return (self.width() - whole) / 2
        at_end = bool(self.alignment & Qt.AlignmentFlag.AlignRight)
        if at_end != self.isRightToLeft():
            return self.width() - whole
        return 0.0

    def _fonts(self) -> tuple[QFont, QFont]:
        figure = APPEARANCE.font(self.role, self.px)
        size = self.px or round(figure.pixelSize() / APPEARANCE.density.factor)
        return figure, APPEARANCE.font("body_medium", max(13, size // 2))

    @staticmethod
    def _gap(figure: QFont) -> int:
        return round(figure.pixelSize() * _SYMBOL_GAP_EM)


def _widest(amount: str) -> str:
    """Return *amount* with every digit as wide as the widest one."""
    return "".join("0" if character.isdigit() else character for character in amount)
