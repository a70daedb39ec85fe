"""Joins the print queue in the ledger's file with printer and drawer.

A job is queued in the sale's own commit.  It is handed to the devices after the
commit, and each step the devices report is recorded before they go on.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from terminal.application.receipts.list_print_jobs import ListPrintJobs
from terminal.application.receipts.mark_print_job import MarkPrintJob
from terminal.application.receipts.print_job import (
    PrintJob,
    PrintJobKind,
    PrintJobState,
)
from terminal.application.use_cases import UseCases
from terminal.peripherals.print_service import PrintService
from terminal.persistence.errors import StorageError

if TYPE_CHECKING:
    from terminal.peripherals.device_service import DeviceService

PAPER_KEPT_MS: Final = 24 * 60 * 60 * 1000
"""A paper that waits while there is no printer waits for another one for so long."""

_RECORD_DEADLINE_S: Final = 5.0
_log = logging.getLogger(__name__)


class PaperQueue:
    """Papers and drawer kicks of one till, with or without a window.

    Everything but `_report` belongs to the use-case thread.

    Args:
        devices: Where printer and drawer are.
        run: Runs something with the use cases on their thread, from any thread.
        is_owner: Whether the calling thread is that of the use cases, which must
            not wait for itself.
        wall_ms: The clock on the wall.
    """

    def __init__(
        self,
        devices: DeviceService,
        run: Callable[[Callable[[UseCases], None]], None],
        is_owner: Callable[[], bool],
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._run = run
        self._is_owner = is_owner
        self._wall_ms = wall_ms
        self._has_printer = devices.printer is not None
        self._submitted: set[str] = set()
        self._is_resumed = False
        self._printing = PrintService(
            devices.printer, devices.drawer, self._report, reroute=devices.reroute
        )

    def resume(self, use_cases: UseCases) -> None:
        """Take up what the last run of the till left."""
        self._is_resumed = True
        jobs = use_cases.list_print_jobs(ListPrintJobs())
        self._submitted.update(job.job_id for job in jobs)
        self._printing.resume(job for job in jobs if not self._is_kept(job))

    def _is_kept(self, job: PrintJob) -> bool:
        """Tell whether a paper waits for the printer that is to be set up next.

        Who replaces a printer takes the old one out first: for a moment there is
        none, and what the old one could not print must not be lost by that.
        """
        is_paper = job.kind is not PrintJobKind.DRAWER
        age_ms = self._wall_ms() - job.created_at_ms
        return is_paper and not self._has_printer and age_ms < PAPER_KEPT_MS

    def submit_new(self, use_cases: UseCases) -> None:
        """Hand over what was queued since; call it after a final commit."""
        if not self._is_resumed:
            # What the last devices left is in the list too, and resume() comes yet:
            # taken up twice, a paper would come twice and without its COPY mark.
            return
        jobs = use_cases.list_print_jobs(ListPrintJobs())
        # What is done is listed no more, and would be kept here for ever.
        self._submitted.intersection_update(job.job_id for job in jobs)
        for job in jobs:
            if job.job_id not in self._submitted:
                self._submitted.add(job.job_id)
                self._printing.submit(job)

    def _report(self, job_id: str, state: PrintJobState) -> None:
        """Record a step; returns when it is recorded.  Called on any thread."""
        recorded = threading.Event()

        def record(use_cases: UseCases) -> None:
            try:
                use_cases.mark_print_job(MarkPrintJob(job_id=job_id, state=state))
            except StorageError as error:
                # The paper is out all the same; the next start prints it once more.
                _log.warning("print job %s: step %s: %s", job_id, state, error)
            finally:
                recorded.set()

        self._run(record)
        if not self._is_owner() and not recorded.wait(_RECORD_DEADLINE_S):
            _log.warning("print job %s: step %s was not recorded yet", job_id, state)
