"""A list to choose from: found items, suspended sales, receipts, actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import msgspec
from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from typing_extensions import override

from terminal.ui.screens.cashier.panels.panel import (
    MARGIN,
    Panel,
    digit_of,
    is_enter,
    remove_rows,
    scrolled_rows,
)
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.icons import draw_icon
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.painting import (
    KEY_CAP_HEIGHT,
    Text,
    draw_key_cap,
    draw_text,
    key_cap_width,
    text_width,
)
from terminal.ui.widgets.scan_field import ScanField

_ROW_HEIGHT: Final = 64
_TYPING_PAUSE_MS: Final = 150


class ListRow(msgspec.Struct, frozen=True):
    """One row; every text is formatted and translated.

    Attributes:
        reason: Why the row does not apply; empty when it does.
    """

    name: str
    detail: str = ""
    amount: str = ""
    icon: str = ""
    cap: str = ""
    reason: str = ""


class RowKey(Key):
    """One row of the list, 64 high, two lines and an amount."""

    def __init__(self, row: ListRow, place: int) -> None:
        super().__init__("tile", f"row{place}", icon=row.icon)
        self.row = row
        self.label(row.name, accessible=f"{row.name} {row.detail} {row.amount}".strip())
        self.allow(row.reason)
        self.setFixedHeight(_ROW_HEIGHT)

    @override
    def sizeHint(self) -> QSize:
        return QSize(300, _ROW_HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(200, _ROW_HEIGHT)

    @override
    def paint_content(self, painter: QPainter) -> None:
        left, right = 16.0, self.width() - 16.0
        if self.icon_name:
            draw_icon(
                painter,
                self.icon_name,
                self.icon_token(),
                24,
                QRectF(left, 20, 24, 24).topLeft(),
            )
            left += 40
        if self.row.cap:
            width = key_cap_width(self.row.cap)
            cap = QRectF(round(right - width), 21, width, KEY_CAP_HEIGHT)
            draw_key_cap(
                painter,
                cap,
                self.row.cap,
                on_fill=False,
                disabled=not self.looks_enabled,
            )
            right -= width + 12
        colour = self.content_colour()
        if self.row.amount:
            font = APPEARANCE.font("strong")
            width = text_width(font, self.row.amount) + 1
            box = QRectF(right - width, 0, width, self.height())
            draw_text(painter, box, self.row.amount, font, colour)
            right -= width + 16
        top = 12 if self.row.detail else 22
        draw_text(
            painter,
            QRectF(left, top, right - left, 20),
            self.row.name,
            APPEARANCE.font("control"),
            colour,
            elide=True,
        )
        muted = APPEARANCE.colour(
            "text_muted" if self.looks_enabled else "text_disabled"
        )
        draw_text(
            painter,
            QRectF(left, 33, right - left, 18),
            self.row.detail,
            APPEARANCE.font("label"),
            muted,
            elide=True,
        )


class ListPanel(Panel):
    """One list at a time; the choice goes to who asked."""

    def __init__(self) -> None:
        super().__init__("listPanel")
        self._choose: Callable[[int], None] | None = None
        self._typed: Callable[[str], None] | None = None
        self._at = -1
        self.add_header()
        body = self.add_body()
        self.field = ScanField("listField", icon="search")
        self.empty = Text("body", "muted", name="listEmpty")
        self.empty.setWordWrap(True)
        self.scroll_area, self.rows = scrolled_rows(spacing=8)
        self.keys: list[RowKey] = []
        body.addWidget(self.field)
        body.addWidget(self.empty)
        body.addWidget(self.scroll_area, 1)
        # Every letter would be a search of its own; a short pause makes one of
        # several that are typed in a row.
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._tell_typed)
        self.field.textEdited.connect(self._pause.start)
        self.field.returnPressed.connect(self.confirm)
        self.retranslate()

    def ask(
        self,
        title: str,
        choose: Callable[[int], None],
        *,
        typed: Callable[[str], None] | None = None,
        hint: str = "",
    ) -> None:
        """Begin a list; rows come by show_rows().

        Args:
            title: What is listed.
            choose: Gets the place of the chosen row.
            typed: Gets the text of the field; without it there is no field.
            hint: What the field says while it is empty.
        """
        self._choose, self._typed = choose, typed
        self.title.setText(title)
        self.field.setVisible(typed is not None)
        self.field.clear()
        self.field.set_hint(hint)
        self.show_rows((), "")
        if typed is not None:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_rows(self, rows: Sequence[ListRow], empty: str) -> None:
        """Show *rows*, or the sentence *empty* when there are none."""
        remove_rows(self.rows, self.keys)
        for place, row in enumerate(rows):
            key = RowKey(row, place)
            key.setProperty("place", place)
            key.chosen.connect(self._choose_row)
            self.rows.insertWidget(place, self.say_why(key))
            self.keys.append(key)
        self.empty.setText(empty)
        self.empty.setVisible(not rows and bool(empty))
        self._mark(0 if rows else -1)

    @override
    def take_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Down:
            self._mark(self._at + 1)
        elif event.key() == Qt.Key.Key_Up:
            self._mark(self._at - 1)
        elif is_enter(event):
            self.confirm()
        elif (digit := digit_of(event)) and not self.field.isVisible():
            place = int(digit) - 1
            if 0 <= place < len(self.keys):
                self.keys[place].click()
        else:
            return False
        return True

    @Slot()
    def confirm(self) -> None:
        """Choose the row that is marked, or search at once what was just typed."""
        if self._pause.isActive():
            self._pause.stop()
            self._tell_typed()
        if 0 <= self._at < len(self.keys):
            self.keys[self._at].click()

    def _mark(self, place: int) -> None:
        self._at = max(-1, min(place, len(self.keys) - 1))
        for number, key in enumerate(self.keys):
            key.setCheckable(True)
            key.setChecked(number == self._at)
        if 0 <= self._at < len(self.keys):
            self.scroll_area.ensureWidgetVisible(self.keys[self._at], 0, MARGIN)

    @Slot()
    def _choose_row(self) -> None:
        place = int(self.sender().property("place"))
        self._mark(place)
        if self._choose is not None:
            self._choose(place)

    @Slot()
    def _tell_typed(self) -> None:
        if self._typed is not None:
            self._typed(self.field.text().strip())
