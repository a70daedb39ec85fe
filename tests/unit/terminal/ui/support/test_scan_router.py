"""Scans reach the screen, typing reaches the field."""

from __future__ import annotations

import threading

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from typing_extensions import override

from drivers.scanner.wedge_keys import KeyPress
from drivers.scanner.wedge_scanner import WedgeScanner
from terminal.peripherals.wedge import new_keyboard_wedge
from terminal.ui.support.scan_router import KeyboardScans, ScanRouter
from tests.support.typing_scanner import TypingScanner


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

    TypingScanner(field.windowHandle()).type("4006381333931\r")
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


def test_shift_within_a_label_tears_nothing_apart(qtbot: QtBot) -> None:
    router = ScanRouter()
    seen: list[str] = []
    router.set_target(seen.append)
    field = _field(qtbot, router)

    TypingScanner(field.windowHandle()).type("]E04006381333931\r")
    qtbot.waitUntil(lambda: seen == ["]E04006381333931"])

    assert field.text() == ""


def test_the_line_feed_after_a_return_reaches_nobody(qtbot: QtBot) -> None:
    router = ScanRouter()
    seen: list[str] = []
    router.set_target(seen.append)
    field = _field(qtbot, router)
    entered: list[None] = []
    field.returnPressed.connect(lambda: entered.append(None))

    TypingScanner(field.windowHandle()).type("4006381333931\r\n")
    qtbot.waitUntil(lambda: seen == ["4006381333931"])

    assert entered == []


class PlacedKeys(WedgeScanner):
    """Takes every digit while Alt is held for one of the keypad."""

    @override
    def keypad_digit(self, press: KeyPress) -> str:
        return press.text


def test_alt_and_the_keypad_are_one_character_of_the_label(qtbot: QtBot) -> None:
    router = ScanRouter()
    seen: list[str] = []
    router.set_target(seen.append)
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    window = field.windowHandle()
    scans = KeyboardScans(PlacedKeys("keyboard"), router, field)
    scans.follow(window)
    alt = Qt.KeyboardModifier.AltModifier
    scanner = TypingScanner(window)

    scanner.type("0104006381333931")
    scanner.press(Qt.Key.Key_Alt)
    for digit in "029":
        key = Qt.Key(ord(digit))
        scanner.press(key, digit, alt)
        scanner.release(key, digit, alt)
    scanner.release(Qt.Key.Key_Alt)
    scanner.type("10a\r")
    qtbot.waitUntil(lambda: len(seen) == 1)

    assert seen == ["0104006381333931\x1d10a"]
    assert field.text() == ""


def test_a_window_that_was_busy_takes_no_scanner_for_a_person(qtbot: QtBot) -> None:
    router = ScanRouter()
    seen: list[str] = []
    router.set_target(seen.append)
    field = _field(qtbot, router)
    window = field.windowHandle()
    label = "4006381333931"

    for place, digit in enumerate(label + "\r"):
        key = Qt.Key.Key_Return if digit == "\r" else Qt.Key(ord(digit))
        press = QKeyEvent(
            QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, digit
        )
        press.setTimestamp(50_000 + 2 * place)
        QCoreApplication.sendEvent(window, press)
        if place == 5:
            # Painting for longer than any gap of a scanner, events waiting.
            threading.Event().wait(0.08)
    qtbot.waitUntil(lambda: seen == [label])

    assert field.text() == ""


def test_keys_of_a_window_that_was_closed_are_forgotten(qtbot: QtBot) -> None:
    router = ScanRouter()
    field = QLineEdit()
    field.show()
    owner = QObject()
    scans = KeyboardScans(new_keyboard_wedge(), router, owner)
    scans.follow(field.windowHandle())
    scans.follow(None)
    QTest.keyClick(field.windowHandle(), "7")  # type: ignore[call-overload]
    field.deleteLater()
    QCoreApplication.sendPostedEvents(field, QEvent.Type.DeferredDelete)
    del field

    qtbot.wait(80)

    assert not new_keyboard_wedge().is_holding


def test_every_window_that_gets_the_focus_is_watched(qtbot: QtBot) -> None:
    router = ScanRouter()
    seen: list[str] = []
    router.set_target(seen.append)
    owner = QObject()
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    scans = KeyboardScans(new_keyboard_wedge(), router, owner)
    scans.watch(application)
    dialog = QLineEdit()
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: application.focusWindow() is not None)

    TypingScanner(dialog.windowHandle()).type("96385074\r")
    qtbot.waitUntil(lambda: seen == ["96385074"])

    assert dialog.text() == ""


def test_the_scanner_hears_what_became_of_its_label(qtbot: QtBot) -> None:
    router = ScanRouter()
    told: list[tuple[str, bool]] = []
    router.answered.connect(lambda source, taken: told.append((source, taken)))

    def take(data: str) -> None:
        answer = router.take_answer()
        if data == "good":
            answer.accept()
        else:
            answer.refuse()

    router.scan("early", "scanner")
    router.set_target(take)
    router.scan("good", "scanner")
    router.scan("bad", "second")
    router.scan("good")

    assert told == [("scanner", False), ("scanner", True), ("second", False)]
    router.take_answer().accept()
    assert len(told) == 3


def test_digits_with_alt_that_were_broken_off_are_no_part_of_the_next_key(
    qtbot: QtBot,
) -> None:
    router = ScanRouter()
    seen: list[str] = []
    router.set_target(seen.append)
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    window = field.windowHandle()
    scans = KeyboardScans(PlacedKeys("keyboard"), router, field)
    scans.follow(window)
    scanner = TypingScanner(window)

    # Another window took the focus, and with it the release of Alt.
    scanner.press(Qt.Key.Key_Alt)
    scanner.press(Qt.Key.Key_6, "6", Qt.KeyboardModifier.AltModifier)
    scanner.press(Qt.Key.Key_Alt)
    scanner.release(Qt.Key.Key_Alt)
    scanner.type("4006381333931\r")
    qtbot.waitUntil(lambda: seen == ["4006381333931"])

    assert field.text() == ""
