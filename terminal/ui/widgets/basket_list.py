"""The list of the lines of a sale.

A table view of one column and fixed sections: appending a row then costs the same
at line 3 and at line 1,000, which a QListView with rows of unequal height does
not offer (it asks every row for its size again).  The delegate draws a whole line
from a Python list, not through ``model.data``, which is there for screen readers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from terminal.ui.support.money_text import TIMES
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.icons import draw_icon
from terminal.ui.theme.tokens import load_tokens
from terminal.ui.view_models.basket_line import BasketLine
from terminal.ui.widgets.line_actions import LineActions
from terminal.ui.widgets.painting import CENTRE, END, START, draw_text, text_width

_Index = QModelIndex | QPersistentModelIndex
_SELECTION_BAR: Final = 4
_TAG_HEIGHT: Final = 22
_SELECTED_PX: Final = 20
_ACTIONS_BOTTOM: Final = 8
# From the end of the figures of a selected line to the middle of its first note.
_SELECTED_NOTE: Final = 6
# Chinese, Japanese, Korean, Arabic.
_OTHER_SCRIPTS: Final = "中あ한ا"
# Some screens full of lines, about 150 kB each.
_PICTURES_MAX: Final = 48


class BasketModel(QAbstractListModel):
    """The lines of the open sale, in the order they were rung up."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[BasketLine] = []
        self._row_of: dict[int, int] = {}

    def reset(self, lines: list[BasketLine]) -> None:
        """Show another basket."""
        self.beginResetModel()
        self.lines = list(lines)
        self._row_of = {line.sequence: row for row, line in enumerate(lines)}
        self.endResetModel()

    def put(self, line: BasketLine) -> int:
        """Add *line*, or take it in place of the one with its sequence.

        Returns:
            The row of the line.
        """
        row = self._row_of.get(line.sequence)
        if row is None:
            row = len(self.lines)
            self.beginInsertRows(QModelIndex(), row, row)
            self.lines.append(line)
            self._row_of[line.sequence] = row
            self.endInsertRows()
        else:
            self.lines[row] = line
            index = self.index(row)
            self.dataChanged.emit(index, index)
        return row

    @override
    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        } and index.row() < len(self.lines):
            return self.lines[index.row()].spoken()
        return None


class BasketDelegate(QStyledItemDelegate):
    """Draws one whole line."""

    def __init__(self, model: BasketModel, view: BasketList) -> None:
        super().__init__(view)
        self._model = model
        self._view = view
        self._pictures: dict[object, QPixmap] = {}
        self._stamp = APPEARANCE.stamp

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        row = index.row()
        rect: QRect = option.rect
        if rect.bottom() > self._view.viewport().height() and row != 0:
            return  # Lists stop on whole lines.
        line = self._model.lines[row]
        is_selected = row == self._view.selected_row
        is_flashing = is_selected or row == self._view.flashing_row
        ratio = self._view.devicePixelRatioF()
        key = (line, rect.size().toTuple(), is_selected, is_flashing, ratio)
        picture = self._pictures.get(key)
        if picture is None or self._stamp != APPEARANCE.stamp:
            picture = self._draw_line(line, rect, is_selected, is_flashing, ratio)
            self._keep(key, picture)
        painter.drawPixmap(rect.topLeft(), picture)

    def _keep(self, key: object, picture: QPixmap) -> None:
        """Keep the picture of a line: scrolling then costs no text at all."""
        if self._stamp != APPEARANCE.stamp or len(self._pictures) >= _PICTURES_MAX:
            self._pictures.clear()
            self._stamp = APPEARANCE.stamp
        self._pictures[key] = picture

    def _draw_line(
        self,
        line: BasketLine,
        at: QRect,
        is_selected: bool,  # noqa: FBT001 - the parts of the key of paint()
        is_flashing: bool,  # noqa: FBT001
        ratio: float,
    ) -> QPixmap:
        picture = QPixmap(round(at.width() * ratio), round(at.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        painter = QPainter(picture)
        rect = QRect(0, 0, at.width(), at.height())
        density = APPEARANCE.density
        self._paint_ground(
            painter, rect, is_selected=is_selected, is_flashing=is_flashing
        )
        height = density.line_selected - 2 * 28 if is_selected else density.line
        if line.notes and not is_selected:
            height = density.line - 8
        top = QRect(rect.left(), rect.top(), rect.width(), height)
        self._paint_figures(painter, top, line, is_selected=is_selected)
        self._paint_name(painter, top, line, is_selected=is_selected)
        first = height + _SELECTED_NOTE if is_selected else density.line
        for number, note in enumerate(line.notes):
            middle = rect.top() + first + number * density.line_modifier_adds
            self._paint_note(painter, rect, note, middle)
        painter.end()
        return picture

    def _paint_ground(
        self, painter: QPainter, rect: QRect, *, is_selected: bool, is_flashing: bool
    ) -> None:
        line_px = APPEARANCE.theme.line_px
        ground = "accent_soft" if is_flashing else "surface"
        painter.fillRect(rect, APPEARANCE.colour(ground))
        if is_selected:
            mirrored = self._view.isRightToLeft()
            x = rect.right() - _SELECTION_BAR + 1 if mirrored else rect.left()
            bar = QRect(x, rect.top(), _SELECTION_BAR, rect.height())
            painter.fillRect(bar, APPEARANCE.colour("accent"))
        under = QRect(rect.left(), rect.bottom() - line_px + 1, rect.width(), line_px)
        token = "accent_line" if is_selected else "line"
        painter.fillRect(under, APPEARANCE.colour(token))

    def _paint_figures(
        self, painter: QPainter, rect: QRect, line: BasketLine, *, is_selected: bool
    ) -> None:
        density = APPEARANCE.density
        muted, text = APPEARANCE.colour("text_muted"), APPEARANCE.colour("text")
        voided = bool(line.void_tag)
        body = round(density.body_px / density.factor)
        amount_font = (
            APPEARANCE.font("lead", _SELECTED_PX)
            if is_selected
            else APPEARANCE.font("body" if voided else "strong", body)
        )
        columns = self._columns(rect)
        draw_text(
            painter,
            columns["amount"],
            line.amount,
            amount_font,
            muted if voided else text,
            align=self._far,
        )
        quiet = voided or line.is_single
        quantity_font = APPEARANCE.font("body" if quiet else "strong", body)
        draw_text(
            painter,
            columns["quantity"],
            line.quantity,
            quantity_font,
            muted if quiet else text,
            align=END,
        )
        plain = APPEARANCE.font("body", body)
        draw_text(
            painter,
            columns["times"],
            TIMES,
            plain,
            muted,
            align=Qt.AlignmentFlag.AlignCenter,
        )
        draw_text(painter, columns["unit"], line.unit_price, plain, muted)
        if line.is_measured:
            width = text_width(quantity_font, line.quantity)
            x = columns["quantity"].right() - width - 5 - 16
            at = QPointF(round(x), rect.center().y() - 7)
            draw_icon(painter, "scale", "text_muted", 16, at)

    def _paint_name(
        self, painter: QPainter, rect: QRect, line: BasketLine, *, is_selected: bool
    ) -> None:
        density = APPEARANCE.density
        body = round(density.body_px / density.factor)
        font = (
            APPEARANCE.font("lead", _SELECTED_PX)
            if is_selected
            else APPEARANCE.font("body_medium", body)
        )
        box = self._columns(rect)["name"]
        if line.is_measured:
            box = box.adjusted(0, 0, -24, 0)
        muted = APPEARANCE.colour("text_muted")
        tag_font = APPEARANCE.font("label_strong")
        tag_text = line.void_tag if density.from_width else line.void_tag_short
        tag_width = 16 + 16 + text_width(tag_font, tag_text) if line.void_tag else 0
        if not line.void_tag:
            draw_text(
                painter,
                box,
                line.name,
                font,
                APPEARANCE.colour("text"),
                align=self._near,
                elide=True,
            )
            return
        room = box.adjusted(0, 0, -tag_width - 10, 0)
        metrics = QFontMetricsF(font)
        name = metrics.elidedText(line.name, Qt.TextElideMode.ElideRight, room.width())
        width = metrics.horizontalAdvance(name)
        draw_text(painter, room, name, font, muted)
        middle = rect.center().y() + 1
        painter.setPen(QPen(muted, 1.4))
        painter.drawLine(
            QPointF(room.left(), middle), QPointF(room.left() + width, middle)
        )
        tag = QRectF(
            round(room.left() + width + 10),
            rect.center().y() - _TAG_HEIGHT / 2 + 1,
            tag_width,
            _TAG_HEIGHT,
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(
            QPen(APPEARANCE.colour("line"), 1)
            if APPEARANCE.theme.line_px > 1
            else Qt.PenStyle.NoPen
        )
        painter.setBrush(APPEARANCE.colour("hover"))
        radius = load_tokens().radius["tag"]
        painter.drawRoundedRect(tag, radius, radius)
        painter.restore()
        draw_icon(
            painter,
            "void",
            "text_muted",
            16,
            QPointF(tag.left() + 5, round(tag.center().y() - 8)),
        )
        draw_text(painter, tag.adjusted(25, 0, 0, 0), tag_text, tag_font, muted)

    def _paint_note(
        self, painter: QPainter, rect: QRect, note: tuple[str, str], middle: int
    ) -> None:
        density = APPEARANCE.density
        text, amount_text = note
        box = self._columns(rect)["name"]
        x = box.right() - 16 if self._view.isRightToLeft() else box.left()
        draw_icon(painter, "tag", "accent", 16, QPointF(x, middle - 8))
        draw_text(
            painter,
            QRectF(box.left() + 22, middle - 10, box.width(), 20),
            text,
            APPEARANCE.font("label_strong"),
            APPEARANCE.colour("text_muted"),
            align=self._near,
            elide=True,
        )
        amount = self._columns(rect)["amount"]
        body = round(density.body_px / density.factor)
        draw_text(
            painter,
            QRectF(amount.left(), middle - 12, amount.width(), 24),
            amount_text,
            APPEARANCE.font("body_medium", body - 1),
            APPEARANCE.colour("accent"),
            align=self._far,
        )

    @property
    def _near(self) -> Qt.AlignmentFlag:
        return END if self._view.isRightToLeft() else START

    @property
    def _far(self) -> Qt.AlignmentFlag:
        return START if self._view.isRightToLeft() else END

    def _columns(self, rect: QRect) -> dict[str, QRectF]:
        """Return the columns of a line; money ends at one x, × stands at one x."""
        density = APPEARANCE.density
        left, right = rect.left() + density.margin, rect.right() + 1 - density.margin
        amount = right - density.amount
        unit = amount - density.unit_price
        times = unit - density.times
        quantity = times - density.quantity
        top, height = rect.top(), rect.height()
        spans = {
            "amount": (amount, right),
            "unit": (unit, amount + 24),
            "times": (times, unit),
            "quantity": (quantity, times),
            "name": (left, quantity - 8),
        }
        if self._view.isRightToLeft():
            spans["amount"] = (left, left + density.amount)
            spans["quantity"] = (left + density.amount, quantity - amount + left)
            shift = left + density.amount + 8
            spans["quantity"] = (shift, shift + density.quantity)
            spans["times"] = (spans["quantity"][1], spans["quantity"][1] + 20)
            spans["unit"] = (spans["times"][1], spans["times"][1] + 96)
            spans["name"] = (spans["unit"][1], right)
        return {k: QRectF(a, top, b - a, height) for k, (a, b) in spans.items()}


class BasketList(QTableView):
    """The visible basket; the last added line is the selected one.

    Signals:
        line_selected: The sequence of the line that shows its actions; 0 for none.

    Attributes:
        painted: Called after each paint with the number of lines then on the
            model; for measuring from a scan to the painted line.
    """

    line_selected = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("basketList")
        self.basket = BasketModel()
        self.selected_row = -1
        self.flashing_row = -1
        self.is_editable = True
        self._hint = ""
        self.painted: Callable[[int], None] | None = None
        self._flash_timer = QTimer(self)
        self._flash_timer.setSingleShot(True)
        self._flash_timer.setInterval(load_tokens().motion_ms["line_added_flash"])
        self._flash_timer.timeout.connect(self._end_flash)
        self.setModel(self.basket)
        self.setItemDelegate(BasketDelegate(self.basket, self))
        self._set_up_view()
        self.actions_bar = LineActions(self.viewport())
        self.actions_bar.hide()
        self.clicked.connect(self._choose)

    def _set_up_view(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(APPEARANCE.density.line)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setWordWrap(False)

    @property
    def selected_sequence(self) -> int:
        """The sequence of the selected line, 0 when none is."""
        if 0 <= self.selected_row < len(self.basket.lines):
            return self.basket.lines[self.selected_row].sequence
        return 0

    def show_basket(self, lines: list[BasketLine]) -> None:
        """Show a whole basket, its last line selected if that may be changed."""
        self.selected_row = -1
        self.flashing_row = -1
        self.verticalHeader().setDefaultSectionSize(APPEARANCE.density.line)
        self.basket.reset(lines)
        for row, line in enumerate(lines):
            if line.notes:
                self.setRowHeight(row, self._height(row))
        self._select(len(lines) - 1 if self.is_editable else -1)
        self._show_end()

    def set_hint(self, hint: str) -> None:
        """Set what stands in the list while it has no line; empty for nothing."""
        if hint != self._hint:
            self._hint = hint
            self.setAccessibleDescription(hint)
            self.viewport().update()

    def put_line(
        self, line: BasketLine, *, flash: bool = True, select: bool = True
    ) -> None:
        """Add or change one line; costs the same however long the basket is.

        Args:
            line: The line as it is drawn.
            flash: Whether it draws the eye.
            select: Whether it becomes the selected one.
        """
        count = len(self.basket.lines)
        row = self.basket.put(line)
        if select:
            self._select(-1 if line.void_tag else row)
        self.setRowHeight(row, self._height(row))
        if row == count or (not select and self.selected_row == count - 1):
            self._show_end()
        if flash and not line.void_tag:
            self.flashing_row = row
            self._flash_timer.start()
        self._place_actions()

    def set_editable(self, *, editable: bool) -> None:
        """Let lines be chosen and changed, or only be read."""
        if editable != self.is_editable:
            self.is_editable = editable
            self._select(len(self.basket.lines) - 1 if editable else -1)
            self.scrollToBottom()

    def move_selection(self, rows: int) -> None:
        """Select the line *rows* further down, or up when negative."""
        count = len(self.basket.lines)
        if not self.is_editable or not count:
            return
        start = self.selected_row if self.selected_row >= 0 else count
        row = min(max(start + rows, 0), count - 1)
        while 0 < row < count - 1 and self.basket.lines[row].void_tag:
            row += 1 if rows > 0 else -1
        self._select(row)
        self.scrollTo(self.basket.index(row))
        self._place_actions()

    def refresh(self) -> None:
        """Take sizes and fonts of the look in force."""
        self.verticalHeader().setDefaultSectionSize(APPEARANCE.density.line)
        for row in range(len(self.basket.lines)):
            self.setRowHeight(row, self._height(row))
        self.scrollToBottom()
        self._place_actions()
        self.viewport().update()

    def load_fonts(self) -> None:
        """Load the fonts of other scripts while nobody waits for a line.

        The first Chinese name would load them otherwise, which takes 10 to 30 ms.
        """
        body = round(APPEARANCE.density.body_px / APPEARANCE.density.factor)
        for font in (
            APPEARANCE.font("lead", _SELECTED_PX),
            APPEARANCE.font("body_medium", body),
        ):
            text_width(font, _OTHER_SCRIPTS)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._hint and not self.basket.lines:
            self._paint_hint()
        if self.painted is not None:
            self.painted(len(self.basket.lines))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scrollToBottom()
        self._place_actions()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place_actions()

    def _paint_hint(self) -> None:
        painter = QPainter(self.viewport())
        draw_text(
            painter,
            QRectF(self.viewport().rect()),
            self._hint,
            APPEARANCE.font("body"),
            APPEARANCE.colour("text_muted"),
            align=CENTRE,
        )
        painter.end()

    def _show_end(self) -> None:
        """Scroll to the last line, by the heights that were just set."""
        # Qt would learn of other heights a moment later, and stop a line too early.
        self.updateGeometries()
        self.scrollToBottom()

    def _height(self, row: int) -> int:
        density = APPEARANCE.density
        notes = len(self.basket.lines[row].notes) * density.line_modifier_adds
        if row == self.selected_row:
            return density.line_selected + notes
        return density.line + notes

    def _select(self, row: int) -> None:
        if row >= 0 and self.basket.lines[row].void_tag:
            row = -1
        before, self.selected_row = self.selected_row, row
        if before != row:
            for changed in (before, row):
                if 0 <= changed < len(self.basket.lines):
                    self.setRowHeight(changed, self._height(changed))
            self.line_selected.emit(self.selected_sequence)
        self._place_actions()
        self.viewport().update()

    def _place_actions(self) -> None:
        row = self.selected_row
        if not 0 <= row < len(self.basket.lines):
            self.actions_bar.hide()
            return
        rect = self.visualRect(self.basket.index(row))
        if not rect.isValid():
            self.actions_bar.hide()
            return
        height = self.actions_bar.sizeHint().height()
        self.actions_bar.setGeometry(
            rect.left() + APPEARANCE.density.margin,
            rect.top() + rect.height() - height - _ACTIONS_BOTTOM,
            rect.width() - 2 * APPEARANCE.density.margin,
            height,
        )
        line = self.basket.lines[row]
        self.actions_bar.show_line(line.name, line.quantity)
        self.actions_bar.show()

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        if self.is_editable:
            self._select(index.row())
            self.scrollTo(index)
            self._place_actions()

    @Slot()
    def _end_flash(self) -> None:
        self.flashing_row = -1
        self.viewport().update()
