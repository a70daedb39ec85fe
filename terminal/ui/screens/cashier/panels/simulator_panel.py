"""Simulated devices for demo and training: what hands do at them, what they show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from terminal.ui.screens.cashier.panels.panel import MARGIN, Panel
from terminal.ui.support.translation import tr
from terminal.ui.support.weight_text import format_grams
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.widgets.display_glass import DisplayGlass
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.painting import Text, mark
from terminal.ui.widgets.receipt_paper import ReceiptPaper

_LABELS_MAX = 10
_REFRESH_MS = 500
_GAP = 8
_WEIGHTS_G = (0, 250, 570, 1_240)
_CABLES = {
    "scanner": "scanner",
    "scale": "scale",
    "display": "display",
    "reader": "nfc",
}


class Simulator(Protocol):
    """The devices made of software that the panel operates."""

    def scan(self, code: str) -> None:
        """Pull the trigger over a label."""

    def paper_count(self) -> int:
        """Return how many papers were cut."""

    def request_paper(self, on_picture: Callable[[bytes], None]) -> None:
        """Draw the last paper elsewhere; call back on the GUI thread."""

    def set_paper(self, *, is_out: bool = False) -> None:
        """Take the roll out or put one in."""

    def set_cover(self, *, is_open: bool) -> None:
        """Open or close the printer's cover."""

    def set_cable(self, *, is_plugged: bool) -> None:
        """Pull or plug the printer's cable."""

    @property
    def is_drawer_open(self) -> bool:
        """Whether the drawer stands open."""

    def set_plugged(self, device: str, *, is_plugged: bool) -> None:
        """Pull or plug the cable of ``scanner``, ``scale``, ``display``, ``reader``."""

    def set_low(self, *, is_low: bool) -> None:
        """Let the roll come near its end, or not."""

    def set_moving(self, *, is_moving: bool) -> None:
        """Let what lies on the scale swing, or rest."""

    def close_drawer(self) -> None:
        """Push the drawer shut."""

    def show_customer(self, *, is_shown: bool) -> None:
        """Open or close a window with what the customer's screen shows."""

    def shown(self) -> tuple[str, str]:
        """Return both lines of the line display."""

    def put(self, grams: int) -> None:
        """Let goods of that weight, and nothing else, lie on the scale."""

    @property
    def has_network(self) -> bool:
        """Whether there is a network that can be cut."""

    def set_network(self, *, is_joined: bool) -> None:
        """Cut or join the way to the center."""


class SimulatorPanel(Panel):
    """Keys for what hands would do at real devices."""

    def __init__(self) -> None:
        super().__init__("simulatorPanel")
        self._simulator: Simulator | None = None
        self._papers = 0
        self._fault_icons: dict[Key, str] = {}
        self.add_header()
        body = self.add_body()
        self.columns = QHBoxLayout()
        self.columns.setSpacing(16)
        left = QVBoxLayout()
        left.setSpacing(8)
        self.scanner_caption = Text("label_strong", "muted")
        self.labels = QGridLayout()
        self.labels.setSpacing(8)
        self.labels.setColumnStretch(0, 1)
        self.labels.setColumnStretch(1, 1)
        self.label_keys: list[Key] = []
        self.faults_caption = Text("label_strong", "muted")
        self.cables_caption = Text("label_strong", "muted")
        self._make_toggles()
        self.drawer_key = Key("secondary", "drawerKey", role="label_strong")
        self.drawer_key.padding = 4
        self.drawer_key.chosen.connect(self._close_drawer)
        left.addWidget(self.scanner_caption)
        left.addLayout(self.labels)
        left.addSpacing(8)
        left.addWidget(self.faults_caption)
        left.addLayout(
            self._grid_of(self.paper_key, self.low_key, self.cover_key, self.moving_key)
        )
        left.addWidget(self.cables_caption)
        left.addLayout(
            self._grid_of(self.cable_key, *self.plug_keys.values(), self.network_key)
        )
        left.addStretch(1)
        self.columns.addLayout(left, 1)
        self.columns.addLayout(self._make_right(), 1)
        body.addLayout(self.columns, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._look)
        self.retranslate()

    def _make_toggles(self) -> None:
        self.paper_key = self._toggle("paperKey", "receipt")
        self.cover_key = self._toggle("coverKey", "printer")
        self.cable_key = self._toggle("cableKey", "plug")
        self.network_key = self._toggle("networkKey", "cloud-off")
        self.low_key = self._toggle("paperLowKey", "receipt", self._set_low)
        self.moving_key = self._toggle("scaleMovingKey", "scale", self._set_moving)
        self.plug_keys = {
            device: self._toggle(f"{device}PlugKey", icon, self._set_plugged)
            for device, icon in _CABLES.items()
        }
        for device, key in self.plug_keys.items():
            key.setProperty("device", device)
        self.customer_key = self._toggle("customerScreenKey", "", self._show_customer)

    def _toggle(
        self, name: str, icon: str, does: Callable[[], None] | None = None
    ) -> Key:
        key = Key("key", name, icon=icon, role="label_strong")
        key.padding = 4
        key.setCheckable(True)
        key.chosen.connect(self._apply if does is None else does)
        self._fault_icons[key] = icon
        return key

    def _grid_of(self, *keys: Key) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, key in enumerate(keys):
            key.setFixedHeight(48)
            grid.addWidget(self.say_why(key), *divmod(place, 2))
            grid.setColumnStretch(place % 2, 1)
        return grid

    def _make_right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setSpacing(8)
        self.display = DisplayGlass("simulatorDisplay")
        self.scale_caption = Text("label_strong", "muted")
        right.addWidget(self.display)
        for key in (self.customer_key, self.drawer_key):
            key.setFixedHeight(48)
            right.addWidget(self.say_why(key))
        right.addWidget(self.scale_caption)
        right.addLayout(self._make_weights())
        right.addWidget(self._make_paper(), 1)
        return right

    def _make_weights(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.weight_keys: list[Key] = []
        for grams in _WEIGHTS_G:
            key = Key("key", f"weight{grams}", role="label_strong")
            key.padding = 4
            key.label(format_grams(grams))
            key.setProperty("grams", grams)
            key.setFixedHeight(44)
            key.setCheckable(True)
            key.setChecked(grams == 0)
            key.chosen.connect(self._put)
            row.addWidget(key, 1)
            self.weight_keys.append(key)
        return row

    def _make_paper(self) -> QWidget:
        frame = QFrame()
        mark(frame, card="well")
        column = QVBoxLayout(frame)
        column.setContentsMargins(8, 8, 8, 8)
        self.paper_caption = Text("label_strong", "muted")
        self.paper = ReceiptPaper("simulatorPaper")
        self.scroll_area = QScrollArea()
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setWidget(self.paper)
        column.addWidget(self.paper_caption)
        column.addWidget(self.scroll_area, 1)
        return frame

    def operate(self, simulator: Simulator, labels: Sequence[tuple[str, str]]) -> None:
        """Operate *simulator*; *labels* are (code, name) that can be scanned."""
        self._simulator = simulator
        for key in self.label_keys:
            self.labels.removeWidget(key)
            key.hide()
            key.deleteLater()
        self.label_keys = []
        for place, (code, name) in enumerate(labels[:_LABELS_MAX]):
            key = Key("secondary", f"scanLabel{place}")
            key.padding = _GAP
            key.label(name)
            key.setProperty("code", code)
            key.setProperty("name", name)
            key.setFixedHeight(48)
            key.chosen.connect(self._scan)
            self.labels.addWidget(key, place // 2, place % 2)
            self.label_keys.append(key)
        self._shorten()
        self.network_key.setVisible(simulator.has_network)
        self._papers = 0
        self._look()
        self._timer.start()

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(tr("Simulated devices"))
        self.scanner_caption.setText(tr("Scan a label"))
        self.faults_caption.setText(tr("Let something go wrong"))
        self.cables_caption.setText(tr("Pull a cable"))
        self.paper_key.label(tr("No paper"))
        self.cover_key.label(tr("Cover open"))
        self.cable_key.label(tr("Printer"))
        self.low_key.label(tr("Paper low"))
        self.moving_key.label(tr("Goods swing"))
        words = {
            "scanner": tr("Scanner"),
            "scale": tr("Scale"),
            "display": tr("Display"),
            "reader": tr("Card reader"),
        }
        for device, key in self.plug_keys.items():
            key.label(words[device])
        self.customer_key.label(tr("Customer screen"))
        self.network_key.label(tr("Network"))
        self.drawer_key.label(tr("Close the drawer"))
        self.scale_caption.setText(tr("Goods on the scale, in kg"))
        self.paper_caption.setText(tr("The last paper"))
        self._shorten()

    @Slot()
    def _scan(self) -> None:
        if self._simulator is not None:
            self._simulator.scan(str(self.sender().property("code")))

    @Slot()
    def _put(self) -> None:
        grams = int(self.sender().property("grams"))
        for key in self.weight_keys:
            key.setChecked(key.property("grams") == grams)
        if self._simulator is not None:
            self._simulator.put(grams)

    @Slot()
    def _apply(self) -> None:
        simulator = self._simulator
        if simulator is None:
            return
        simulator.set_paper(is_out=self.paper_key.isChecked())
        simulator.set_cover(is_open=self.cover_key.isChecked())
        simulator.set_cable(is_plugged=not self.cable_key.isChecked())
        if simulator.has_network:
            simulator.set_network(is_joined=not self.network_key.isChecked())

    @Slot()
    def _set_plugged(self) -> None:
        key = self.sender()
        assert isinstance(key, Key)
        if self._simulator is not None:
            device = str(key.property("device"))
            self._simulator.set_plugged(device, is_plugged=not key.isChecked())

    @Slot()
    def _set_low(self) -> None:
        if self._simulator is not None:
            self._simulator.set_low(is_low=self.low_key.isChecked())

    @Slot()
    def _set_moving(self) -> None:
        if self._simulator is not None:
            self._simulator.set_moving(is_moving=self.moving_key.isChecked())

    @Slot()
    def _show_customer(self) -> None:
        if self._simulator is not None:
            self._simulator.show_customer(is_shown=self.customer_key.isChecked())

    @Slot()
    def _close_drawer(self) -> None:
        if self._simulator is not None:
            self._simulator.close_drawer()
            self._look()

    @Slot()
    def _look(self) -> None:
        """Show what the devices did since the last look."""
        simulator = self._simulator
        if simulator is None or not self.isVisible():
            self._timer.stop()
            return
        is_open = simulator.is_drawer_open
        self.drawer_key.allow("" if is_open else tr("The drawer is closed."))
        self.display.show_lines(*simulator.shown())
        count = simulator.paper_count()
        if count != self._papers:
            self._papers = count
            simulator.request_paper(self._show_paper)

    def _show_paper(self, png: bytes) -> None:
        room = self.scroll_area.viewport().width()
        self.paper.show_picture(png, width=room)
        self.paper.resize(self.paper.sizeHint())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        """Give each key as much of its name, or its icon, as there is room for."""
        for key, icon in self._fault_icons.items():
            key.icon_name = icon
            room = self._half_column() - 2 * key.padding
            if key.content_width() > room:
                key.icon_name = ""
            key.changed()
        # One gap more: the paper beside them may take a little of their column.
        room = self._half_column() - 3 * _GAP
        metrics = QFontMetricsF(APPEARANCE.font("control"))
        for key in self.label_keys:
            name = str(key.property("name"))
            short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
            key.label(short, accessible=name)

    def _half_column(self) -> int:
        """Return the width of two keys beside one another in one column."""
        column = (self.width() - 2 * MARGIN - self.columns.spacing()) // 2
        return (column - self.labels.spacing()) // 2
