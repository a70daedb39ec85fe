"""Counting the drawer blind: pieces of each note and coin."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from terminal.ui.screens.cashier.panels.panel import (
    MARGIN,
    Panel,
    digit_of,
    is_enter,
    remove_rows,
    scrolled_rows,
)
from terminal.ui.support.money_text import TIMES, format_minor
from terminal.ui.support.translation import tr
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.widgets.amount_display import AmountDisplay
from terminal.ui.widgets.key import Key, PayKey
from terminal.ui.widgets.keypad import Keypad
from terminal.ui.widgets.painting import END, draw_text, mark

_ROW_HEIGHT: Final = 48
_BLOCK_HEIGHT: Final = 104
_PIECES_DIGITS_MAX: Final = 5
_PIECES_WIDTH: Final = 72
_PIECES_NARROW: Final = 52
_FACE_NARROW: Final = 60
_FACE_SHARE: Final = 0.32
_WIDE: Final = 260


class FaceKey(Key):
    """One note or coin: face, pieces, and what they come to."""

    def __init__(self, face_minor: int, exponent: int) -> None:
        super().__init__("tile", f"face{face_minor}")
        self.face_minor = face_minor
        self._exponent = exponent
        self.pieces = 0
        self.setCheckable(True)
        self.setFixedHeight(_ROW_HEIGHT)
        self.show_pieces(0)

    @property
    def sum_minor(self) -> int:
        """What the pieces come to."""
        return self.face_minor * self.pieces

    def show_pieces(self, pieces: int) -> None:
        """Show how many were counted."""
        self.pieces = pieces
        face = format_minor(self.face_minor, self._exponent)
        total = format_minor(self.sum_minor, self._exponent)
        self.label(face, accessible=f"{face} {TIMES} {pieces} = {total}")

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, _ROW_HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(200, _ROW_HEIGHT)

    @override
    def paint_content(self, painter: QPainter) -> None:
        height = float(self.height())
        right = self.width() - 12.0
        narrow = self.width() < _WIDE
        face_width = _FACE_NARROW if narrow else (self.width() - 24) * _FACE_SHARE
        pieces_width = _PIECES_NARROW if narrow else _PIECES_WIDTH
        left = 8.0 if narrow else 12.0
        colour = APPEARANCE.colour("text")
        muted = APPEARANCE.colour("text_muted")
        face = QRectF(left, 0, face_width, height)
        pieces = QRectF(left + face_width, 0, pieces_width, height)
        room = right - pieces.right()
        total = QRectF(pieces.right(), 0, room, height)
        font = APPEARANCE.font("control")
        draw_text(painter, face, self.text(), font, colour, align=END)
        quiet = self.pieces == 0 and not self.isChecked()
        counted = f"{TIMES} {self.pieces}"
        strong = APPEARANCE.font("strong")
        draw_text(
            painter,
            pieces,
            counted,
            font if quiet else strong,
            muted if quiet else colour,
            align=END,
        )
        amount = format_minor(self.sum_minor, self._exponent) if self.pieces else ""
        draw_text(painter, total, amount, font, muted, align=END)


class CountPanel(Panel):
    """Rows of faces; digits go to the marked one, Enter to the next.

    What should be there is not known here.

    Signals:
        counted: Pieces by face in minor units.
        sum_wanted: Only the sum is to be keyed.
        uncounted: Nobody can count.
    """

    counted = Signal(object)
    sum_wanted = Signal()
    uncounted = Signal()

    def __init__(self) -> None:
        super().__init__("countPanel")
        self._symbol = ""
        self._exponent = 2
        self._at = 0
        self._is_typed = False
        self._is_given = False
        self.keys: list[FaceKey] = []
        self.add_header()
        self.amount = AmountDisplay("due", "countedAmount")
        self.add_amount(self.amount, height=_BLOCK_HEIGHT)
        body = QWidget()
        mark(body, ground="canvas")
        row = QHBoxLayout(body)
        row.setContentsMargins(MARGIN, 12, MARGIN, 12)
        row.setSpacing(MARGIN)
        self.scroll_area, self.rows = scrolled_rows(spacing=4)
        row.addWidget(self.scroll_area, 302)
        row.addLayout(self._make_pad(), 216)
        self.column.addWidget(body, 1)
        self.main_key = PayKey("primary", "countConfirm", "F12")
        self.main_key.chosen.connect(self.confirm)
        self.add_main_key(self.main_key)
        self.retranslate()

    def _make_pad(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self.keypad = Keypad("countKeypad")
        self.keypad.typed.connect(self.type_digits)
        self.keypad.erased.connect(self.erase)
        self.next_key = Key("secondary", "nextFace", icon="chevron-down", cap="Enter")
        self.next_key.chosen.connect(self.go_on)
        self.sum_key = Key("secondary", "sumOnly")
        self.sum_key.chosen.connect(self.sum_wanted)
        self.skip_key = Key("ghost", "cannotCount")
        self.skip_key.tone = "text_muted"
        self.skip_key.chosen.connect(self.uncounted)
        for key in (self.next_key, self.sum_key, self.skip_key):
            key.padding = 8
            key.setFixedHeight(_ROW_HEIGHT)
        column.addWidget(self.keypad, 1)
        column.addWidget(self.next_key)
        column.addWidget(self.sum_key)
        column.addWidget(self.skip_key)
        return column

    def begin(
        self, faces: tuple[int, ...], exponent: int, symbol: str, *, can_skip: bool
    ) -> None:
        """Begin a count.

        Args:
            faces: Notes and coins in minor units, the largest first.
            exponent: Decimal places of the currency.
            symbol: Its sign.
            can_skip: Whether nobody's counting is an answer here.
        """
        self._symbol, self._exponent = symbol, exponent
        self._is_given = False
        remove_rows(self.rows, self.keys)
        for place, face in enumerate(faces):
            row = FaceKey(face, exponent)
            row.setProperty("place", place)
            row.chosen.connect(self._choose_row)
            self.rows.insertWidget(place, row)
            self.keys.append(row)
        self.skip_key.setVisible(can_skip)
        self._mark(0)
        self._show()

    @property
    def marked_face(self) -> int:
        """Face whose pieces are keyed, in minor units."""
        return self.keys[self._at].face_minor

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(tr("Count the till"))
        self.caption.setText(tr("Counted cash"))
        self.next_key.label(tr("Next"))
        self.sum_key.label(tr("Key the sum only"))
        self.skip_key.label(tr("Nobody can count"))
        self.main_key.label(tr("Count is complete"))
        self.keypad.retranslate()

    @override
    def take_density(self) -> None:
        narrow = APPEARANCE.density.from_width == 0
        self.next_key.cap = "" if narrow else "Enter"
        self.next_key.refresh()

    @override
    def take_key(self, event: QKeyEvent) -> bool:
        if digit := digit_of(event):
            self.type_digits(digit)
        elif event.key() == Qt.Key.Key_Backspace:
            self.erase()
        elif event.key() == Qt.Key.Key_Up:
            self._mark(self._at - 1)
        elif event.key() == Qt.Key.Key_Down:
            self._mark(self._at + 1)
        elif event.key() == Qt.Key.Key_F12:
            self.main_key.click()
        elif is_enter(event):
            self.go_on()
        else:
            return False
        return True

    @Slot(str)
    def type_digits(self, digits: str) -> None:
        """Take digits of the pieces of the marked face."""
        key = self.keys[self._at]
        before = str(key.pieces) if self._is_typed else ""
        text = (before + digits).lstrip("0")[:_PIECES_DIGITS_MAX]
        self._is_typed = True
        key.show_pieces(int(text or "0"))
        self._show()

    @Slot()
    def erase(self) -> None:
        """Take the last digit away."""
        key = self.keys[self._at]
        self._is_typed = True
        key.show_pieces(key.pieces // 10)
        self._show()

    @Slot()
    def go_on(self) -> None:
        """Go to the next face; after the last the count is complete."""
        if self._at + 1 < len(self.keys):
            self._mark(self._at + 1)
        else:
            self.confirm()

    @override
    def ask_again(self) -> None:
        self._is_given = False

    @Slot()
    def confirm(self) -> None:
        """Give the count to who asked, once: each count is recorded."""
        if not self._is_given:
            self._is_given = True
            self.counted.emit({key.face_minor: key.pieces for key in self.keys})

    def _mark(self, place: int) -> None:
        self._at = max(0, min(place, len(self.keys) - 1))
        self._is_typed = False
        for number, key in enumerate(self.keys):
            key.setChecked(number == self._at)
        self.scroll_area.ensureWidgetVisible(self.keys[self._at], 0, _ROW_HEIGHT)

    def _show(self) -> None:
        total = sum(key.sum_minor for key in self.keys)
        text = format_minor(total, self._exponent)
        self.amount.show_amount(self._symbol, text, tr("Counted cash"))

    @Slot()
    def _choose_row(self) -> None:
        self._mark(int(self.sender().property("place")))
