"""What every panel beside the basket has: a header with the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from terminal.ui.support.translation import tr
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.painting import Text, mark

if TYPE_CHECKING:
    from terminal.ui.widgets.amount_display import AmountDisplay

HEADER_HEIGHT: Final = 48
MARGIN: Final = 16
EDGE: Final = 12
_DIGITS: Final = "0123456789"

_Row = TypeVar("_Row", bound=QWidget)


class Panel(QWidget):
    """A panel of the cashier's screen.

    The basket stays visible and the scanner live beside it, so that nothing is
    ever modal while selling.

    Signals:
        closed: The operator wants the items back.
        refused: A key that does not apply was pressed; the reason, translated.
    """

    closed = Signal()
    refused = Signal(str)

    #: Whether a scan that comes while this panel is open ends it.
    scan_closes = False

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        mark(self, ground="canvas")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    def add_header(self) -> None:
        """Add the row with the title and the key that leads back."""
        header = QFrame()
        mark(header, ground="surface", line="bottom")
        header.setFixedHeight(HEADER_HEIGHT)
        row = QHBoxLayout(header)
        row.setContentsMargins(MARGIN, 1, 4, 0)
        row.setSpacing(8)
        self.title = Text("strong", name="panelTitle")
        self.back_key = Key("ghost", "panelBack", cap="Esc", role="label_strong")
        self.back_key.tone = "text_muted"
        self.back_key.padding = 12
        self.back_key.chosen.connect(self.closed)
        row.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(self.back_key)
        self.header_row = row
        self.column.addWidget(header)

    def add_body(self, *, margins: int = MARGIN) -> QVBoxLayout:
        """Add the part between header and main key, and return its column."""
        body = QWidget()
        mark(body, ground="canvas")
        column = QVBoxLayout(body)
        column.setContentsMargins(margins, margins, margins, margins)
        column.setSpacing(8)
        self.column.addWidget(body, 1)
        return column

    def add_amount(
        self, amount: AmountDisplay, *, height: int, above: int = 8, name: str = ""
    ) -> None:
        """Add the block in which *amount* stands under a caption called *name*."""
        block = QFrame()
        mark(block, ground="surface")
        block.setFixedHeight(height)
        column = QVBoxLayout(block)
        column.setContentsMargins(MARGIN, above, MARGIN, 8)
        column.setSpacing(0)
        self.caption = Text("body_medium", "muted", name=name)
        amount.alignment = Qt.AlignmentFlag.AlignLeft
        column.addWidget(self.caption)
        column.addWidget(amount)
        self.column.addWidget(block)

    def add_main_key(self, key: QWidget) -> None:
        """Add the one large key at the bottom, in a bar of 88."""
        bar = QFrame()
        mark(bar, ground="surface", line="top")
        bar.setFixedHeight(88)
        row = QHBoxLayout(bar)
        row.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        row.addWidget(key)
        self.column.addWidget(bar)

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.back_key.label(tr("Back to basket"))

    def take_density(self) -> None:
        """Take the measures of the density in force."""

    def take_key(self, event: QKeyEvent) -> bool:
        """Handle a key that no focused widget wanted; True when it did something."""
        del event
        return False

    def ask_again(self) -> None:
        """Take another answer: the one that was given has been refused."""

    def say_why(self, key: Key) -> Key:
        """Let *key* report why it does not apply, and return it."""
        key.refused.connect(self.refused)
        return key


def scrolled_rows(*, spacing: int) -> tuple[QScrollArea, QVBoxLayout]:
    """Make a column of rows that scrolls when they are many, and return both."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside = QWidget()
    mark(inside, ground="canvas")
    rows = QVBoxLayout(inside)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(spacing)
    rows.addStretch(1)
    area.setWidget(inside)
    return area, rows


def remove_rows(rows: QVBoxLayout, shown: list[_Row]) -> None:
    """Take every widget of *shown* off the screen, and empty the list."""
    for row in shown:
        rows.removeWidget(row)
        row.hide()
        row.deleteLater()
    shown.clear()


def digit_of(event: QKeyEvent) -> str:
    """Return the digit of a key press, from either block of the keyboard."""
    text = event.text()
    return text if len(text) == 1 and text in _DIGITS else ""


def is_enter(event: QKeyEvent) -> bool:
    """Tell whether a key press is Return or the numpad's Enter."""
    return event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
