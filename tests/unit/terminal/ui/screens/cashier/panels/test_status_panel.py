"""Sync and devices in plain words."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from terminal.application.ports.devices import DeviceStatus
from terminal.ui.screens.cashier.panels.status_panel import StatusPanel
from terminal.ui.support.translation import use_language
from terminal.ui.view_models.status_view_model import (
    HeldItem,
    Incident,
    SettlementState,
    StatusViewModel,
    SyncState,
)
from terminal.ui.widgets.notice import Notice

NOW_MS = 10_000_000


def test_what_waits_and_why_is_told_and_every_device_listed(qtbot: QtBot) -> None:
    use_language("en")
    status = StatusViewModel(lambda: NOW_MS)
    status.tell_sync(
        SyncState(
            waiting=12,
            waiting_gross_minor=123_456,
            oldest_at_ms=NOW_MS - 240_000,
            state="server_unreachable",
            is_hindered=True,
            detail="nobody listens",
            accepted=412,
            archived=400,
            settlement=SettlementState(3, is_complete=True, detail="412 of 412"),
            skew_ms=-3_600_000,
            held=2,
            held_items=(
                HeldItem(7, "sale.completed", "number_reused", "used twice", NOW_MS),
            ),
            incidents=(
                Incident("quarantined:ab:7", "event 7 waits"),
                Incident("clock_skewed", "differs by 3600 s"),
            ),
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
    assert values[:4] == ["12", "1234.56", "4 min", "–"]
    assert values[4:] == ["412", "400", "Z 3 complete", "1 h fast"]
    assert panel.cause.text.title == "Nothing can be sent now"
    assert panel.reason.text().startswith("The center does not answer;")
    assert panel.reason.text().endswith("(nobody listens)")
    found = [
        notice.text.title
        for notice in panel.findings.findChildren(Notice)
        if not notice.isHidden()
    ]
    assert found == [
        "Held by head office: record 7",
        "2 held by head office",
        "This till's clock is wrong",
    ]
    row = panel.findChild(QWidget, "deviceRow-s")
    assert isinstance(row, Notice)
    assert row.text.detail == "Plug it in."


def test_nothing_wrong_shows_no_cause(qtbot: QtBot) -> None:
    panel = StatusPanel()
    qtbot.addWidget(panel)

    panel.show_status(StatusViewModel(lambda: NOW_MS), 2, NOW_MS)

    assert panel.cause.isHidden()


def test_the_figures_fit_beside_the_basket_of_a_small_window(qtbot: QtBot) -> None:
    use_language("en")
    panel = StatusPanel()
    qtbot.addWidget(panel)
    panel.show_status(StatusViewModel(lambda: NOW_MS), 2, NOW_MS)
    panel.show()

    for width in (452, 606, 452):
        panel.resize(width, 660)
        QApplication.processEvents()
        last = max(
            stat.mapTo(panel, stat.rect().topRight()).x() for stat in panel.stats
        )
        assert last < width - 16
