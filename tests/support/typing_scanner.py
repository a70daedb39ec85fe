"""A scanner that types: its keys bear the times at which they were pressed.

QTest stamps a key with the moment of its delivery; on a busy computer that tells a
label from typing as little as a pause of the test does.
"""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

_GAP_MS: Final = 2
_EPOCH_MS: Final = 10**12
_PLAIN: Final = Qt.KeyboardModifier.NoModifier
_ENDS: Final = {"\r": Qt.Key.Key_Return, "\n": Qt.Key.Key_Enter}


class TypingScanner:
    """Types into *window*, two milliseconds from key to key."""

    def __init__(self, window: QObject) -> None:
        self._window = window
        # Above every stamp of QTest, so that these keys are never the older ones.
        self._at_ms = _EPOCH_MS + time.monotonic_ns() // 1_000_000

    def type(self, text: str) -> None:
        """Type *text*; a carriage return is Return, a line feed the keypad's Enter."""
        for character in text:
            if character.isupper():
                self.press(Qt.Key.Key_Shift)
                shift = Qt.KeyboardModifier.ShiftModifier
                self._click(Qt.Key(ord(character)), character, shift)
                self.release(Qt.Key.Key_Shift)
            else:
                key = _ENDS.get(character) or Qt.Key(ord(character.upper()))
                self._click(key, character, _PLAIN)

    def press(
        self, key: Qt.Key, text: str = "", modifiers: Qt.KeyboardModifier = _PLAIN
    ) -> None:
        """Press one key."""
        self._at_ms += _GAP_MS
        self._send(QEvent.Type.KeyPress, key, text, modifiers)

    def release(
        self, key: Qt.Key, text: str = "", modifiers: Qt.KeyboardModifier = _PLAIN
    ) -> None:
        """Let one key go."""
        self._send(QEvent.Type.KeyRelease, key, text, modifiers)

    def _click(self, key: Qt.Key, text: str, modifiers: Qt.KeyboardModifier) -> None:
        self.press(key, text, modifiers)
        self.release(key, text, modifiers)

    def _send(
        self, kind: QEvent.Type, key: Qt.Key, text: str, modifiers: Qt.KeyboardModifier
    ) -> None:
        event = QKeyEvent(kind, key, modifiers, text)
        event.setTimestamp(self._at_ms)
        QCoreApplication.sendEvent(self._window, event)
