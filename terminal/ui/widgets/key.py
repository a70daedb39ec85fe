"""Everything that is pressed: pay key, keys, tiles, function keys, tabs.

The style sheet gives the box by ``kind`` and state, this module paints what is on
it.  A key that does not apply stays where it is and says why when it is pressed,
so it is never disabled in Qt's sense, which would swallow the press.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QSizePolicy,
    QStyle,
    QStyleOption,
    QWidget,
)
from typing_extensions import override

from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.icons import draw_icon
from terminal.ui.widgets.painting import (
    CENTRE,
    END,
    KEY_CAP_HEIGHT,
    START,
    draw_key_cap,
    draw_text,
    key_cap_width,
    text_width,
)

_ICON_PX: Final = 20
_GAP: Final = 8
_PADDING: Final = 14
_TARGET_MIN: Final = 48
_CONTENT: Final = {
    "pay": "on_positive",
    "primary": "on_accent",
    "danger": "danger_text",
    "pill": "text_muted",
    "pill-sending": "accent",
    "pill-waiting": "warning_text",
    "pill-held": "danger_text",
    "device-ready": "text_muted",
    "device-attention": "warning_text",
    "device-failed": "danger_text",
}
_FILLED: Final = frozenset({"pay", "primary"})


class Key(QAbstractButton):
    """A key with an icon before and a key cap after its centred text.

    Signals:
        chosen: It was pressed and applies.
        refused: It was pressed and does not apply; the reason, translated.
    """

    chosen = Signal()
    refused = Signal(str)

    def __init__(
        self,
        kind: str,
        name: str,
        *,
        icon: str = "",
        cap: str = "",
        role: str = "control",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("kind", kind)
        self.kind = kind
        self.icon_name = icon
        self.cap = cap
        self.role = role
        self.tone = ""
        self.reason = ""
        self.icon_px = _ICON_PX
        self.padding = _PADDING
        self._picture_of: tuple[object, ...] | None = None
        self._cached = QPixmap()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_TARGET_MIN, _TARGET_MIN)
        self.clicked.connect(self._press)

    def label(self, text: str, *, accessible: str = "") -> None:
        """Set what stands on the key and the name a screen reader says."""
        self.setText(text)
        self.setAccessibleName(accessible or text.replace("\n", " "))
        if not text:
            self.setToolTip(accessible)
        self.updateGeometry()
        self.changed()

    def allow(self, reason: str = "") -> None:
        """Make the key apply, or with a *reason* not apply for the time being."""
        if reason != self.reason:
            self.reason = reason
            self.setAccessibleDescription(reason)
            self.update()

    @property
    def applies(self) -> bool:
        """Whether pressing does what the key says."""
        return not self.reason

    def set_kind(self, kind: str) -> None:
        """Give the key another box."""
        if kind != self.kind:
            self.kind = kind
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)
            self.changed()

    def refresh(self) -> None:
        """Take the fonts of the look in force."""
        self.updateGeometry()
        self.changed()

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(self.content_width()) + 2 * self.padding, _TARGET_MIN)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture())
        painter.end()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.changed()

    def changed(self) -> None:
        """Paint anew: what the key shows is not what its picture shows."""
        self._picture_of = None
        self.update()

    def _picture(self) -> QPixmap:
        """Return the key as it looks now, painted once for each of its states.

        A key that lies over the basket is exposed with every scan; painting it
        anew each time would cost more than the line itself.
        """
        ratio = self.devicePixelRatioF()
        state = (
            self.width(),
            self.height(),
            ratio,
            self.isDown(),
            self.isChecked(),
            self.underMouse(),
            self.looks_enabled,
            self.text(),
            self.icon_name,
            self.cap,
            self.tone,
            APPEARANCE.stamp,
        )
        if self._picture_of != state:
            self._picture_of = state
            pixmap = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            self._paint_box(painter)
            self.paint_content(painter)
            painter.end()
            self._cached = pixmap
        return self._cached

    def paint_content(self, painter: QPainter) -> None:
        """Paint icon, text and cap centred as one group."""
        width = self.content_width()
        x = (self.width() - width) / 2
        middle = self.height() / 2
        colour = self.content_colour()
        if self.icon_name:
            draw_icon(
                painter,
                self.icon_name,
                self.icon_token(),
                self.icon_px,
                QPointF(round(x), round(middle - self.icon_px / 2)),
            )
            x += self.icon_px + (_GAP if self.text() else 0)
        if self.text():
            font = self.content_font()
            lines = self.text().split("\n")
            part = max(text_width(font, line) for line in lines)
            height = max(APPEARANCE.scaled(18), round(font.pixelSize() * 1.25))
            top = middle - height * len(lines) / 2
            for number, line in enumerate(lines):
                box = QRectF(x, top + number * height, part + 1, height)
                draw_text(painter, box, line, font, colour)
            x += part
        if self.cap:
            x += _GAP + 2
            cap = QRectF(
                round(x),
                round(middle - KEY_CAP_HEIGHT / 2),
                key_cap_width(self.cap),
                KEY_CAP_HEIGHT,
            )
            draw_key_cap(
                painter,
                cap,
                self.cap,
                on_fill=self.kind in _FILLED and self.looks_enabled,
                disabled=not self.looks_enabled,
            )

    @property
    def looks_enabled(self) -> bool:
        """Whether the key is painted as one that applies."""
        return self.isEnabled() and self.applies

    def content_colour(self) -> QColor:
        """Return the colour of the text in the present state."""
        return APPEARANCE.colour(self._token())

    def icon_token(self) -> str:
        """Return the colour token of the icon in the present state."""
        name = self._token()
        return "text_muted" if name == "text" and self.text() else name

    def content_font(self) -> QFont:
        """Return the font of the text."""
        return APPEARANCE.font(self.role)

    def _token(self) -> str:
        if not self.looks_enabled:
            return "text_disabled"
        return self.tone or _CONTENT.get(self.kind, "text")

    def content_width(self) -> float:
        """Return how wide icon, text and key cap are together."""
        width = 0.0
        if self.icon_name:
            width += self.icon_px
        if self.text():
            font = self.content_font()
            width += max(text_width(font, line) for line in self.text().split("\n"))
            width += _GAP if self.icon_name else 0
        if self.cap:
            width += _GAP + 2 + key_cap_width(self.cap)
        return width

    def _paint_box(self, painter: QPainter) -> None:
        option = QStyleOption()
        option.initFrom(self)
        if not self.looks_enabled:
            option.state &= ~(
                QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_MouseOver
            )
        if self.isDown():
            option.state |= QStyle.StateFlag.State_Sunken
        if self.isChecked():
            option.state |= QStyle.StateFlag.State_On
        self.style().drawPrimitive(
            QStyle.PrimitiveElement.PE_Widget, option, painter, self
        )

    @Slot()
    def _press(self) -> None:
        if self.reason:
            self.refused.emit(self.reason)
        else:
            self.chosen.emit()


class FunctionKey(Key):
    """A key of the bottom row: icon top start, key name top end, label below."""

    def __init__(self, name: str, icon: str, cap: str) -> None:
        super().__init__("key", name, icon=icon, cap=cap, role="label_strong")
        self.setMinimumWidth(_TARGET_MIN)

    @override
    def sizeHint(self) -> QSize:
        return QSize(APPEARANCE.scaled(80), APPEARANCE.scaled(56))

    @override
    def minimumSizeHint(self) -> QSize:
        width = round(text_width(self.content_font(), self.text())) + 12
        return QSize(max(_TARGET_MIN, width), _TARGET_MIN)

    @override
    def paint_content(self, painter: QPainter) -> None:
        box = QRectF(self.rect()).adjusted(6, 7, -6, -5)
        token = "text_muted" if self.looks_enabled else "text_disabled"
        line = APPEARANCE.scaled(20)
        mirrored = self.isRightToLeft()
        draw_icon(
            painter,
            self.icon_name,
            token,
            _ICON_PX,
            QPointF(box.right() - _ICON_PX if mirrored else box.left(), box.top()),
        )
        draw_text(
            painter,
            QRectF(box.left(), box.top(), box.width(), line),
            self.cap,
            APPEARANCE.font("label"),
            APPEARANCE.colour(token),
            align=START if mirrored else END,
        )
        draw_text(
            painter,
            QRectF(box.left(), box.bottom() - line, box.width(), line),
            self.text(),
            self.content_font(),
            self.content_colour(),
            align=END if mirrored else START,
        )


class Tile(Key):
    """An item to touch: icon and price on top, the name in two lines below."""

    def __init__(self, name: str, icon: str = "") -> None:
        super().__init__("tile", name, icon=icon)
        self.price = ""
        self.setMinimumSize(120, 80)

    def show_item(self, description: str, price: str, icon: str) -> None:
        """Set what the tile sells; *price* is already formatted."""
        self.price = price
        self.icon_name = icon
        self.label(description, accessible=f"{description}, {price}")

    @override
    def sizeHint(self) -> QSize:
        return QSize(139, 89)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, 80)

    @override
    def paint_content(self, painter: QPainter) -> None:
        box = QRectF(self.rect()).adjusted(12, 9, -12, -9)
        mirrored = self.isRightToLeft()
        start, end = (END, START) if mirrored else (START, END)
        if self.icon_name:
            x = box.right() - 28 if mirrored else box.left()
            draw_icon(painter, self.icon_name, "text_muted", 28, QPointF(x, box.top()))
        draw_text(
            painter,
            QRectF(box.left(), box.top(), box.width(), 28),
            self.price,
            APPEARANCE.font("label"),
            APPEARANCE.colour("text_muted"),
            align=end,
        )
        font = self.content_font()
        line = APPEARANCE.scaled(19)
        lines = two_lines(self.text(), font, box.width())
        top = box.bottom() - line * len(lines)
        for number, text in enumerate(lines):
            draw_text(
                painter,
                QRectF(box.left(), top + number * line, box.width(), line),
                text,
                font,
                self.content_colour(),
                align=start,
                elide=True,
            )


class AmountKey(Key):
    """A cash key: the currency's sign and an amount, with a word below if needed."""

    def __init__(self, name: str, kind: str = "secondary") -> None:
        super().__init__(kind, name, role="lead")
        self.symbol = ""
        self.caption = ""
        self.amount_px = 24
        self.padding = 5
        self.lead_text = ""

    def show_amount(self, symbol: str, amount: str, caption: str = "") -> None:
        """Set the amount, already formatted, and the word under it."""
        self.symbol = symbol
        self.caption = caption
        spoken = " ".join(part for part in (self.lead_text, caption, amount) if part)
        self.label(amount, accessible=spoken)

    @override
    def content_width(self) -> float:
        return self._figure_width() + (
            2 * (_GAP + key_cap_width(self.cap)) if self.cap else 0
        )

    def _figure_width(self) -> float:
        big = APPEARANCE.font("lead", self.amount_px)
        small = APPEARANCE.font("body_medium", self.amount_px // 2)
        width = text_width(big, self.text())
        if self.symbol:
            width += text_width(small, self.symbol) + round(self.amount_px * 0.14)
        if self.lead_text:
            width += text_width(big, self.lead_text) + 14
        return width

    @override
    def paint_content(self, painter: QPainter) -> None:
        big = APPEARANCE.font("lead", self.amount_px)
        small = APPEARANCE.font("body_medium", max(13, self.amount_px // 2 + 2))
        colour = self.content_colour()
        x = (self.width() - self._figure_width()) / 2
        middle = self.height() / 2 - (9 if self.caption else 0)
        rect = QRectF(0, middle - self.amount_px, self.width(), self.amount_px * 2)
        if self.lead_text:
            box = QRectF(x, rect.top(), self.width(), rect.height())
            draw_text(painter, box, self.lead_text, big, colour)
            x += text_width(big, self.lead_text) + 14
        if self.symbol:
            box = QRectF(x, rect.top() + self.amount_px * 0.14, 99, rect.height())
            muted = (
                colour
                if self.kind in _FILLED or not self.looks_enabled
                else APPEARANCE.colour("text_muted")
            )
            draw_text(painter, box, self.symbol, small, muted)
            x += text_width(small, self.symbol)
            x += round(self.amount_px * 0.14)
        box = QRectF(x, rect.top(), self.width() - x, rect.height())
        draw_text(painter, box, self.text(), big, colour)
        if self.caption:
            box = QRectF(0, middle + 13, self.width(), 20)
            muted = APPEARANCE.colour(
                "text_muted" if self.looks_enabled else "text_disabled"
            )
            draw_text(
                painter,
                box,
                self.caption,
                APPEARANCE.font("label"),
                muted,
                align=CENTRE,
            )
        if self.cap:
            self.paint_end_cap(painter)

    def paint_end_cap(self, painter: QPainter) -> None:
        """Paint the key cap at the key's end, where the pay key has it."""
        paint_end_cap(painter, self)


class PayKey(Key):
    """The one large key of a panel; its cap stands at the end, not beside the text."""

    def __init__(self, kind: str, name: str, cap: str) -> None:
        super().__init__(kind, name, cap=cap, role="title")
        self.hint = ""

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, 63)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, 56)

    @override
    def paint_content(self, painter: QPainter) -> None:
        font = self.content_font()
        small = APPEARANCE.font("body_medium")
        width = text_width(font, self.text())
        if self.hint:
            width += 12 + text_width(small, self.hint)
        x = (self.width() - width) / 2
        box = QRectF(x, 0, self.width(), self.height())
        draw_text(painter, box, self.text(), font, self.content_colour())
        x += text_width(font, self.text()) + 12
        if self.hint:
            box = QRectF(x, 0, self.width(), self.height())
            draw_text(painter, box, self.hint, small, self.content_colour())
        paint_end_cap(painter, self)


def paint_end_cap(painter: QPainter, key: Key) -> None:
    """Paint the cap of *key* 17 px before its end edge, in the middle of its height."""
    width = key_cap_width(key.cap)
    x = 17.0 if key.isRightToLeft() else key.width() - 17 - width
    box = QRectF(
        round(x), round((key.height() - KEY_CAP_HEIGHT) / 2), width, KEY_CAP_HEIGHT
    )
    draw_key_cap(
        painter,
        box,
        key.cap,
        on_fill=key.kind in _FILLED and key.looks_enabled,
        disabled=not key.looks_enabled,
    )


def two_lines(text: str, font: QFont, width: float) -> list[str]:
    """Break *text* into at most two lines at a space, or anywhere in CJK text."""
    if text_width(font, text) <= width:
        return [text]
    words = text.split(" ")
    for cut in range(len(words) - 1, 0, -1):
        first = " ".join(words[:cut])
        if text_width(font, first) <= width:
            return [first, " ".join(words[cut:])]
    for cut in range(len(text) - 1, 0, -1):
        if text_width(font, text[:cut]) <= width:
            return [text[:cut], text[cut:]]
    return [text]
