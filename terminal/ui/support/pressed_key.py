"""A key press with what the wedge wants to know, whatever the system."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

# X11 and Wayland count eight more than the kernel.  Windows reports scan codes of
# set 1, the same numbers in the main block (never run there); what it marks as
# extended has another place.
_X11_OFFSET: Final = 8
_WINDOWS_EXTENDED: Final = 0x100
_X11_CAPS_LOCK: Final = 0x2
_WINDOWS_CAPS_LOCK: Final = 0x100

MODIFIERS: Final = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_Mode_switch,
    }
)


class PressedKey(NamedTuple):
    """One key.

    Attributes:
        text: What the layout of this computer makes of it; may be empty.
        place: Where it is, as a Linux key code; 0 when the system does not tell.
        is_shift: Whether Shift is held.
        is_control: Whether Control is held.
        is_alt: Whether Alt is held.
        is_caps_lock: Whether CapsLock is on, as far as the system tells.
    """

    text: str
    place: int
    is_shift: bool
    is_control: bool
    is_alt: bool
    is_caps_lock: bool


def pressed_key(event: QKeyEvent, platform: str = "") -> PressedKey:
    """Return the key of *event*, which came on *platform* (this one if empty)."""
    platform = platform or QGuiApplication.platformName()
    modifiers = event.modifiers()
    return PressedKey(
        event.text(),
        _place(event.nativeScanCode(), platform),
        is_shift=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
        is_control=bool(modifiers & Qt.KeyboardModifier.ControlModifier),
        is_alt=bool(modifiers & Qt.KeyboardModifier.AltModifier),
        is_caps_lock=_is_caps_lock(event.nativeModifiers(), platform),
    )


def _place(scan_code: int, platform: str) -> int:
    if platform == "xcb" or platform.startswith("wayland"):
        return max(0, scan_code - _X11_OFFSET)
    if platform == "windows" and not scan_code & _WINDOWS_EXTENDED:
        return scan_code
    return 0


def _is_caps_lock(native_modifiers: int, platform: str) -> bool:
    if platform == "xcb" or platform.startswith("wayland"):
        return bool(native_modifiers & _X11_CAPS_LOCK)
    return platform == "windows" and bool(native_modifiers & _WINDOWS_CAPS_LOCK)
