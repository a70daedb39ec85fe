"""Runs use cases off the GUI thread, in order, and brings the results back.

One thread owns the ledger: it opens it, runs every use case and closes it, so no
connection ever crosses a thread.  What comes back are values, never live objects
of the ledger.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from terminal.ui.support.defects import is_defect

if TYPE_CHECKING:
    from terminal.application.use_cases import UseCases


Result = TypeVar("Result")

_CLOSE_TIMEOUT_S: Final = 10.0
_IDLE_S: Final = 1.5
_log = logging.getLogger(__name__)
_Job = tuple[Callable[[Any], Any], Callable[[Any], None], Callable[[Any], None]]


class OpenedTill(Protocol):
    """What the use-case thread opens and owns."""

    @property
    def use_cases(self) -> UseCases:
        """The verbs of the till; call them on the owning thread only."""

    def after_command(self) -> None:
        """Do what follows a use case: nudge the agent, hand papers to the printer."""

    def on_idle(self) -> None:
        """Use a quiet moment: drafts, the agent's requests, changed prices.

        Called again as long as the moment lasts, so it is short when there is nothing.
        """

    def close(self) -> None:
        """Let go of the ledger."""


class WorkQueue(Protocol):
    """Where a view-model sends work."""

    def submit(
        self,
        work: Callable[[UseCases], Result],
        on_done: Callable[[Result], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Run *work* elsewhere; call one of the two callbacks on the GUI thread."""


class ImmediateWorkQueue:
    """Runs the work at once on the calling thread; for tests and pictures."""

    def __init__(self, use_cases: UseCases) -> None:
        self._use_cases = use_cases

    def submit(
        self,
        work: Callable[[UseCases], Result],
        on_done: Callable[[Result], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Run *work* now and call back before returning."""
        try:
            result = work(self._use_cases)
        except Exception as error:  # noqa: BLE001 - handed on to the caller's handler
            on_error(error)
        else:
            on_done(result)


class ThreadWorkQueue(QObject):
    """The use-case thread.

    Results return through a decorated slot of this object, which lives on the
    GUI thread.  A lambda would run on the thread on which the sender lives.

    Signals:
        opened: The till is open; use cases that were submitted earlier run next.
        failed_to_open: The error for which no ledger could be opened.
    """

    opened = Signal()
    failed_to_open = Signal(object)
    _finished = Signal(object, object)

    def __init__(
        self, open_till: Callable[[], OpenedTill], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._open_till = open_till
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._finished.connect(self._run_callback)
        # Not a daemon: an interpreter that ends in the middle of a commit would
        # leave the caller without its answer.
        self._thread = threading.Thread(target=self._run, name="use-case")

    def start(self) -> None:
        """Open the till on its own thread; returns at once."""
        self._thread.start()

    def submit(
        self,
        work: Callable[[UseCases], Result],
        on_done: Callable[[Result], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Queue *work* behind whatever is already waiting."""
        self._jobs.put((work, on_done, on_error))

    def close(self) -> None:
        """Finish the queued work, close the till and stop the thread."""
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(_CLOSE_TIMEOUT_S)

    def _run(self) -> None:
        try:
            till = self._open_till()
        except Exception as error:  # noqa: BLE001 - shown by the window in words
            self.failed_to_open.emit(error)
            return
        self.opened.emit()
        try:
            while (job := self._next_job(till)) is not None:
                self._do(till, job)
        finally:
            till.close()

    def _next_job(self, till: OpenedTill) -> _Job | None:
        # Again and again: reference data may change while the till rests.
        while True:
            try:
                return self._jobs.get(timeout=_IDLE_S)
            except queue.Empty:
                _survive(till.on_idle)

    def _do(self, till: OpenedTill, job: _Job) -> None:
        work, on_done, on_error = job
        try:
            result = work(till.use_cases)
        except Exception as error:  # noqa: BLE001 - goes to the caller's handler
            if is_defect(error):
                _log.error("a use case failed", exc_info=error)
            self._finished.emit(on_error, error)
        else:
            # The screen first: what follows a command may take a while.
            self._finished.emit(on_done, result)
        _survive(till.after_command)

    @Slot(object, object)
    def _run_callback(self, callback: Callable[[object], None], value: object) -> None:
        callback(value)


def _survive(step: Callable[[], None]) -> None:
    """Do what nobody waits for: its failure must not end the thread that sells."""
    try:
        step()
    except Exception:  # noqa: BLE001 - whatever it is, the next command is carried out
        _log.exception("what follows a command failed")
