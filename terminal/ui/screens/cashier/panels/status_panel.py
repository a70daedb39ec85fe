"""What waits to be sent and how every device is, in plain words."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from terminal.ui.screens.cashier.panels.panel import Panel, scrolled_rows
from terminal.ui.support.device_icons import icon_of_kind
from terminal.ui.support.money_text import format_minor
from terminal.ui.support.time_text import clock_text
from terminal.ui.support.translation import tr
from terminal.ui.view_models.status_view_model import (
    DeviceFace,
    SettlementState,
    StatusViewModel,
    SyncState,
    age_text,
)
from terminal.ui.view_models.sync_words import incident_text
from terminal.ui.widgets.notice import Notice, NoticeText
from terminal.ui.widgets.painting import Text, mark
from terminal.ui.widgets.stat import Stat

_KINDS = {"ready": "neutral", "attention": "attention", "failed": "failure"}
_FIGURES: Final = 8
_FIGURES_A_ROW: Final = 4
_NARROW_BELOW: Final = 540
_HELD_MAX: Final = 5
_SECOND_MS: Final = 1_000
_SECONDS_OF_MINUTE: Final = 60


class StatusPanel(Panel):
    """Sync on top, devices below; looked at, nothing to be answered."""

    scan_closes = True

    def __init__(self) -> None:
        super().__init__("statusPanel")
        self.add_header()
        body = self.add_body()
        self.sync_caption = Text("label_strong", "muted")
        self.cause = Notice("syncCause")
        self.reason = Text("body", "muted", name="syncReason")
        self.reason.setWordWrap(True)
        self.stats = [Stat(f"syncFigure{n}") for n in range(_FIGURES)]
        figures = QFrame()
        mark(figures, card="true")
        self._grid = QGridLayout(figures)
        self._grid.setContentsMargins(16, 12, 16, 12)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(12)
        self._columns = 0
        self._arrange(_FIGURES_A_ROW)
        self.findings = QWidget()
        self.finding_rows = _column(self.findings)
        self.devices_caption = Text("label_strong", "muted")
        self.devices = QWidget()
        self.rows = _column(self.devices)
        area, column = scrolled_rows(spacing=8)
        body.addWidget(area, 1)
        for place, part in enumerate(
            (
                self.sync_caption,
                self.cause,
                self.reason,
                figures,
                self.findings,
                self.devices_caption,
                self.devices,
            )
        ):
            column.insertWidget(place, part)
        self.retranslate()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < _NARROW_BELOW
        self._arrange(_FIGURES_A_ROW // 2 if is_narrow else _FIGURES_A_ROW)

    def _arrange(self, columns: int) -> None:
        """Put so many figures beside one another."""
        if columns == self._columns:
            return
        self._columns = columns
        for number, stat in enumerate(self.stats):
            self._grid.addWidget(stat, *divmod(number, columns))
        for column in range(_FIGURES_A_ROW):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(tr("Sync and devices"))
        self.sync_caption.setText(tr("Sync"))
        self.devices_caption.setText(tr("Devices"))

    def show_status(self, status: StatusViewModel, exponent: int, now_ms: int) -> None:
        """Show how things are now."""
        sync = status.sync
        waiting, value, oldest, answered, accepted, archived, proof, clock = self.stats
        waiting.show_value(tr("Waiting"), _count(sync.waiting))
        value.show_value(tr("Value"), format_minor(sync.waiting_gross_minor, exponent))
        age = age_text(now_ms - sync.oldest_at_ms) if sync.oldest_at_ms else "–"
        oldest.show_value(tr("Oldest"), age)
        last = clock_text(sync.last_ok_at_ms) if sync.last_ok_at_ms else "–"
        answered.show_value(tr("Last answer"), last)
        accepted.show_value("✓ " + tr("At the center"), _count(sync.accepted))
        archived.show_value("✓✓ " + tr("In its backup"), _count(sync.archived))
        proof.show_value(tr("Last settlement"), _proof_text(sync.settlement))
        clock.show_value(tr("Clock"), _skew_text(sync.skew_ms))
        if sync.is_hindered:
            title = tr("Nothing can be sent now")
            detail = tr("Sales go on. Everything is kept and sent later.")
            self.cause.show_text(NoticeText("attention", "cloud-off", title, detail))
        else:
            self.cause.clear()
        self.reason.setText(sync.cause)
        self.reason.setVisible(bool(sync.cause))
        self._show_findings(sync, now_ms)
        self._show_devices(status.devices)

    @override
    def take_key(self, event: QKeyEvent) -> bool:
        return False

    def _show_findings(self, sync: SyncState, now_ms: int) -> None:
        _empty(self.finding_rows)
        texts = [
            NoticeText(
                "attention",
                "alert",
                tr("Held by head office: record {seq}", seq=item.seq),
                f"{item.detail or item.code} · {item.kind} · "
                + age_text(now_ms - item.since_ms),
            )
            for item in sync.held_items[:_HELD_MAX]
        ]
        if sync.held and sync.held > len(texts):
            title = tr("%n held", sync.held) + " " + tr("by head office")
            texts.append(NoticeText("attention", "alert", title))
        texts += [
            NoticeText("attention", "info", incident_text(each.code), each.text)
            for each in reversed(sync.incidents)
            if not (sync.held and each.code.startswith("quarantined:"))
        ]
        for number, text in enumerate(texts):
            notice = Notice(f"syncFinding{number}")
            self.finding_rows.addWidget(notice)
            notice.show_text(text)
        self.findings.setVisible(bool(texts))

    def _show_devices(self, faces: tuple[DeviceFace, ...]) -> None:
        _empty(self.rows)
        for face in faces:
            notice = Notice(f"deviceRow-{face.device_id}")
            icon = icon_of_kind(face.kind)
            self.rows.addWidget(notice)
            notice.show_text(
                NoticeText(_KINDS[face.state], icon, face.title, face.remedy)
            )


def _column(parent: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return column


def _empty(rows: QVBoxLayout) -> None:
    while (item := rows.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _count(number: int | None) -> str:
    return "–" if number is None else str(number)


def _proof_text(settlement: SettlementState | None) -> str:
    if settlement is None:
        return "–"
    if settlement.is_complete:
        return tr("Z {n} complete", n=settlement.z_number)
    return tr("Z {n} provisional", n=settlement.z_number)


def _skew_text(skew_ms: int | None) -> str:
    """Return by how much the clock is wrong, in seconds or minutes."""
    if skew_ms is None:
        return "–"
    # The center's time less ours: a positive skew is a clock that is slow.
    seconds = round(abs(skew_ms) / _SECOND_MS)
    if not seconds:
        return tr("Right")
    far = (
        tr("{n} s", n=seconds)
        if seconds < _SECONDS_OF_MINUTE
        else age_text(abs(skew_ms))
    )
    return tr("{time} slow", time=far) if skew_ms > 0 else tr("{time} fast", time=far)
