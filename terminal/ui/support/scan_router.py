"""Brings scans to the screen, whatever has the focus.

Two ways lead here: scanners with a thread of their own, and scanners that type
like a keyboard.  For the second kind every key press of the window first goes
through a timing machine; what turns out to be typed by a person is given back in
order, what turns out to be a scan reaches no field.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, Protocol

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
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from shiboken6 import isValid
from typing_extensions import override

from terminal.ui.support.pressed_key import MODIFIERS, PressedKey, pressed_key

_ALT_DIGITS_MAX: Final = 4
_LATE_MS: Final = 15.0
_LATE_REST_MS_MAX: Final = 150.0
_CLOCK_LEAP_MS: Final = 10_000.0


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

    def character_of(self, press: PressedKey) -> str | None:
        """Return what the key may stand for, None for no part of a label."""

    def keypad_digit(self, press: PressedKey) -> str:
        """Return the digit of a keypad key, empty for every other key."""

    def feed(
        self, character: str, at_ms: float, *, is_repeat: bool = False
    ) -> Sequence[WedgeDecision]:
        """Take one key."""

    def poll(self, at_ms: float) -> Sequence[WedgeDecision]:
        """Decide about keys after which silence followed."""

    def flush(self) -> Sequence[WedgeDecision]:
        """Give back whatever is held."""

    def read(self, text: str, at_ms: float) -> str | None:
        """Return the label in what was scanned, None if there is none to ring up."""


class ScanAnswer:
    """Whom to tell what became of one scan; nobody, if no scanner listens."""

    def __init__(self, tell: Callable[[bool], None] | None = None) -> None:
        self._tell = tell

    def accept(self) -> None:
        """Say that the label was taken."""
        if self._tell is not None:
            self._tell(True)  # noqa: FBT003 - a signal's value

    def refuse(self) -> None:
        """Say that it was not."""
        if self._tell is not None:
            self._tell(False)  # noqa: FBT003 - a signal's value


NO_ANSWER: Final = ScanAnswer()


class ScanRouter(QObject):
    """Delivers each scan to the screen that is in front.

    The target is a method of a view-model, never the focused widget: a scan in
    the middle of typing rings up an item, and the typing goes on.

    Signals:
        answered: Scanner and whether its last label was taken.
    """

    answered = Signal(str, bool)
    _arrived = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._target: Callable[[str], None] | None = None
        self._current: ScanAnswer = NO_ANSWER
        self._arrived.connect(self._deliver)

    def set_target(self, target: Callable[[str], None] | None) -> None:
        """Choose who gets the scans from now on; None drops them."""
        self._target = target

    def scan(self, data: str, source: str = "") -> None:
        """Take a scan; from any thread.

        Args:
            data: The label, its AIM identifier first if it has one.
            source: The scanner, when it wants to hear what became of it.
        """
        self._arrived.emit(data, source)

    def take_answer(self) -> ScanAnswer:
        """Return whom to tell about the scan that is being delivered."""
        return self._current

    @Slot(str, str)
    def _deliver(self, data: str, source: str) -> None:
        answer = self._answer_to(source) if source else NO_ANSWER
        if self._target is None:
            answer.refuse()
            return
        self._current = answer
        try:
            self._target(data)
        finally:
            self._current = NO_ANSWER

    def _answer_to(self, source: str) -> ScanAnswer:
        return ScanAnswer(lambda is_accepted: self.answered.emit(source, is_accepted))


class _HeldKey(NamedTuple):
    """What was pressed for one character: one key, or Alt with digits."""

    window: QObject
    presses: tuple[QKeyEvent, ...]


class KeyboardScans(QObject):
    """Feeds the key presses of every window to a timing machine.

    Installed on each QWindow as it gets the focus, where keys arrive before any
    widget and each only once; a filter on the application would see, in Python,
    every event of every widget.
    """

    def __init__(
        self, machine: WedgeMachine, router: ScanRouter, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._machine = machine
        self._router = router
        self._held: list[_HeldKey] = []
        self._alt_digits = ""
        self._alt_presses: list[QKeyEvent] = []
        self._is_giving_back = False
        self._is_late = False
        self._pressed_ms = 0.0
        self._arrived_ms = 0.0
        self._clock = QElapsedTimer()
        self._clock.start()
        self._offset_ms: float | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._poll)

    def watch(self, application: QGuiApplication) -> None:
        """Watch the window that has the focus, now and whenever it changes."""
        application.focusWindowChanged.connect(self.follow)
        self.follow(application.focusWindow())

    @Slot(QWindow)
    def follow(self, window: QWindow | None) -> None:
        """Watch *window* too; harmless when it is watched already."""
        if window is not None:
            window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in {QEvent.Type.KeyPress, QEvent.Type.KeyRelease}:
            return False
        if self._is_giving_back or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.KeyRelease:
            return self._release(watched, event)
        if event.key() == Qt.Key.Key_Alt:
            # Digits whose Alt was let go in another window are of no character.
            self._forget_alt_digits()
        # Shift in the middle of a label is no key of a person.
        return event.key() not in MODIFIERS and self._press(watched, event)

    def _press(self, watched: QObject, event: QKeyEvent) -> bool:
        press = pressed_key(event)
        if press.is_alt and (digit := self._machine.keypad_digit(press)):
            self._alt_digits += digit
            self._alt_presses.append(event.clone())
            return True
        character = self._machine.character_of(press)
        if character is None:
            self._act(self._machine.flush())
            return False
        self._feed(watched, (event.clone(),), character)
        return True

    def _release(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Alt and self._alt_digits:
            character = chr(int(self._alt_digits[-_ALT_DIGITS_MAX:]))
            presses = tuple(self._alt_presses)
            self._forget_alt_digits()
            self._feed(watched, presses, character)
            return False
        # The release of a kept-back key is kept back with it.
        held = (press for key in self._held for press in key.presses)
        return any(press.key() == event.key() for press in (*held, *self._alt_presses))

    def _forget_alt_digits(self) -> None:
        self._alt_digits = ""
        self._alt_presses.clear()

    def _feed(
        self, window: QObject, presses: tuple[QKeyEvent, ...], character: str
    ) -> None:
        self._held.append(_HeldKey(window, presses))
        last = presses[-1]
        self._pressed_ms = self._at_ms(last)
        self._arrived_ms = self._now_ms()
        self._act(
            self._machine.feed(
                character, self._pressed_ms, is_repeat=last.isAutoRepeat()
            )
        )
        self._is_late = False
        self._arm()

    def _act(self, decisions: Sequence[WedgeDecision]) -> None:
        for decision in decisions:
            if decision.action.value == "hold":
                continue
            keys = self._held[: decision.key_count]
            del self._held[: decision.key_count]
            if decision.action.value == "scan":
                label = self._machine.read(decision.text, self._now_ms())
                if label is not None:
                    self._router.scan(label)
            elif decision.action.value == "release":
                self._give_back(keys)

    def _give_back(self, keys: list[_HeldKey]) -> None:
        self._is_giving_back = True
        try:
            for window, presses in keys:
                for press in presses:
                    _type_again(window, press)
        finally:
            self._is_giving_back = False

    def _arm(self) -> None:
        due = self._machine.due_at_ms
        if due is None:
            self._timer.stop()
        else:
            self._timer.start(max(0, round(due - self._silent_until_ms()) + 1))

    @Slot()
    def _poll(self) -> None:
        due = self._machine.due_at_ms
        if due is not None and not self._is_late:
            # The window was busy: keys of the same label may wait behind this
            # timer, and they bear the times at which they were pressed.
            late_ms = self._silent_until_ms() - due
            self._is_late = late_ms > _LATE_MS
            if self._is_late:
                # What kept this window busy may keep the reader of its keys too.
                self._timer.start(round(min(_LATE_REST_MS_MAX, 30 + late_ms)))
                return
        self._is_late = False
        self._act(self._machine.poll(self._silent_until_ms()))
        self._arm()

    def _silent_until_ms(self) -> float:
        """Return up to when no key followed the last one, on the keys' clock.

        Silence is what passed here since that key arrived: how long it was on its
        way says nothing about the next one, which is on its way too.
        """
        return self._pressed_ms + self._now_ms() - self._arrived_ms

    def _now_ms(self) -> float:
        return self._clock.nsecsElapsed() / 1e6

    def _at_ms(self, event: QKeyEvent) -> float:
        """Return when the key was pressed, on our own clock.

        The system's stamp counts, not the arrival: a window that painted for 80 ms
        would take a scanner for a person.
        """
        now_ms = self._now_ms()
        stamp_ms = float(event.timestamp())
        if not stamp_ms:
            return now_ms
        offset_ms = now_ms - stamp_ms
        known = self._offset_ms
        # The quickest arrival was the truest; a leap is another clock.
        if known is None or offset_ms < known or offset_ms > known + _CLOCK_LEAP_MS:
            self._offset_ms = known = offset_ms
        return stamp_ms + known


def _type_again(window: QObject, press: QKeyEvent) -> None:
    if not isValid(window):
        return  # It was closed while its keys were kept back.
    QCoreApplication.sendEvent(window, press)
    release = QKeyEvent(
        QEvent.Type.KeyRelease, press.key(), press.modifiers(), press.text()
    )
    if isValid(window):
        QCoreApplication.sendEvent(window, release)
