"""The bar over every cashier's screen: store, search, sync, devices, operator, time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from terminal.ui.support.time_text import clock_text, date_text
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.icons import draw_icon
from terminal.ui.widgets.avatar import draw_avatar
from terminal.ui.widgets.bar_parts import Mark, Separator
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.painting import Text, draw_text, mark, text_width
from terminal.ui.widgets.scan_field import ScanField
from terminal.ui.widgets.status_icons import DeviceIcons, SyncPill

_CLOCK_MS: Final = 5_000
_END = (
    Qt.AlignmentFlag.AlignRight
    | Qt.AlignmentFlag.AlignVCenter
    | Qt.AlignmentFlag.AlignAbsolute
)


class OperatorKey(Key):
    """Who is signed on; leads to what they can do besides selling."""

    def __init__(self) -> None:
        super().__init__("ghost", "operatorKey")
        self.is_narrow = False
        self._person = ""

    def show_person(self, person: str) -> None:
        """Show whose session it is."""
        self._person = person
        self.label(person)

    @override
    def sizeHint(self) -> QSize:
        width = 8 + 32 + 8 + 20 + 4
        if not self.is_narrow:
            width += round(text_width(APPEARANCE.font("control"), self._person)) + 8
        return QSize(width, 48)

    @override
    def paint_content(self, painter: QPainter) -> None:
        middle = self.height() / 2
        draw_avatar(painter, QRectF(8, middle - 16, 32, 32), self._person, filled=False)
        if not self.is_narrow:
            box = QRectF(48, 0, self.width() - 48 - 24, self.height())
            draw_text(
                painter,
                box,
                self._person,
                APPEARANCE.font("control"),
                APPEARANCE.colour("text"),
                elide=True,
            )
        x = self.width() - 24
        draw_icon(painter, "chevron-down", "text_muted", 16, QPointF(x, middle - 8))


class Clock(QWidget):
    """Time over date, or the time alone where room is scarce."""

    def __init__(self, wall_ms: Callable[[], int]) -> None:
        super().__init__()
        self._wall_ms = wall_ms
        self.time = Text("strong", name="clockTime")
        self.date = Text("label", "muted", name="clockDate")
        self.time.setAlignment(_END)
        self.date.setAlignment(_END)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self.time)
        column.addWidget(self.date)
        column.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setInterval(_CLOCK_MS)
        self._timer.timeout.connect(self.show_time)
        self._timer.start()
        self.show_time()

    @Slot()
    def show_time(self) -> None:
        """Show what the clock says now."""
        now = self._wall_ms()
        self.time.setText(clock_text(now))
        self.date.setText(date_text(now))


class TopBar(QFrame):
    """The bar of the sale screen; its split is that of the columns below."""

    def __init__(self, wall_ms: Callable[[], int]) -> None:
        super().__init__()
        self.setObjectName("topBar")
        mark(self, ground="surface", line="bottom")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.left = QWidget()
        row.addWidget(self.left)
        row.addWidget(self._make_right(wall_ms), 1)
        self._fill_left()
        self.take_density(760)

    def _fill_left(self) -> None:
        row = QHBoxLayout(self.left)
        row.setContentsMargins(16, 1, 12, 0)
        row.setSpacing(10)
        names = QWidget()
        self.names = names
        column = QVBoxLayout(names)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.store = Text("control", name="storeName")
        self.till = Text("label", "muted", name="tillName")
        column.addStretch(1)
        column.addWidget(self.store)
        column.addWidget(self.till)
        column.addStretch(1)
        self.scan_field = ScanField("scanField", "Ctrl F")
        row.addWidget(Mark())
        row.addWidget(names)
        row.addSpacing(8)
        row.addWidget(self.scan_field, 1)

    def _make_right(self, wall_ms: Callable[[], int]) -> QWidget:
        right = QWidget()
        row = QHBoxLayout(right)
        row.setContentsMargins(12, 1, 16, 0)
        row.setSpacing(0)
        self.sync_pill = SyncPill()
        self.devices = DeviceIcons()
        self.operator_key = OperatorKey()
        self.clock = Clock(wall_ms)
        row.addWidget(self.sync_pill)
        row.addStretch(1)
        row.addWidget(self.devices)
        row.addSpacing(7)
        row.addWidget(Separator())
        row.addWidget(self.operator_key)
        row.addSpacing(4)
        row.addWidget(Separator())
        row.addSpacing(8)
        row.addWidget(self.clock)
        return right

    def take_density(self, basket_width: int) -> None:
        """Take the measures of the density in force."""
        density = APPEARANCE.density
        narrow = density.from_width == 0
        self.setFixedHeight(density.top)
        self.left.setFixedWidth(basket_width)
        self.names.setFixedWidth(136 if narrow else APPEARANCE.scaled(168))
        self.devices.set_only_worst(only_worst=narrow)
        self.operator_key.is_narrow = narrow
        self.operator_key.updateGeometry()
        self.clock.date.setVisible(not narrow)
