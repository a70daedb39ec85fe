"""The queue of print jobs keeps only what somebody will print."""

from collections.abc import Iterator

import pytest

from terminal.application.receipts.document import ReceiptDocument, TextLine
from terminal.application.receipts.print_job import (
    PrintJob,
    PrintJobKind,
    PrintJobState,
)
from terminal.persistence.ledger.sql_ledger import SqlLedger
from tests.fakes.till_home import TillHome

_PAPER = ReceiptDocument(lines=(TextLine(text="Thank you"),), language="en")


@pytest.fixture
def ledger(home: TillHome) -> Iterator[SqlLedger]:
    opened = home.open()
    yield opened
    opened.close()


def _queue(ledger: SqlLedger, *kinds: PrintJobKind) -> list[str]:
    with ledger.draft() as uow:
        job_ids = [
            uow.print_jobs.add(kind, None if kind is PrintJobKind.DRAWER else _PAPER)
            for kind in kinds
        ]
        uow.commit()
    return job_ids


def _queued(ledger: SqlLedger) -> list[PrintJob]:
    with ledger.draft() as uow:
        return uow.print_jobs.list_queued()


def _mark(ledger: SqlLedger, job_id: str, state: PrintJobState) -> bool:
    with ledger.draft() as uow:
        found = uow.print_jobs.mark(job_id, state)
        uow.commit()
    return found


def test_jobs_come_back_in_order_with_their_papers(ledger: SqlLedger) -> None:
    ids = _queue(ledger, PrintJobKind.DRAWER, PrintJobKind.RECEIPT)

    jobs = _queued(ledger)

    assert [job.job_id for job in jobs] == ids
    assert [job.document for job in jobs] == [None, _PAPER]


def test_finished_job_leaves_no_row_and_a_doubtful_one_does(
    ledger: SqlLedger,
) -> None:
    drawer, paper = _queue(ledger, PrintJobKind.DRAWER, PrintJobKind.RECEIPT)

    assert _mark(ledger, drawer, PrintJobState.DONE)
    assert _mark(ledger, paper, PrintJobState.IN_DOUBT)

    assert [(job.job_id, job.state) for job in _queued(ledger)] == [
        (paper, PrintJobState.IN_DOUBT)
    ]
    assert not _mark(ledger, drawer, PrintJobState.DONE)


def test_till_without_a_printer_keeps_no_papers(ledger: SqlLedger) -> None:
    ledger.queue_print_jobs(frozenset({PrintJobKind.DRAWER}))

    _queue(ledger, PrintJobKind.RECEIPT, PrintJobKind.DRAWER, PrintJobKind.REPORT)

    assert [job.kind for job in _queued(ledger)] == [PrintJobKind.DRAWER]
