"""Healthy is quiet."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from terminal.application.ports.devices import DeviceStateName, DeviceStatus
from terminal.ui.view_models.status_view_model import (
    DeviceFace,
    StatusViewModel,
    SyncFace,
    SyncState,
    age_text,
)

NOW_MS = 10_000_000


@pytest.mark.parametrize(
    ("sync", "kind", "text"),
    [
        (SyncState(is_enabled=False), "pill", "Stand-alone"),
        (SyncState(), "pill", "All sent"),
        (SyncState(waiting=3, is_sending=True), "pill-sending", "Sending 3"),
        (SyncState(waiting=None, is_hindered=True), "pill", "Not known"),
        (SyncState(is_clock_wrong=True), "pill-waiting", "Clock is wrong"),
        (SyncState(waiting=1, held=1), "pill-held", "1 held\nby head office"),
        (
            SyncState(waiting=12, is_hindered=True, oldest_at_ms=NOW_MS - 240_000),
            "pill-waiting",
            "12 waiting\noldest 4 min",
        ),
        (
            SyncState(waiting=2, is_hindered=True, oldest_at_ms=NOW_MS - 59_000),
            "pill",
            "2 waiting",
        ),
    ],
)
def test_the_pill_says_what_waits(
    qtbot: QtBot, sync: SyncState, kind: str, text: str
) -> None:
    status = StatusViewModel(lambda: NOW_MS)
    faces: list[SyncFace] = []
    status.sync_changed.connect(faces.append)

    status.tell_sync(sync)
    qtbot.waitUntil(lambda: bool(faces))

    assert (faces[-1].kind, faces[-1].text) == (kind, text)


@pytest.mark.parametrize(
    ("state", "look"),
    [
        ("ready", "ready"),
        ("opening", "ready"),
        ("degraded", "attention"),
        ("offline", "attention"),
        ("lost", "failed"),
        ("fault", "failed"),
        ("absent", "failed"),
    ],
)
def test_a_device_shows_whether_it_needs_a_person(
    qtbot: QtBot, state: DeviceStateName, look: str
) -> None:
    status = StatusViewModel(lambda: NOW_MS)
    remedy = "Load a roll."

    status.tell_devices(
        [DeviceStatus("p", "receipt_printer", "Printer", state, "", remedy)]
    )
    qtbot.waitUntil(lambda: bool(status.devices))

    face: DeviceFace = status.devices[0]
    assert face.state == look
    assert (remedy in face.description) == (look != "ready")


def test_a_disabled_device_is_not_shown(qtbot: QtBot) -> None:
    status = StatusViewModel(lambda: NOW_MS)

    with qtbot.waitSignal(status.devices_changed):
        status.tell_devices([DeviceStatus("p", "scale", "Scale", "disabled")])

    assert status.devices == ()


def test_states_come_from_any_thread(qtbot: QtBot) -> None:
    status = StatusViewModel(lambda: NOW_MS)
    seen: list[str] = []
    status.sync_changed.connect(lambda _: seen.append(threading.current_thread().name))

    teller = threading.Thread(target=status.tell_sync, args=(SyncState(),))
    teller.start()
    teller.join()
    qtbot.waitUntil(lambda: bool(seen))

    assert status.sync.is_enabled


def test_ages_are_told_in_the_unit_that_fits() -> None:
    assert age_text(-5 * 60_000) == "0 min"
    assert age_text(59_000) == "0 min"
    assert age_text(3_600_000) == "1 h"
    assert age_text(3 * 86_400_000) == "3 d"
