"""Sync and devices in plain words."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from terminal.application.ports.devices import DeviceStatus
from terminal.ui.screens.cashier.panels.status_panel import StatusPanel
from terminal.ui.view_models.status_view_model import StatusViewModel, SyncState
from terminal.ui.widgets.notice import Notice

NOW_MS = 10_000_000


def test_what_waits_and_why_is_told_and_every_device_listed(qtbot: QtBot) -> None:
    status = StatusViewModel(lambda: NOW_MS)
    status.tell_sync(
        SyncState(
            waiting=12,
            waiting_gross_minor=123_456,
            oldest_at_ms=NOW_MS - 240_000,
            cause="The center does not answer.",
        )
    )
    status.tell_devices(
        [
            DeviceStatus("p", "receipt_printer", "Printer", "ready"),
            DeviceStatus("s", "scanner", "Scanner", "lost", "", "Plug it in."),
        ]
    )
    qtbot.waitUntil(lambda: len(status.devices) == 2 and status.sync.waiting == 12)
    panel = StatusPanel()
    qtbot.addWidget(panel)
    panel.show()

    panel.show_status(status, 2, NOW_MS)

    values = [stat.value.text() for stat in panel.stats]
    assert values == ["12", "1234.56", "4 min", "–"]
    assert panel.cause.text.title == "The center does not answer."
    row = panel.findChild(QWidget, "deviceRow-s")
    assert isinstance(row, Notice)
    assert row.text.detail == "Plug it in."


def test_nothing_wrong_shows_no_cause(qtbot: QtBot) -> None:
    panel = StatusPanel()
    qtbot.addWidget(panel)

    panel.show_status(StatusViewModel(lambda: NOW_MS), 2, NOW_MS)

    assert panel.cause.isHidden()
