"""Brings scans to the screen, whatever has the focus.

Two ways lead here: scanners with a thread of their own, and scanners that type
like a keyboard.  For the second kind every key press of the window first goes
through a timing machine; what turns out to be typed by a person is given back in
order, what turns out to be a scan reaches no field.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from PySide6.QtCore import (
    QCoreApplication,
    QElapsedTimer,
    QEvent,
    QObject,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

_GROUP_SEPARATOR: Final = "\x1d"
_TERMINATORS: Final = "\r\n\t"


class WedgeDecision(Protocol):
    """One decision of the timing machine."""

    @property
    def action(self) -> enum.Enum:
        """Its value is ``hold``, ``release``, ``scan`` or ``drop``."""

    @property
    def text(self) -> str:
        """What was scanned."""

    @property
    def key_count(self) -> int:
        """How many of the keys kept back it is about."""


class WedgeMachine(Protocol):
    """Tells typing from scanning by time alone; owns no clock and no window."""

    @property
    def due_at_ms(self) -> float | None:
        """When poll() must be called if no key comes before."""

    def feed(
        self, character: str, at_ms: float, *, is_repeat: bool = False
    ) -> Sequence[WedgeDecision]:
        """Take one key."""

    def poll(self, at_ms: float) -> Sequence[WedgeDecision]:
        """Decide about keys after which silence followed."""

    def flush(self) -> Sequence[WedgeDecision]:
        """Give back whatever is held."""


class ScanRouter(QObject):
    """Delivers each scan to the screen that is in front.

    The target is a method of a view-model, never the focused widget: a scan in
    the middle of typing rings up an item, and the typing goes on.
    """

    _arrived = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._target: Callable[[str], None] | None = None
        self._arrived.connect(self._deliver)

    def set_target(self, target: Callable[[str], None] | None) -> None:
        """Choose who gets the scans from now on; None drops them."""
        self._target = target

    def scan(self, data: str) -> None:
        """Take a scan; from any thread."""
        self._arrived.emit(data)

    @Slot(str)
    def _deliver(self, data: str) -> None:
        if self._target is not None:
            self._target(data)


class KeyboardScans(QObject):
    """Feeds the key presses of a window to a timing machine.

    Installed on the QWindow, where keys arrive before any widget and each only
    once; a filter on the application would see, in Python, every event of every
    widget.
    """

    def __init__(
        self, machine: WedgeMachine, router: ScanRouter, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._machine = machine
        self._router = router
        self._held: list[tuple[QObject, QKeyEvent]] = []
        self._is_giving_back = False
        self._clock = QElapsedTimer()
        self._clock.start()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._poll)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in {QEvent.Type.KeyPress, QEvent.Type.KeyRelease}:
            return False
        if self._is_giving_back or not isinstance(event, QKeyEvent):
            return False
        character = _character(event)
        if event.type() == QEvent.Type.KeyRelease:
            # The release of a kept-back key is kept back with it.
            return any(held.key() == event.key() for _, held in self._held)
        if character is None:
            self._act(self._machine.flush())
            return False
        self._held.append((watched, event.clone()))
        decisions = self._machine.feed(
            character, self._now_ms(), is_repeat=event.isAutoRepeat()
        )
        self._act(decisions)
        self._arm()
        return True

    def _act(self, decisions: Sequence[WedgeDecision]) -> None:
        for decision in decisions:
            if decision.action.value == "hold":
                continue
            keys = self._held[: decision.key_count]
            del self._held[: decision.key_count]
            if decision.action.value == "scan":
                self._router.scan(decision.text)
            elif decision.action.value == "release":
                self._give_back(keys)

    def _give_back(self, keys: list[tuple[QObject, QKeyEvent]]) -> None:
        self._is_giving_back = True
        try:
            for watched, press in keys:
                QCoreApplication.sendEvent(watched, press)
                release = QKeyEvent(
                    QEvent.Type.KeyRelease, press.key(), press.modifiers(), press.text()
                )
                QCoreApplication.sendEvent(watched, release)
        finally:
            self._is_giving_back = False

    def _arm(self) -> None:
        due = self._machine.due_at_ms
        if due is None:
            self._timer.stop()
        else:
            self._timer.start(max(0, round(due - self._now_ms()) + 1))

    @Slot()
    def _poll(self) -> None:
        self._act(self._machine.poll(self._now_ms()))
        self._arm()

    def _now_ms(self) -> float:
        return self._clock.nsecsElapsed() / 1e6


def _character(event: QKeyEvent) -> str | None:
    """Return the one character a scanner may have typed, None for other keys."""
    command = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    text = event.text()
    if text == _GROUP_SEPARATOR:
        return text
    if len(text) != 1 or event.modifiers() & command:
        return None
    if text in _TERMINATORS or text.isprintable():
        return text
    return None
