"""Small helpers of everything that paints text itself."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from terminal.ui.theme.appearance import APPEARANCE

START: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
END: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE: Final = Qt.AlignmentFlag.AlignCenter
KEY_CAP_HEIGHT: Final = 22
_KEY_CAP_PADDING: Final = 6
_KEY_CAP_RADIUS: Final = 4


def text_width(font: QFont, text: str) -> float:
    """Return the width of *text* in px."""
    return QFontMetricsF(font).horizontalAdvance(text)


def draw_text(  # noqa: PLR0913 - as many as QPainter wants
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    *,
    align: Qt.AlignmentFlag = START,
    elide: bool = False,
) -> None:
    """Draw one line of text; with *elide* a long name gives way to an ellipsis."""
    if elide:
        metrics = QFontMetricsF(font)
        if metrics.horizontalAdvance(text) > rect.width():
            right = Qt.TextElideMode.ElideRight
            text = metrics.elidedText(text, right, rect.width())
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(rect, _flags(align), text)


@cache
def _flags(align: Qt.AlignmentFlag) -> int:
    """Return what drawText wants; combining Qt's flags in Python costs 10 us."""
    return int(align | Qt.TextFlag.TextSingleLine)


def key_cap_width(cap: str) -> float:
    """Return the width of the cap that names a key; 0 without one."""
    if not cap:
        return 0.0
    return round(
        text_width(APPEARANCE.font("label_strong"), cap) + 2 * _KEY_CAP_PADDING
    )


def draw_key_cap(
    painter: QPainter, rect: QRectF, cap: str, *, on_fill: bool, disabled: bool
) -> None:
    """Draw the cap of a keyboard key."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if on_fill:
        ground = QColor(APPEARANCE.colour("on_accent"))
        ground.setAlphaF(0.24)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        colour = APPEARANCE.colour("on_accent")
    else:
        painter.setPen(QPen(APPEARANCE.colour("line"), 1))
        painter.setBrush(APPEARANCE.colour("sunken" if disabled else "hover"))
        colour = APPEARANCE.colour("text_disabled" if disabled else "text_muted")
    box = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(box, _KEY_CAP_RADIUS, _KEY_CAP_RADIUS)
    painter.restore()
    draw_text(painter, rect, cap, APPEARANCE.font("label_strong"), colour, align=CENTRE)


def mark(widget: QWidget, **properties: str) -> None:
    """Set the properties by which the style sheet chooses a widget's box."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at the widget's properties again."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


class Text(QLabel):
    """A label whose font is a role of the type scale.

    The font is set again whenever the style changes, because density and
    language change it.
    """

    def __init__(
        self,
        role: str,
        tone: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role = role
        if tone:
            self.setProperty("tone", tone)
        if name:
            self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.refresh()

    def refresh(self) -> None:
        """Take the font of the look in force."""
        self.setFont(APPEARANCE.font(self._role))

    def set_role(self, role: str) -> None:
        """Change the type role."""
        self._role = role
        self.refresh()

    def set_tone(self, tone: str) -> None:
        """Change the colour's role; empty for plain text."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)


def refresh_fonts(root: QWidget) -> None:
    """Give every label and key under *root* the fonts of the look in force."""
    for widget in root.findChildren(QWidget):
        refresh = getattr(widget, "refresh", None)
        if refresh is not None:
            refresh()
