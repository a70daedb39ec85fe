"""The screen that faces the customer: basket, total, change, thanks, a greeting.

It takes no input and holds nothing of the cashier's; it is painted whole from one
CustomerView, in proportion to the screen: distances are those of 1280x800.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRectF, Qt, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from terminal.application.selling.customer_view import NOBODY, CustomerView
from terminal.application.selling.sale_view import LineView, TotalsView
from terminal.ui.support.money_text import format_minor
from terminal.ui.support.translation import tr
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.view_models.basket_line import basket_line
from terminal.ui.widgets.painting import (
    CENTRE,
    END,
    START,
    draw_text,
    mark,
    text_width,
)
from terminal.ui.widgets.training_mark import TrainingBorder

_DESIGN_WIDTH: Final = 1280
_DESIGN_HEIGHT: Final = 800
_MARGIN: Final = 32
_HEADER: Final = 88
_TOTAL: Final = 200
_LAST: Final = 144
_ROW: Final = 72
_EARLIER: Final = 56


class CustomerScreen(QWidget):
    """One window of its own on the customer's screen."""

    def __init__(self, store_name: str, *, is_training: bool = False) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint)
        self.setObjectName("customerScreen")
        self.setWindowTitle(store_name)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.BlankCursor)
        mark(self, ground="surface")
        self._store_name = store_name
        self._is_training = is_training
        if is_training:
            TrainingBorder(self)
        self._symbol = ""
        self.view = NOBODY

    @property
    def name(self) -> str:
        """What stands for the store: its name, or that nothing here is real."""
        return tr("TRAINING") if self._is_training else self._store_name

    def use_symbol(self, symbol: str) -> None:
        """Show this sign of the currency."""
        self._symbol = symbol
        self.update()

    @Slot(object)
    def show_view(self, view: CustomerView) -> None:
        """Show another moment of the sale."""
        self.view = view
        self.setAccessibleName(self.spoken())
        self.update()

    def spoken(self) -> str:
        """Return what stands on the screen, as a reader says it."""
        view, totals = self.view, self.view.totals
        if view.phase == "idle" or totals is None:
            return f"{tr('Welcome')}, {self.name}"
        exponent = totals.exponent
        caption, amount = self._figure(totals)
        parts = [f"{caption} {amount}"]
        if view.phase != "done" and view.last is not None:
            line = basket_line(view.last, exponent)
            parts.insert(0, f"{line.name} {self._net(view.last, exponent)}")
        if view.saved_minor:
            parts.append(self._saved(exponent))
        if view.phase == "done":
            parts.append(tr("Thank you!"))
        return ", ".join(parts)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.spoken())
            self.update()
        super().changeEvent(event)

    # -- painting --------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = min(self.width() / _DESIGN_WIDTH, self.height() / _DESIGN_HEIGHT)
        painter.scale(scale, scale)
        room = QRectF(0, 0, self.width() / scale, self.height() / scale)
        totals = self.view.totals
        painter.fillRect(room, APPEARANCE.colour("surface"))
        if self.view.phase == "idle" or totals is None:
            self._paint_idle(painter, room)
        elif self.view.phase == "done":
            self._paint_header(painter, room, totals)
            self._paint_farewell(painter, room, totals)
        else:
            self._paint_header(painter, room, totals)
            self._paint_lines(painter, room, totals.exponent)
            self._paint_total(painter, room, totals)
        painter.end()

    def _paint_idle(self, painter: QPainter, room: QRectF) -> None:
        painter.fillRect(room, APPEARANCE.colour("canvas"))
        middle = room.center()
        self._paint_mark(painter, QRectF(middle.x() - 48, middle.y() - 180, 96, 96))
        name = QRectF(_MARGIN, middle.y() - 50, room.width() - 2 * _MARGIN, 90)
        self._text(painter, name, self.name, "title", 64, align=CENTRE)
        below = QRectF(_MARGIN, middle.y() + 60, room.width() - 2 * _MARGIN, 50)
        self._text(
            painter, below, tr("Welcome"), "body", 36, tone="text_muted", align=CENTRE
        )

    def _paint_header(
        self, painter: QPainter, room: QRectF, totals: TotalsView
    ) -> None:
        self._paint_mark(painter, QRectF(_MARGIN, 20, 48, 48))
        count = tr("%n items", totals.item_count)
        width = text_width(_font("body", 24), count) + 8
        end = QRectF(room.right() - _MARGIN - width, 0, width, _HEADER)
        self._text(painter, end, count, "body", 24, tone="text_muted", align=END)
        name = QRectF(100, 0, end.left() - 120, _HEADER)
        self._text(painter, name, self.name, "title", 28)
        self._line(painter, room, _HEADER)

    def _paint_lines(self, painter: QPainter, room: QRectF, exponent: int) -> None:
        last = self.view.last
        if last is None:
            return
        top = room.bottom() - _TOTAL - _LAST
        box = QRectF(0, top, room.width(), _LAST)
        painter.fillRect(box, APPEARANCE.colour("accent_soft"))
        self._paint_last(painter, box, last, exponent)
        earlier = [line for line in self.view.lines if line is not last]
        fitting = int((top - _HEADER) // _ROW)
        if len(earlier) > fitting:
            fitting = int((top - _HEADER - _EARLIER) // _ROW)
        shown = earlier[len(earlier) - fitting :] if fitting < len(earlier) else earlier
        for line in reversed(shown):
            self._line(painter, room, top)
            top -= _ROW
            self._paint_row(painter, QRectF(0, top, room.width(), _ROW), line, exponent)
        hidden = len(earlier) - len(shown)
        if hidden:
            self._line(painter, room, top)
            place = QRectF(_MARGIN, top - 48, room.width() - 2 * _MARGIN, 48)
            text = tr("%n earlier items", hidden)
            self._text(painter, place, text, "body", 20, tone="text_muted")

    def _paint_last(
        self, painter: QPainter, box: QRectF, line: LineView, exponent: int
    ) -> None:
        amount = self._net(line, exponent)
        left = self._paint_amount(
            painter, box.right() - _MARGIN, box.center().y(), amount, 58
        )
        width = left - 2 * _MARGIN
        text = self._detail(line, exponent)
        top = box.top() + (28 if text else 48)
        name = QRectF(_MARGIN, top, width, 48)
        self._text(painter, name, line.description, "title", 36)
        detail = QRectF(_MARGIN, top + 50, width, 34)
        self._text(painter, detail, text, "body", 24, tone="text_muted")

    def _paint_row(
        self, painter: QPainter, box: QRectF, line: LineView, exponent: int
    ) -> None:
        amount = self._net(line, exponent)
        width = text_width(_font("strong", 26), amount) + 8
        place = QRectF(box.right() - _MARGIN - width, box.top(), width, box.height())
        self._text(painter, place, amount, "strong", 26, align=END)
        detail = self._detail(line, exponent)
        name = QRectF(_MARGIN, box.top(), place.left() - 2 * _MARGIN, box.height())
        if detail:
            name.setHeight(44)
            name.translate(0, 4)
            below = QRectF(_MARGIN, box.top() + 42, name.width(), 24)
            self._text(painter, below, detail, "body", 18, tone="text_muted")
        self._text(painter, name, line.description, "body_medium", 26)

    def _paint_total(self, painter: QPainter, room: QRectF, totals: TotalsView) -> None:
        top = room.bottom() - _TOTAL
        painter.fillRect(
            QRectF(0, top - 1, room.width(), 1.5), APPEARANCE.colour("accent_line")
        )
        caption, amount = self._figure(totals)
        left = self._paint_amount(
            painter, room.right() - _MARGIN, top + _TOTAL / 2, amount, 144
        )
        width = left - 2 * _MARGIN
        place = QRectF(_MARGIN, top + 60, width, 44)
        self._text(painter, place, caption, "strong", 32, tone="text_muted")
        if self.view.saved_minor:
            below = QRectF(_MARGIN, top + 104, width, 36)
            saved = self._saved(totals.exponent)
            self._text(painter, below, saved, "strong", 26, tone="accent")

    def _paint_farewell(
        self, painter: QPainter, room: QRectF, totals: TotalsView
    ) -> None:
        body = room.adjusted(0, _HEADER, 0, 0)
        painter.fillRect(body, APPEARANCE.colour("canvas"))
        caption, amount = self._figure(totals)
        middle = body.center()
        place = QRectF(_MARGIN, middle.y() - 210, room.width() - 2 * _MARGIN, 50)
        self._text(painter, place, caption, "strong", 36, "text_muted", CENTRE)
        whole = self._amount_width(amount, 168)
        self._paint_amount(
            painter, middle.x() + whole / 2, middle.y() - 70, amount, 168
        )
        detail = self._farewell_detail(totals)
        below = QRectF(_MARGIN, middle.y() + 40, room.width() - 2 * _MARGIN, 40)
        self._text(painter, below, detail, "body", 28, "text_muted", CENTRE)
        thanks = QRectF(_MARGIN, middle.y() + 130, room.width() - 2 * _MARGIN, 64)
        self._text(painter, thanks, tr("Thank you!"), "title", 48, "text", CENTRE)
        if self.view.saved_minor:
            saved = QRectF(_MARGIN, middle.y() + 200, room.width() - 2 * _MARGIN, 40)
            text = self._saved(totals.exponent)
            self._text(painter, saved, text, "strong", 26, "accent", CENTRE)

    def _paint_mark(self, painter: QPainter, box: QRectF) -> None:
        painter.save()
        painter.translate(box.topLeft())
        painter.scale(box.width() / 32, box.height() / 32)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(APPEARANCE.colour("accent_fill"))
        painter.drawRoundedRect(QRectF(0, 0, 32, 32), 6, 6)
        painter.setBrush(APPEARANCE.colour("on_accent"))
        for y, width in ((9.5, 15), (15, 11), (20.5, 15)):
            painter.drawRoundedRect(QRectF(8.5, y, width, 2.5), 1.2, 1.2)
        painter.restore()

    def _paint_amount(
        self, painter: QPainter, right: float, middle: float, amount: str, px: int
    ) -> float:
        """Draw a figure that ends at *right*; return where it begins."""
        font, symbol_font = _font("change", px), _font("body_medium", px // 2)
        width = text_width(font, amount)
        base = middle + QFontMetricsF(font).capHeight() / 2
        left = right - width
        painter.setFont(font)
        painter.setPen(APPEARANCE.colour("text"))
        painter.drawText(round(left), round(base), amount)
        if self._symbol:
            left -= text_width(symbol_font, self._symbol) + px * 0.14
            painter.setFont(symbol_font)
            painter.setPen(APPEARANCE.colour("text_muted"))
            painter.drawText(round(left), round(base), self._symbol)
        return left

    def _amount_width(self, amount: str, px: int) -> float:
        width = text_width(_font("change", px), amount)
        if self._symbol:
            symbol = text_width(_font("body_medium", px // 2), self._symbol)
            width += symbol + px * 0.14
        return width

    def _line(self, painter: QPainter, room: QRectF, y: float) -> None:
        painter.fillRect(QRectF(0, y - 1, room.width(), 1), APPEARANCE.colour("line"))

    def _text(  # noqa: PLR0913, PLR0917 - what a text needs
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        role: str,
        px: int,
        tone: str = "text",
        align: Qt.AlignmentFlag = START,
    ) -> None:
        colour = APPEARANCE.colour(tone)
        draw_text(painter, box, text, _font(role, px), colour, align=align, elide=True)

    # -- texts -----------------------------------------------------------------

    def _figure(self, totals: TotalsView) -> tuple[str, str]:
        """Return the figure that matters now, with its caption."""
        exponent = totals.exponent
        if self.view.phase == "done" and totals.total_minor < 0:
            return tr("You get back"), format_minor(-totals.total_minor, exponent)
        if self.view.phase == "done" and self.view.change_minor:
            return tr("Change"), format_minor(self.view.change_minor, exponent)
        if self.view.phase == "tender":
            return tr("Still to pay"), format_minor(totals.due_minor, exponent)
        return tr("Total"), format_minor(totals.total_minor, exponent)

    def _farewell_detail(self, totals: TotalsView) -> str:
        if not self.view.change_minor or totals.total_minor < 0:
            return ""
        exponent = totals.exponent
        return tr(
            "Total {total}, given {given}",
            total=format_minor(totals.total_minor, exponent),
            given=format_minor(self.view.given_minor, exponent),
        )

    def _saved(self, exponent: int) -> str:
        amount = format_minor(self.view.saved_minor, exponent)
        return tr("You save {amount}", amount=amount)

    @staticmethod
    def _net(line: LineView, exponent: int) -> str:
        return format_minor(line.amount_minor, exponent)

    @staticmethod
    def _detail(line: LineView, exponent: int) -> str:
        shown = basket_line(line, exponent)
        parts = [] if shown.is_single else [f"{shown.quantity} × {shown.unit_price}"]
        # Why a price is lower is the customer's business, who changed it is not.
        parts += [one.label for one in line.modifiers if one.kind == "promotion"]
        return " · ".join(parts)


def _font(role: str, px: int) -> QFont:
    """Return a font of exactly *px*, whatever the cashier's density is."""
    return APPEARANCE.font(role, round(px / APPEARANCE.density.factor))
