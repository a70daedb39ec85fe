"""Papers between the ledger's queue and the devices."""

from __future__ import annotations

from terminal.application.receipts.list_print_jobs import ListPrintJobs
from terminal.application.receipts.mark_print_job import MarkPrintJob
from terminal.application.receipts.print_job import (
    PrintJob,
    PrintJobKind,
    PrintJobState,
)
from terminal.application.use_cases import UseCases
from terminal.bootstrap.paper_queue import PaperQueue
from terminal.peripherals.device_service import DeviceService


class _OneJob:
    """Use cases with one paper in the list, and what was reported of it."""

    def __init__(self) -> None:
        self.marks: list[MarkPrintJob] = []

    def list_print_jobs(self, _: ListPrintJobs) -> tuple[PrintJob, ...]:
        return (
            PrintJob(
                job_id="j1",
                kind=PrintJobKind.RECEIPT,
                state=PrintJobState.SENT,
                document=None,
                created_at_ms=0,
            ),
        )

    def mark_print_job(self, command: MarkPrintJob) -> None:
        self.marks.append(command)


def test_a_paper_that_the_last_devices_left_is_taken_up_once() -> None:
    jobs = _OneJob()
    use: UseCases = jobs  # type: ignore[assignment]  # the two verbs it needs
    papers = PaperQueue(DeviceService({}), lambda work: work(use), lambda: True)

    # A sale is paid just before the new devices take up what was left.
    papers.submit_new(use)
    assert jobs.marks == []
    papers.resume(use)
    papers.submit_new(use)

    assert [mark.job_id for mark in jobs.marks] == ["j1"]
