"""Watches and drives the real window for measurements.

A bench must measure the window that cashiers use, not a copy of it: it runs the
till's own window and is told here when something has been painted.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Final, cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from typing_extensions import override

# A person's rhythm: faster keys would be taken for a scanner that types.
_KEY_INTERVAL_MS: Final = 80
_VIEWPORT: Final = "qt_scrollarea_viewport"
_ENTER: Final = "\n"
_DONE: Final = QEvent.Type(QEvent.registerEventType())

OnPainted = Callable[["WindowProbe", str, int, float], None]


class WindowProbe(QObject):
    """Reports each paint of a named widget, and types keys.

    Lives on the GUI thread.  The callback gets the probe, the `objectName` of the
    widget (for a list, of the list and not of its viewport), the number of rows
    when it is a list and otherwise 0, and the time on the monotonic clock at which
    the paint, and the transfer of the picture to the window system, were done.

    Args:
        names: The widgets that matter; every event of the application is looked at
            until `narrow_to`.
        on_painted: Called on the GUI thread; keep it short.
    """

    def __init__(self, names: frozenset[str], on_painted: OnPainted) -> None:
        application = QCoreApplication.instance()
        assert application is not None, "the application is made first"
        super().__init__(application)
        self._application = application
        self._names = names
        # What received the paint events of each name: for a list its viewport.
        self._seen: dict[str, QObject] = {}
        self._on_painted = on_painted
        self._painted: dict[str, QObject] = {}
        self._keys: deque[str] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(_KEY_INTERVAL_MS)
        self._timer.timeout.connect(self._type_next)
        application.installEventFilter(self)

    def type_keys(self, text: str, *, after_ms: int = 0) -> None:
        """Type *text* into whatever has the focus; a line feed is the Enter key.

        Args:
            text: Letters, digits and line feeds.
            after_ms: Time that the person takes to begin.
        """
        self._keys.extend(text)
        QTimer.singleShot(after_ms, self._timer.start)

    def narrow_to(self, name: str) -> None:
        """Watch only the widget *name*, which must have been painted already.

        Seeing every event of every widget in Python costs time that the window
        would not need without a bench.
        """
        self._application.removeEventFilter(self)
        watched = self._seen[name]
        watched.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the beginning of a paint; the end of it is an event of our own."""
        if event.type() == QEvent.Type.Paint:
            self._note(watched)
        return False

    @override
    def event(self, event: QEvent) -> bool:
        """Report what has been painted since the last report."""
        if event.type() != _DONE:
            return super().event(event)
        now = time.monotonic()
        painted, self._painted = self._painted, {}
        for name, widget in painted.items():
            self._on_painted(self, name, _row_count(widget), now)
        return True

    def _note(self, watched: QObject) -> None:
        widget: QObject | None = watched
        if watched.objectName() == _VIEWPORT:
            widget = watched.parent()
        if widget is None or widget.objectName() not in self._names:
            return
        if not self._painted:
            # Arrives when the paint of all that is dirty has ended: a paint runs
            # within one event, and this one comes next.
            QCoreApplication.postEvent(
                self, QEvent(_DONE), Qt.EventPriority.HighEventPriority.value
            )
        self._painted[widget.objectName()] = widget
        self._seen[widget.objectName()] = watched

    def _type_next(self) -> None:
        if not self._keys:
            self._timer.stop()
            return
        sign = self._keys.popleft()
        # PySide6's stubs do not say that nothing may have the focus.
        receiver = cast("QObject | None", QGuiApplication.focusObject())
        if receiver is None:
            self._keys.appendleft(sign)
            return
        key = Qt.Key.Key_Return if sign == _ENTER else Qt.Key(ord(sign.upper()))
        text = "\r" if sign == _ENTER else sign
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            QCoreApplication.sendEvent(receiver, event)


def _row_count(widget: QObject) -> int:
    model = getattr(widget, "model", None)
    if not callable(model):
        return 0
    shown = model()
    return int(shown.rowCount()) if shown is not None else 0
