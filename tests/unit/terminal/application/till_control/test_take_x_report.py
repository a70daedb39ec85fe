"""An X report tells the running totals and resets nothing."""

from __future__ import annotations

import pytest

from sync.protocol.events.report_taken_v1 import ReportTaken
from sync.protocol.events.till_settled_v2 import TillSettled
from terminal.application.receipts.list_print_jobs import ListPrintJobs
from terminal.application.till_control.settle_till import SettleTill
from terminal.application.till_control.take_x_report import TakeXReport
from terminal.domain.errors import PermissionRefusedError
from tests.fakes.priced_till import PAD, priced_till
from tests.fakes.till import LOAN_MINOR, open_memory_till, sell, sign_on


def test_report_is_recorded_and_printed() -> None:
    till = open_memory_till()
    sell(till, quantity=3)

    view = till.use_cases.take_x_report(TakeXReport())

    assert view.expected_minor == LOAN_MINOR + 447
    assert (view.totals.transactions, view.totals.gross_minor) == (1, 447)
    body = till.ledger.events[-1].body
    assert isinstance(body, ReportTaken)
    assert (body.gross_minor, body.tenders_minor) == (447, (("cash", 447),))
    job = till.use_cases.list_print_jobs(ListPrintJobs())[-1]
    assert (job.kind, job.document) == ("report", view.document)
    again = till.use_cases.take_x_report(TakeXReport())
    assert again.totals.gross_minor == 447


def test_the_settlement_keeps_the_names_of_the_taxes() -> None:
    till = priced_till()
    sell(till, PAD.scan_code)

    till.use_cases.settle_till(SettleTill(uncounted_reason="nobody there"))

    body = till.ledger.events[-1].body
    assert isinstance(body, TillSettled)
    assert [(tax.tax_id, tax.name) for tax in body.taxes] == [
        ("city", "City tax"),
        ("state", "State tax"),
    ]


def test_cashier_may_not() -> None:
    till = open_memory_till()
    sign_on(till, "c1")

    with pytest.raises(PermissionRefusedError):
        till.use_cases.take_x_report(TakeXReport())
