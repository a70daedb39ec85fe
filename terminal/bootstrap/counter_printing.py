"""Joins the print queue in the ledger's file with printer and drawer.

A job is queued in the sale's own commit.  It is handed to the devices after the
commit, and each step the devices report is recorded before they go on.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Final

from terminal.application.receipts.list_print_jobs import ListPrintJobs
from terminal.application.receipts.mark_print_job import MarkPrintJob
from terminal.application.receipts.print_job import PrintJobState
from terminal.application.use_cases import UseCases
from terminal.peripherals.device_service import DeviceService
from terminal.peripherals.print_service import PrintService
from terminal.settings.schema import DeviceSettings

_RECORD_DEADLINE_S: Final = 5.0
_log = logging.getLogger(__name__)


class CounterPrinting:
    """Printer and drawer of a till without a window.

    Everything but `_report` belongs to the use-case thread.

    Args:
        devices: The devices of the settings.
        use_cases: Where the queue is read and steps are recorded.
        call_soon: Runs something on the use-case thread, from any thread.
    """

    def __init__(
        self,
        devices: Mapping[str, DeviceSettings],
        use_cases: UseCases,
        call_soon: Callable[[Callable[[], None]], None],
    ) -> None:
        self._use_cases = use_cases
        self._call_soon = call_soon
        self._thread_id = threading.get_ident()
        self._submitted: set[str] = set()
        self._service = DeviceService(devices)
        self._printing = PrintService(
            self._service.printer, self._service.drawer, self._report
        )

    def start(self) -> None:
        """Start the devices and take up what the last run left."""
        self._service.start()
        jobs = self._use_cases.list_print_jobs(ListPrintJobs())
        self._submitted.update(job.job_id for job in jobs)
        self._printing.resume(jobs)

    def submit_new(self) -> None:
        """Hand over what was queued since; call it after a final commit."""
        for job in self._use_cases.list_print_jobs(ListPrintJobs()):
            if job.job_id not in self._submitted:
                self._submitted.add(job.job_id)
                self._printing.submit(job)

    def stop(self) -> None:
        """Let go of the devices; what is not printed stays queued."""
        self._service.stop()

    def _report(self, job_id: str, state: PrintJobState) -> None:
        """Record a step; returns when it is recorded.  Called on any thread."""
        recorded = threading.Event()

        def record() -> None:
            try:
                self._use_cases.mark_print_job(MarkPrintJob(job_id=job_id, state=state))
            finally:
                recorded.set()

        if threading.get_ident() == self._thread_id:
            record()
            return
        self._call_soon(record)
        if not recorded.wait(_RECORD_DEADLINE_S):
            _log.warning("print job %s: step %s was not recorded yet", job_id, state)
