"""The table of devices and the list of what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from terminal.ui.screens.technician.device_words import (
    connection_of,
    connection_word,
    icon_of,
    kind_word,
    size_text,
    state_word,
    tone_of,
)
from terminal.ui.screens.technician.parts import ElidedText, Picture
from terminal.ui.support.translation import tr
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.icons import draw_icon
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.painting import END, START, draw_text

if TYPE_CHECKING:
    from terminal.application.ports.technician import (
        DeviceRow,
        FoundDevice,
        KindChoice,
    )

ROW_HEIGHT: Final = 64
_TEST_WIDTH: Final = 80
_STATE_ICONS: Final = {"": "check", "warning": "alert", "danger": "stop"}
# Where the columns begin and how wide they are, of 1000 parts of the row's width
# between the icon and the Test key.
_COLUMNS: Final = ((0, 310), (320, 240), (570, 305), (885, 115))
# Where there is less room: what it is and where under one another, and its state.
_COLUMNS_NARROW: Final = ((0, 560), (0, 0), (580, 420), (0, 0))
_NARROW_BELOW: Final = 460.0


class RowParts:
    """Where the columns of a row of some width are."""

    def __init__(self, width: int, *, mirrored: bool) -> None:
        self._left = 56.0
        self._room = width - self._left - _TEST_WIDTH - 32
        self._width = width
        self._mirrored = mirrored
        self.is_narrow = self._room < _NARROW_BELOW
        self._columns = _COLUMNS_NARROW if self.is_narrow else _COLUMNS

    def box(self, column: int, top: float, height: float) -> QRectF:
        """Return the box of a column."""
        start, share = self._columns[column]
        left = self._left + self._room * start / 1000
        width = self._room * share / 1000
        if self._mirrored:
            left = self._width - left - width
        return QRectF(left, top, width, height)


class DeviceHead(QWidget):
    """The titles of the columns."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(40)

    @override
    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        mirrored = self.isRightToLeft()
        parts = RowParts(self.width(), mirrored=mirrored)
        words = (tr("Device"), tr("Connection"), tr("State"), tr("Bytes"))
        for column, word in enumerate(words):
            if not parts.box(column, 0, 1).width():
                continue
            at_end = (column == len(words) - 1) != mirrored
            draw_text(
                painter,
                parts.box(column, 0, self.height()),
                word,
                APPEARANCE.font("label_strong"),
                APPEARANCE.colour("text_muted"),
                align=END if at_end else START,
                elide=True,
            )
        painter.fillRect(
            0, self.height() - 1, self.width(), 1, APPEARANCE.colour("line")
        )
        painter.end()


class DeviceKey(Key):
    """One device: what it is, where, how it is, and its Test key.

    Signals:
        test_wanted: The Test key was pressed.
    """

    test_wanted = Signal()

    def __init__(self, row: DeviceRow) -> None:
        super().__init__("row", f"device-row-{row.status.device_id}")
        self.row = row
        self.setCheckable(True)
        self.setFixedHeight(ROW_HEIGHT)
        self.test_key = Key("secondary", f"test-{row.status.device_id}")
        self.test_key.setFixedSize(_TEST_WIDTH, 48)
        self.test_key.padding = 8
        self.test_key.chosen.connect(self.test_wanted)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.addStretch(1)
        line.addWidget(self.test_key)
        self.show_row(row)

    def show_row(self, row: DeviceRow) -> None:
        """Show how the device is now."""
        self.row = row
        status = row.status
        self.test_key.label(tr("Test"), accessible=tr("Test {name}", name=status.name))
        self.label(status.name, accessible=f"{status.name}, {state_word(status)}")

    @override
    def sizeHint(self) -> QSize:
        return QSize(560, ROW_HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(480, ROW_HEIGHT)

    @override
    def paint_content(self, painter: QPainter) -> None:
        status = self.row.status
        mirrored = self.isRightToLeft()
        start, end = (END, START) if mirrored else (START, END)
        parts = RowParts(self.width(), mirrored=mirrored)
        if self.isChecked():
            edge = self.width() - 4 if mirrored else 0
            painter.fillRect(edge, 0, 4, self.height(), APPEARANCE.colour("accent"))
        icon_x = self.width() - 40.0 if mirrored else 16.0
        draw_icon(painter, icon_of(status.kind), "text_muted", 24, QPointF(icon_x, 20))
        small = APPEARANCE.font("label")
        muted = APPEARANCE.colour("text_muted")
        text = APPEARANCE.colour("text")
        how, where = connection_of(self.row)
        what = self.row.model or kind_word(status.kind)
        draw_text(
            painter,
            parts.box(0, 13, 20),
            status.name,
            APPEARANCE.font("control"),
            text,
            align=start,
            elide=True,
        )
        draw_text(
            painter,
            parts.box(0, 33, 18),
            f"{how} {where}".strip() if parts.is_narrow else what,
            small,
            muted,
            align=start,
            elide=True,
        )
        body = APPEARANCE.font("control")
        if not parts.is_narrow:
            for word, top, colour in ((how, 13, text), (where, 33, muted)):
                box = parts.box(1, top, 20)
                draw_text(painter, box, word, small, colour, align=start, elide=True)
        tone = tone_of(status)
        token = f"{tone}_text" if tone else "text_muted"
        box = parts.box(2, 0, self.height())
        icon_left = box.right() - 20 if mirrored else box.left()
        draw_icon(painter, _STATE_ICONS[tone], token, 20, QPointF(icon_left, 22))
        box = box.adjusted(0, 0, -26, 0) if mirrored else box.adjusted(26, 0, 0, 0)
        draw_text(
            painter,
            box,
            state_word(status),
            body if tone else small,
            APPEARANCE.colour(token),
            align=start,
            elide=True,
        )
        if parts.is_narrow:
            return
        figures = self.row.figures
        amount = figures.bytes_received + figures.bytes_sent
        draw_text(
            painter,
            parts.box(3, 0, self.height()),
            size_text(amount) if amount else "–",
            small,
            muted,
            align=end,
            elide=True,
        )


class FoundRow(QFrame):
    """Something new: what it seems to be, and the key that tries it.

    Where its kind is not known, there is a key for each kind that it can be.

    Signals:
        chosen: The FoundDevice with its kind.
    """

    chosen = Signal(object)

    def __init__(self, found: FoundDevice, kinds: tuple[KindChoice, ...]) -> None:
        super().__init__()
        self.found = found
        self.setProperty("notice", "info")
        self.setFixedHeight(ROW_HEIGHT)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 8, 0)
        line.setSpacing(8)
        line.addWidget(Picture(icon_of(found.kind), "accent"))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        title = ElidedText("control")
        title.setText(tr("New device found: {name}", name=found.title))
        detail = ElidedText("label", "muted")
        parts = [connection_word(found.connection), found.detail, found.note]
        if found.kind:
            parts.insert(0, kind_word(found.kind))
        else:
            parts.append(tr("Choose what it is."))
        detail.setText(" · ".join(part for part in parts if part))
        for label in (title, detail):
            texts.addWidget(label)
        texts.setContentsMargins(4, 10, 0, 10)
        line.addLayout(texts, 1)
        self.keys: list[Key] = []
        if found.kind:
            self._add_key("primary", found.kind, tr("Test and add"))
        else:
            for kind in kinds:
                self._add_key("secondary", kind.name, kind_word(kind.name))
        for key in self.keys:
            line.addWidget(key)

    def _add_key(self, kind: str, device_kind: str, text: str) -> None:
        key = Key(kind, f"add-{device_kind}")
        key.setProperty("device_kind", device_kind)
        key.setFixedHeight(48)
        key.label(text)
        key.chosen.connect(self._choose)
        self.keys.append(key)

    @Slot()
    def _choose(self) -> None:
        import msgspec

        kind = str(self.sender().property("device_kind"))
        self.chosen.emit(msgspec.structs.replace(self.found, kind=kind))
