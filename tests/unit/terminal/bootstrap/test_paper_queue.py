"""Papers between the ledger's queue and the devices."""

from __future__ import annotations

import pytest

from terminal.application.receipts.list_print_jobs import ListPrintJobs
from terminal.application.receipts.mark_print_job import MarkPrintJob
from terminal.application.receipts.print_job import (
    PrintJob,
    PrintJobKind,
    PrintJobState,
)
from terminal.application.use_cases import UseCases
from terminal.bootstrap.paper_queue import PAPER_KEPT_MS, PaperQueue
from terminal.peripherals.device_service import DeviceService


class _OneJob:
    """Use cases with one paper in the list, and what was reported of it."""

    def __init__(self, kind: PrintJobKind = PrintJobKind.RECEIPT) -> None:
        self.marks: list[MarkPrintJob] = []
        self._kind = kind
        self.job_ids: tuple[str, ...] = ("j1",)

    def list_print_jobs(self, _: ListPrintJobs) -> tuple[PrintJob, ...]:
        return tuple(
            PrintJob(
                job_id=job_id,
                kind=self._kind,
                state=PrintJobState.SENT,
                document=None,
                created_at_ms=0,
            )
            for job_id in self.job_ids
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


def test_what_is_done_is_not_remembered_for_ever() -> None:
    jobs = _OneJob()
    use: UseCases = jobs  # type: ignore[assignment]  # the two verbs it needs
    papers = PaperQueue(DeviceService({}), lambda work: work(use), lambda: True)
    papers.resume(use)

    for number in range(10):
        jobs.job_ids = (f"j{number}", f"j{number + 1}")
        papers.submit_new(use)

    assert papers._submitted == {"j9", "j10"}
    assert len(jobs.marks) == 11


@pytest.mark.parametrize(
    ("kind", "age_ms", "dropped"),
    [
        pytest.param(PrintJobKind.RECEIPT, 1, [], id="receipt"),
        pytest.param(PrintJobKind.REPORT, PAPER_KEPT_MS - 1, [], id="report"),
        pytest.param(PrintJobKind.RECEIPT, PAPER_KEPT_MS, ["j1"], id="old"),
        pytest.param(PrintJobKind.DRAWER, 1, ["j1"], id="drawer"),
    ],
)
def test_a_paper_waits_a_day_for_the_printer_that_is_set_up_next(
    kind: PrintJobKind, age_ms: int, dropped: list[str]
) -> None:
    jobs = _OneJob(kind)
    use: UseCases = jobs  # type: ignore[assignment]  # the two verbs it needs
    none = DeviceService({})
    papers = PaperQueue(none, lambda work: work(use), lambda: True, lambda: age_ms)

    papers.resume(use)

    assert [mark.job_id for mark in jobs.marks] == dropped
    assert all(mark.state is PrintJobState.DROPPED for mark in jobs.marks)
