"""Hears of every exception that nobody expected, wherever it was raised.

A mistake of this program must be noticed: Qt goes on after a slot that raised, with a
screen that may no longer show what the ledger holds.
"""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType
from typing import Final

from PySide6.QtCore import QObject, Signal

_OURS: Final = frozenset({"terminal", "sync", "drivers"})

_log = logging.getLogger(__name__)


def is_defect(error: BaseException) -> bool:
    """Tell whether *error* is a mistake of the program rather than a refusal.

    Whatever the rules or the world refuse has a class of our own; what Python or a
    library raises should have been caught and told in words.
    """
    return type(error).__module__.partition(".")[0] not in _OURS


class DefectWatch(QObject):
    """Logs what nobody caught, and tells it.

    Signals:
        found: A defect came to light; may be emitted on any thread.
        interrupted: Somebody pressed Ctrl-C in the terminal of this program.
    """

    found = Signal()
    interrupted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hook = sys.excepthook
        self._thread_hook = threading.excepthook

    def install(self) -> None:
        """Hear of everything from now on; the former hooks still hear of it too."""
        self._hook = sys.excepthook
        self._thread_hook = threading.excepthook
        sys.excepthook = self._take
        threading.excepthook = self._take_of_thread

    def remove(self) -> None:
        """Put the former hooks back."""
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    def _take(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self.interrupted.emit()
            return
        self._hook(kind, error, trace)
        self._tell(error)

    def _take_of_thread(self, arguments: threading.ExceptHookArgs) -> None:
        self._thread_hook(arguments)
        if arguments.exc_value is not None:
            self._tell(arguments.exc_value)

    def _tell(self, error: BaseException) -> None:
        _log.error("a defect came to light", exc_info=error)
        self.found.emit()
