"""What is not done waits in order."""

from __future__ import annotations

from terminal.application.receipts.list_print_jobs import ListPrintJobs
from tests.fakes.till import open_memory_till, sell


def test_jobs_of_two_sales_come_in_order() -> None:
    till = open_memory_till()
    sell(till)
    sell(till)
    till.reopen()

    jobs = till.use_cases.list_print_jobs(ListPrintJobs())

    assert [job.kind for job in jobs] == ["drawer", "receipt", "drawer", "receipt"]
    assert {job.state for job in jobs} == {"queued"}
