"""The device's report on a job is kept."""

from __future__ import annotations

import pytest

from terminal.application.receipts.list_print_jobs import ListPrintJobs
from terminal.application.receipts.mark_print_job import MarkPrintJob
from terminal.application.receipts.print_job import PrintJobState
from terminal.domain.errors import UnknownPrintJobError
from tests.fakes.till import open_memory_till, sell


def test_done_job_is_no_longer_listed_and_a_failed_one_is() -> None:
    till = open_memory_till()
    sell(till)
    drawer, receipt = till.use_cases.list_print_jobs(ListPrintJobs())

    till.use_cases.mark_print_job(
        MarkPrintJob(job_id=drawer.job_id, state=PrintJobState.DONE)
    )
    till.use_cases.mark_print_job(
        MarkPrintJob(job_id=receipt.job_id, state=PrintJobState.IN_DOUBT)
    )

    (left,) = till.use_cases.list_print_jobs(ListPrintJobs())
    assert (left.job_id, left.state) == (receipt.job_id, PrintJobState.IN_DOUBT)


def test_unknown_job_is_refused() -> None:
    till = open_memory_till()

    with pytest.raises(UnknownPrintJobError):
        till.use_cases.mark_print_job(
            MarkPrintJob(job_id="x", state=PrintJobState.DONE)
        )
