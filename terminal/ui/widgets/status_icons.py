"""The state of sync and of the devices, quiet while all is well."""

from __future__ import annotations

from typing import Final

import msgspec
from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from terminal.ui.support.device_icons import icon_of_kind
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.view_models.status_view_model import DeviceFace, SyncFace
from terminal.ui.widgets.key import Key

_PAINTED: Final = 40
_DOT: Final = 9


class SyncPill(Key):
    """What waits to be sent, as a pill 40 high in a target of the bar's height."""

    def __init__(self) -> None:
        super().__init__("pill", "syncPill", icon="cloud-check", role="label_strong")
        self.setFixedHeight(_PAINTED)

    def show_face(self, face: SyncFace) -> None:
        """Change what the pill says."""
        if face.text != self.text() or face.kind != self.kind:
            self.set_kind(face.kind)
            self.icon_name = face.icon
            self.label(face.text)


class DeviceIcon(Key):
    """One fitted device: its icon, and a dot when it needs a person."""

    def __init__(self, face: DeviceFace) -> None:
        super().__init__("device-ready", f"device-{face.device_id}")
        self.icon_px = 24
        self.setFixedSize(_PAINTED, _PAINTED)
        self.show_face(face)

    @override
    def sizeHint(self) -> QSize:
        return QSize(_PAINTED, _PAINTED)

    def show_face(self, face: DeviceFace) -> None:
        """Change the state that is shown."""
        self.set_kind(f"device-{face.state}")
        self.icon_name = icon_of_kind(face.kind)
        self.label("", accessible=face.description)

    @override
    def paint_content(self, painter: QPainter) -> None:
        super().paint_content(painter)
        if self.kind == "device-ready":
            return
        token = "danger" if self.kind == "device-failed" else "warning"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(APPEARANCE.colour(token))
        painter.drawEllipse(QPointF(self.width() - 10, 9), _DOT / 2, _DOT / 2)


class DeviceIcons(QWidget):
    """The fitted devices in a row; on narrow windows only the least well one.

    Signals:
        chosen: The id of the device that was pressed.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("deviceIcons")
        self.only_worst = False
        self._faces: tuple[DeviceFace, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)

    def show_faces(self, faces: tuple[DeviceFace, ...]) -> None:
        """Show *faces*; those that are gone leave."""
        if faces == self._faces and self._row.count():
            return
        self._faces = faces
        shown = faces
        if self.only_worst and faces:
            order = ("failed", "attention", "ready")
            worst = min(faces, key=lambda face: order.index(face.state))
            kind = "" if worst.state == "ready" else worst.kind
            shown = (msgspec.structs.replace(worst, kind=kind),)
        while self._row.count() > len(shown):
            item = self._row.takeAt(self._row.count() - 1)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, face in enumerate(shown):
            item = self._row.itemAt(place)
            icon = item.widget() if item is not None else None
            if isinstance(icon, DeviceIcon):
                icon.show_face(face)
            else:
                icon = DeviceIcon(face)
                icon.setProperty("device", face.device_id)
                icon.chosen.connect(self._choose)
                self._row.addWidget(icon)

    def set_only_worst(self, *, only_worst: bool) -> None:
        """Show one icon for all devices where room is scarce."""
        if only_worst != self.only_worst:
            self.only_worst = only_worst
            faces, self._faces = self._faces, ()
            self.show_faces(faces)

    def _choose(self) -> None:
        sender = self.sender()
        self.chosen.emit(str(sender.property("device")))
