"""Note how far a print job is."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.receipts.print_job import PrintJobState
from terminal.domain.errors import UnknownPrintJobError


class MarkPrintJob(msgspec.Struct, frozen=True, kw_only=True):
    """The device thread reports on a job."""

    job_id: str
    state: PrintJobState


class MarkPrintJobHandler(Handler[MarkPrintJob, None]):
    """Stores the state that the device reported."""

    @override
    def _handle(self, command: MarkPrintJob) -> None:
        with self._ledger.draft() as uow:
            if not uow.print_jobs.mark(command.job_id, command.state):
                raise UnknownPrintJobError(
                    "there is no such print job; list the jobs again",
                    job_id=command.job_id[:64],
                )
            uow.commit()
