"""Takes print jobs to the printer and says what became of them.

Rules: a receipt is printed once, or again with its COPY mark when nobody can know
whether the first lies in the shopper's hand; the drawer is kicked at once or not
at all, never later and never twice.  A printer that needs paper keeps its jobs
waiting and the sale goes on.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import Final

import msgspec

from drivers.cash_drawer.port import KickOutcome, KickResult
from drivers.device import READY, DeviceCondition, DeviceState
from drivers.errors import DeviceBusyError, DeviceError
from drivers.receipt_printer.port import PrintOutcome, PrintResult
from drivers.receipt_printer.tcp_printer import TcpPrinter
from terminal.application.receipts.print_job import (
    PrintJob,
    PrintJobKind,
    PrintJobState,
)
from terminal.peripherals.device_service import DrawerHandle, PrinterHandle
from terminal.peripherals.receipt_images import image_rows
from terminal.peripherals.receipt_renderer import mark_as_copy, render_receipt

KICK_EXPIRES_S: Final = 5.0
"""A drawer that opens later than this may open with nobody before it."""

COPIES_MAX: Final = 3
"""Tries after an unknown outcome; then a person must look at the printer."""

WAITING_MAX: Final = 500
"""Jobs kept in memory; all of them are in the ledger as well."""

_log = logging.getLogger(__name__)

_DOWN: Final = frozenset(
    {DeviceState.OFFLINE, DeviceState.LOST, DeviceState.FAULT, DeviceState.DISABLED}
)
"""States in which another printer takes over; a printer not yet seen is not down."""

_KICK_STATES: Final = {
    KickOutcome.OPENED: PrintJobState.DONE,
    KickOutcome.SENT: PrintJobState.DONE,
    KickOutcome.UNKNOWN: PrintJobState.IN_DOUBT,
    KickOutcome.NOT_OPENED: PrintJobState.FAILED,
    KickOutcome.NOT_SENT: PrintJobState.FAILED,
}

JobReport = Callable[[str, PrintJobState], None]


class _Waiting(msgspec.Struct):
    """A job on its way to the paper."""

    job: PrintJob
    copies: int = 0
    flaw: Exception | None = None
    """Why its document cannot be rendered."""


class PrintService:
    """One queue for one printer and its drawer.

    submit() and resume() are for any thread.  Reports come on the printer's thread,
    or on the caller's when there is no printer or it was quicker than the caller.
    SENT is reported before the first byte leaves, and the report returns before it
    does: whoever records it there and then knows after a power cut which papers are
    in doubt.
    """

    def __init__(
        self,
        printer: PrinterHandle | None,
        drawer: DrawerHandle | None,
        report: JobReport,
        *,
        reroute: PrinterHandle | None = None,
        on_drawer: Callable[[KickResult], None] | None = None,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare.

        Args:
            printer: None where this till has none: papers are dropped.
            drawer: None where this till has none: kicks are dropped.
            report: Told of each step of each job.
            reroute: Prints while the first one is down.  What may lie half
                printed in the first comes out there with its COPY mark.
            on_drawer: Told how each kick ended, to show the remedy.
            now_s: Monotonic seconds.
        """
        self._printer = printer
        self._reroute = reroute
        self._drawer = drawer
        self._report = report
        self._on_drawer = on_drawer
        self._now_s = now_s
        self._lock = threading.Lock()
        self._waiting: deque[_Waiting] = deque()
        self._is_printing = False
        if printer is not None:
            printer.listen(self._looked)
        if reroute is not None:
            reroute.listen(self._looked)

    @property
    def waiting_count(self) -> int:
        """Papers that wait for the printer."""
        with self._lock:
            return len(self._waiting)

    def resume(self, jobs: Iterable[PrintJob]) -> None:
        """Take up what the last run of the till left.

        Drawer jobs are dropped: the moment is over.  Papers that may have been
        printed come again as copies.
        """
        for job in jobs:
            if job.kind is PrintJobKind.DRAWER:
                self._tell(job.job_id, PrintJobState.DROPPED)
            elif job.state in {PrintJobState.SENT, PrintJobState.IN_DOUBT}:
                self._enqueue(_Waiting(_as_copy(job), copies=1))
            else:
                self._enqueue(_Waiting(job))
        self._pump()

    def submit(self, job: PrintJob) -> None:
        """Do *job* now, or as soon as the printer can; never waits for it."""
        if job.kind is PrintJobKind.DRAWER:
            self._kick(job)
        else:
            self._enqueue(_Waiting(job))
            self._pump()

    def _tell(self, job_id: str, state: PrintJobState) -> None:
        try:
            self._report(job_id, state)
        except Exception:  # noqa: BLE001 - any bug of whoever records it
            # A step that could not be recorded must not stop the printer: the
            # worst that follows is one more copy, marked as one.
            _log.exception("print job %s: step %s was not recorded", job_id, state)

    # -- papers ----------------------------------------------------------------

    def _enqueue(self, waiting: _Waiting) -> None:
        if self._printer is None or waiting.job.document is None:
            self._tell(waiting.job.job_id, PrintJobState.DROPPED)
            return
        with self._lock:
            is_full = len(self._waiting) >= WAITING_MAX
            if not is_full:
                self._waiting.append(waiting)
        if is_full:
            _log.error("%d papers are waiting; one is dropped", WAITING_MAX)
            self._tell(waiting.job.job_id, PrintJobState.FAILED)

    def _pump(self) -> None:
        """Hand the oldest paper to the printer unless one is with it."""
        with self._lock:
            if self._is_printing or not self._waiting or self._printer is None:
                return
            waiting = self._waiting[0]
            self._is_printing = True
            printer = self._choose(self._printer)

        def work(device: TcpPrinter) -> PrintResult:
            return self._print(device, waiting)

        def done(future: Future[PrintResult]) -> None:
            self._finish(waiting, future)

        try:
            future = printer.submit(work)
        except DeviceBusyError:
            # The next look at the printer's status tries again.
            with self._lock:
                self._is_printing = False
            return
        future.add_done_callback(done)

    def _choose(self, printer: PrinterHandle) -> PrinterHandle:
        """Return the printer for the next paper."""
        other = self._reroute
        if (
            other is None
            or printer.condition.state not in _DOWN
            or not other.condition.is_working
        ):
            return printer
        _log.info("printed on %s: %s is down", other.device_id, printer.device_id)
        return other

    def _print(self, device: TcpPrinter, waiting: _Waiting) -> PrintResult:
        document = waiting.job.document
        assert document is not None
        try:
            data = render_receipt(document, device.profile, image_rows=image_rows)
        except Exception as error:  # noqa: BLE001 - any document, any bug in its way
            # Raised on the printer's thread it would be the driver's bug, and the
            # printer out of work until a person tries it again.
            waiting.flaw = error
            return PrintResult(PrintOutcome.QUEUED, READY, "it cannot be rendered")
        self._tell(waiting.job.job_id, PrintJobState.SENT)
        return device.print_job(data)

    def _finish(self, waiting: _Waiting, future: Future[PrintResult]) -> None:
        error = waiting.flaw or future.exception()
        if error is None:
            is_settled = self._settle(waiting, future.result())
        else:
            is_settled = self._settle_failure(waiting, error)
        with self._lock:
            self._is_printing = False
            if is_settled:
                self._waiting.popleft()
        if is_settled:
            self._pump()

    def _settle(self, waiting: _Waiting, result: PrintResult) -> bool:
        """Report *result*; return whether the job leaves the queue."""
        job_id = waiting.job.job_id
        match result.outcome:
            case PrintOutcome.PRINTED | PrintOutcome.SENT:
                self._tell(job_id, PrintJobState.DONE)
                return True
            case PrintOutcome.QUEUED:
                was_in_doubt = waiting.copies > 0
                self._tell(
                    job_id,
                    PrintJobState.IN_DOUBT if was_in_doubt else PrintJobState.QUEUED,
                )
                return False
            case PrintOutcome.UNKNOWN:
                self._tell(job_id, PrintJobState.IN_DOUBT)
                waiting.copies += 1
                waiting.job = _as_copy(waiting.job)
                return waiting.copies > COPIES_MAX

    def _settle_failure(self, waiting: _Waiting, error: BaseException) -> bool:
        if isinstance(error, DeviceError):
            return False  # The printer is away; nothing has left.
        # The document cannot be rendered: trying again would block all others.
        _log.error("a paper cannot be printed", exc_info=error)
        self._tell(waiting.job.job_id, PrintJobState.FAILED)
        return True

    def _looked(self, condition: DeviceCondition) -> None:
        if condition.is_working:
            self._pump()

    # -- the drawer --------------------------------------------------------------

    def _kick(self, job: PrintJob) -> None:
        if self._drawer is None:
            self._tell(job.job_id, PrintJobState.DROPPED)
            return
        expires_at_s = self._now_s() + KICK_EXPIRES_S

        def is_still_wanted() -> bool:
            if self._now_s() > expires_at_s:
                return False
            self._tell(job.job_id, PrintJobState.SENT)
            return True

        def done(future: Future[KickResult]) -> None:
            error = future.exception()
            if error is None:
                self._kicked(job, future.result())
            else:
                self._kicked(job, _not_sent(error))

        try:
            self._drawer.kick(is_still_wanted).add_done_callback(done)
        except DeviceBusyError as error:
            self._kicked(job, _not_sent(error))

    def _kicked(self, job: PrintJob, result: KickResult) -> None:
        self._tell(job.job_id, _KICK_STATES[result.outcome])
        if self._on_drawer is not None:
            self._on_drawer(result)


def _as_copy(job: PrintJob) -> PrintJob:
    if job.document is None:
        return job
    return msgspec.structs.replace(job, document=mark_as_copy(job.document))


def _not_sent(error: BaseException) -> KickResult:
    detail = error.detail if isinstance(error, DeviceError) else str(error)
    return KickResult(KickOutcome.NOT_SENT, detail, "Open the drawer with its key.")
