"""What waits to be sent and how every device is, in plain words."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from terminal.ui.screens.cashier.panels.panel import Panel
from terminal.ui.support.money_text import format_minor
from terminal.ui.support.time_text import clock_text
from terminal.ui.support.translation import tr
from terminal.ui.view_models.status_view_model import (
    DeviceFace,
    StatusViewModel,
    age_text,
)
from terminal.ui.widgets.notice import Notice, NoticeText
from terminal.ui.widgets.painting import Text, mark
from terminal.ui.widgets.stat import Stat

_KINDS = {"ready": "neutral", "attention": "attention", "failed": "failure"}
_ICONS = {
    "receipt_printer": "printer",
    "cash_drawer": "drawer",
    "scanner": "scanner",
    "scale": "scale",
}


class StatusPanel(Panel):
    """Sync on top, devices below; looked at, nothing to be answered."""

    scan_closes = True

    def __init__(self) -> None:
        super().__init__("statusPanel")
        self.add_header()
        body = self.add_body()
        self.sync_caption = Text("label_strong", "muted")
        self.cause = Notice("syncCause")
        figures = QFrame()
        mark(figures, card="true")
        row = QHBoxLayout(figures)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(32)
        self.stats = [Stat(f"syncFigure{n}") for n in range(4)]
        for stat in self.stats:
            row.addWidget(stat)
        row.addStretch(1)
        self.devices_caption = Text("label_strong", "muted")
        self.devices = QWidget()
        self.rows = QVBoxLayout(self.devices)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(8)
        body.addWidget(self.sync_caption)
        body.addWidget(self.cause)
        body.addWidget(figures)
        body.addSpacing(8)
        body.addWidget(self.devices_caption)
        body.addWidget(self.devices)
        body.addStretch(1)
        self.retranslate()

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(tr("Sync and devices"))
        self.sync_caption.setText(tr("Sync"))
        self.devices_caption.setText(tr("Devices"))

    def show_status(self, status: StatusViewModel, exponent: int, now_ms: int) -> None:
        """Show how things are now."""
        sync = status.sync
        waiting, value, oldest, answered = self.stats
        waiting.show_value(tr("Waiting"), str(sync.waiting))
        value.show_value(tr("Value"), format_minor(sync.waiting_gross_minor, exponent))
        age = age_text(now_ms - sync.oldest_at_ms) if sync.oldest_at_ms else "–"
        oldest.show_value(tr("Oldest"), age)
        last = clock_text(sync.last_ok_at_ms) if sync.last_ok_at_ms else "–"
        answered.show_value(tr("Last answer"), last)
        if sync.cause:
            detail = tr("Sales go on. Everything is kept and sent later.")
            self.cause.show_text(
                NoticeText("attention", "cloud-off", sync.cause, detail)
            )
        else:
            self.cause.clear()
        self._show_devices(status.devices)

    @override
    def take_key(self, event: QKeyEvent) -> bool:
        return False

    def _show_devices(self, faces: tuple[DeviceFace, ...]) -> None:
        while (item := self.rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for face in faces:
            notice = Notice(f"deviceRow-{face.device_id}")
            icon = _ICONS.get(face.kind, "plug")
            self.rows.addWidget(notice)
            notice.show_text(
                NoticeText(_KINDS[face.state], icon, face.title, face.remedy)
            )
