"""Key presses as each system reports them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from terminal.ui.support.pressed_key import pressed_key


def _event(scan_code: int, native_modifiers: int = 0) -> QKeyEvent:
    return QKeyEvent(
        QEvent.Type.KeyPress,
        Qt.Key.Key_A,
        Qt.KeyboardModifier.ShiftModifier,
        scan_code,
        0,
        native_modifiers,
        "A",
    )


@pytest.mark.parametrize(
    ("platform", "scan_code", "place"),
    [
        ("xcb", 38, 30),
        ("wayland-egl", 38, 30),
        ("windows", 30, 30),
        ("windows", 0x11C, 0),
        ("xcb", 0, 0),
        ("offscreen", 38, 0),
        ("cocoa", 38, 0),
    ],
)
def test_the_place_of_a_key_is_the_kernels(
    platform: str, scan_code: int, place: int
) -> None:
    assert pressed_key(_event(scan_code), platform).place == place


@pytest.mark.parametrize(
    ("platform", "native", "is_on"),
    [
        ("xcb", 0x2, True),
        ("xcb", 0x1, False),
        ("windows", 0x100, True),
        ("windows", 0x2, False),
        ("offscreen", 0x102, False),
    ],
)
def test_caps_lock_is_asked_of_the_system(
    platform: str, native: int, is_on: bool
) -> None:
    assert pressed_key(_event(38, native), platform).is_caps_lock is is_on


def test_modifiers_and_text_are_qts() -> None:
    press = pressed_key(_event(38))

    assert press.text == "A"
    assert press.is_shift
    assert not press.is_control
    assert not press.is_alt
