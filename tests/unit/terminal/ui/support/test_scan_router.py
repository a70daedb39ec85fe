"""Scans reach the screen, typing reaches the field."""

from __future__ import annotations

import threading

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from terminal.peripherals.wedge import new_keyboard_wedge
from terminal.ui.support.scan_router import KeyboardScans, ScanRouter


def _field(qtbot: QtBot, router: ScanRouter) -> QLineEdit:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    handle = field.windowHandle()
    handle.installEventFilter(KeyboardScans(new_keyboard_wedge(), router, field))
    return field


def test_a_scan_from_a_devices_thread_arrives_on_the_gui_thread(qtbot: QtBot) -> None:
    router = ScanRouter()
    seen: list[str] = []

    def take(data: str) -> None:
        seen.extend([data, threading.current_thread().name])

    router.set_target(take)
    device = threading.Thread(target=router.scan, args=("4006381333931",))
    device.start()
    device.join()
    qtbot.waitUntil(lambda: len(seen) == 2)

    assert seen == ["4006381333931", "MainThread"]


def test_without_a_target_a_scan_is_dropped(qtbot: QtBot) -> None:
    ScanRouter().scan("123")


def test_a_scanner_that_types_reaches_the_router_and_not_the_field(
    qtbot: QtBot,
) -> None:
    router = ScanRouter()
    seen: list[str] = []
    router.set_target(seen.append)
    field = _field(qtbot, router)

    for digit in "4006381333931":
        QTest.keyClick(field.windowHandle(), digit)  # type: ignore[call-overload]
    QTest.keyClick(field.windowHandle(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: seen == ["4006381333931"])

    assert field.text() == ""


def test_a_person_who_types_reaches_the_field_in_order(qtbot: QtBot) -> None:
    router = ScanRouter()
    seen: list[str] = []
    router.set_target(seen.append)
    field = _field(qtbot, router)

    for letter in "oat":
        QTest.keyClick(field.windowHandle(), letter)  # type: ignore[call-overload]
        qtbot.wait(90)
    qtbot.waitUntil(lambda: field.text() == "oat")

    assert seen == []


def test_a_key_without_a_character_gives_back_what_was_held_first(
    qtbot: QtBot,
) -> None:
    router = ScanRouter()
    field = _field(qtbot, router)

    QTest.keyClick(field.windowHandle(), "a")  # type: ignore[call-overload]
    QTest.keyClick(field.windowHandle(), "b")  # type: ignore[call-overload]
    QTest.keyClick(field.windowHandle(), Qt.Key.Key_Backspace)

    assert field.text() == "a"
