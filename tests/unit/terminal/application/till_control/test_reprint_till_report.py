"""The report of a settlement is built again from the ledger."""

from __future__ import annotations

import pytest

from sync.protocol.events.report_reprinted_v1 import ReportReprinted
from terminal.application.receipts.list_print_jobs import ListPrintJobs
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.reprint_till_report import ReprintTillReport
from terminal.application.till_control.settle_till import SettleTill
from terminal.domain.errors import PermissionRefusedError, UnknownSettlementError
from tests.fakes.completeness import RECEIPT
from tests.fakes.returns_center import ReturnsCenter
from tests.fakes.till import open_memory_till, sell, sign_on
from tests.support.receipt_text import to_text


def test_a_copy_has_the_figures_of_the_original_whatever_came_after() -> None:
    till = open_memory_till()
    sell(till, quantity=3)
    original = till.use_cases.settle_till(SettleTill(counted_minor=9))
    till.use_cases.open_till_period(OpenTillPeriod(loan_minor=5))
    sell(till)
    till.use_cases.settle_till(SettleTill(counted_minor=0))

    first = till.use_cases.reprint_till_report(ReprintTillReport(z_number=1))
    second = till.use_cases.reprint_till_report(ReprintTillReport(z_number=1))

    assert first.lines[1:] == original.document.lines
    assert first.is_copy
    assert to_text(second, 42).split()[:2] == ["COPY", "2"]
    body = till.ledger.events[-1].body
    assert isinstance(body, ReportReprinted)
    assert (body.z_number, body.copy_number) == (1, 2)
    assert till.use_cases.list_print_jobs(ListPrintJobs())[-1].document == second


def test_without_a_number_the_last_one_is_meant() -> None:
    till = open_memory_till()
    till.use_cases.settle_till(SettleTill(counted_minor=0))

    copy = till.use_cases.reprint_till_report(ReprintTillReport())

    assert "Z REPORT 1" in to_text(copy, 42)


@pytest.mark.parametrize("z_number", [0, 1, 7])
def test_an_unknown_number_is_refused(z_number: int) -> None:
    with pytest.raises(UnknownSettlementError):
        open_memory_till().use_cases.reprint_till_report(
            ReprintTillReport(z_number=z_number)
        )


def test_cashier_may_not() -> None:
    till = open_memory_till()
    till.use_cases.settle_till(SettleTill(counted_minor=0))
    sign_on(till, "c1")

    with pytest.raises(PermissionRefusedError):
        till.use_cases.reprint_till_report(ReprintTillReport())


def test_a_copy_shows_the_proof_that_came_later() -> None:
    center = ReturnsCenter()
    till = open_memory_till(make_center=lambda: center)
    settled = till.use_cases.settle_till(SettleTill(counted_minor=0))
    center.proof = RECEIPT

    copy = till.use_cases.reprint_till_report(ReprintTillReport())

    assert center.proofs_asked == [settled.event_hash] * 2
    assert "CONFIRMED" not in to_text(settled.document, 42)
    assert "412 of 412 events" in to_text(copy, 42)


def test_who_may_not_print_asks_nobody() -> None:
    center = ReturnsCenter()
    till = open_memory_till(make_center=lambda: center)

    with pytest.raises(UnknownSettlementError):
        till.use_cases.reprint_till_report(ReprintTillReport(z_number=7))

    assert center.proofs_asked == []
