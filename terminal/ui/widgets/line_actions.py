"""What can be done with the selected line, inside that line."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QSize, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from terminal.ui.support.translation import tr
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.icons import draw_icon
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.painting import CENTRE, draw_text, text_width

_SIDE: Final = 48
_MARGIN: Final = 2
# A weight, 12.345 kg, is wider than any count.
_SMALLER_PX: Final = (14, 13)
_HEIGHT: Final = 48
_WIDTH: Final = 164


class Stepper(Key):
    """Minus, quantity, plus in one outline; the quantity opens the number pad.

    Signals:
        stepped: By how much the quantity is to change: +1 or -1.
    """

    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__("secondary", "quantityStepper")
        self._pressed_at = QPoint()
        self.setFixedSize(_WIDTH, _HEIGHT)
        self.chosen.connect(self._step)

    @override
    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, _HEIGHT)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    @override
    def paint_content(self, painter: QPainter) -> None:
        token = "text" if self.looks_enabled else "text_disabled"
        middle = self.height() / 2
        draw_icon(painter, "minus", token, 20, QPointF(15, middle - 10))
        x = self.width() - _SIDE + 15
        draw_icon(painter, "plus", token, 20, QPointF(x, middle - 10))
        line = APPEARANCE.colour("line")
        for at in (_SIDE, self.width() - _SIDE):
            painter.fillRect(at, 8, 1, self.height() - 16, line)
        draw_text(
            painter,
            self.rect().adjusted(_SIDE, 0, -_SIDE, 0).toRectF(),
            self.text(),
            self.quantity_font(),
            APPEARANCE.colour(token),
            align=CENTRE,
        )

    def quantity_font(self) -> QFont:
        """Return the largest font in which the quantity fits between the signs."""
        font = APPEARANCE.font("strong")
        for px in _SMALLER_PX:
            if text_width(font, self.text()) <= _WIDTH - 2 * _SIDE - _MARGIN:
                break
            font = APPEARANCE.font("strong", px)
        return font

    def _step(self) -> None:
        x = self._pressed_at.x()
        if x < _SIDE:
            self.stepped.emit(-1)
        elif x > self.width() - _SIDE:
            self.stepped.emit(1)
        else:
            self.stepped.emit(0)


class LineActions(QWidget):
    """The keys of the selected line, each 48 high.

    Signals:
        stepped: The quantity is to change by this much; 0 asks for the pad.
    """

    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lineActions")
        self.stepper = Stepper()
        self.price_key = Key("secondary", "linePriceKey", icon="tag")
        self.discount_key = Key("secondary", "lineDiscountKey", icon="percent")
        self.void_key = Key("secondary", "lineVoidKey", icon="void")
        self.void_key.tone = "danger_text"
        self.why_key = Key("secondary", "lineWhyKey", icon="why")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.stepper)
        for key in (self.price_key, self.discount_key, self.void_key, self.why_key):
            key.padding = 13
            layout.addWidget(key)
        layout.addStretch(1)
        self.stepper.stepped.connect(self.stepped)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.price_key.label(tr("Price"))
        self.discount_key.label(tr("Discount"))
        self.void_key.label(tr("Void"))
        self.why_key.label(tr("Why this price"))

    def show_line(self, name: str, quantity: str) -> None:
        """Name the line for screen readers and show its quantity."""
        if self.stepper.text() != quantity or self.accessibleName() != name:
            self.setAccessibleName(name)
            self.stepper.label(quantity, accessible=tr("Quantity {n}", n=quantity))

    @override
    def sizeHint(self) -> QSize:
        return QSize(640, _HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Leave the ground to the line underneath."""

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        # Between the keys nothing is pressed, and not the line below either.
        event.accept()
