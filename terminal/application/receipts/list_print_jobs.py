"""List what the printer still has to do."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.receipts.print_job import PrintJob


class ListPrintJobs(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for the jobs that are not done, oldest first."""


class ListPrintJobsHandler(Handler[ListPrintJobs, tuple[PrintJob, ...]]):
    """Reads the queue, oldest first."""

    @override
    def _handle(self, command: ListPrintJobs) -> tuple[PrintJob, ...]:
        with self._ledger.draft() as uow:
            jobs = tuple(uow.print_jobs.list_queued())
            uow.commit()
        return jobs
