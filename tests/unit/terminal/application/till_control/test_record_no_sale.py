"""The drawer opens without a sale only with a reason."""

from __future__ import annotations

import pytest

from sync.protocol.events.access_approved_v1 import AccessApproved
from sync.protocol.events.no_sale_recorded_v1 import NoSaleRecorded
from terminal.application.approval import Approval
from terminal.application.receipts.list_print_jobs import ListPrintJobs
from terminal.application.till_control.record_no_sale import RecordNoSale
from terminal.domain.errors import PermissionRefusedError, ReasonRequiredError
from tests.fakes.till import open_memory_till, sign_on


def test_no_sale_is_recorded_and_the_drawer_queued() -> None:
    till = open_memory_till()

    till.use_cases.record_no_sale(RecordNoSale(reason=" change for the tram "))

    body = till.ledger.events[-1].body
    assert isinstance(body, NoSaleRecorded)
    assert body.reason == "change for the tram"
    (job,) = till.use_cases.list_print_jobs(ListPrintJobs())
    assert job.kind == "drawer"


def test_reason_and_permission_are_needed() -> None:
    till = open_memory_till()
    with pytest.raises(ReasonRequiredError):
        till.use_cases.record_no_sale(RecordNoSale(reason=""))
    sign_on(till, "c1")
    with pytest.raises(PermissionRefusedError):
        till.use_cases.record_no_sale(RecordNoSale(reason="change"))

    assert till.use_cases.list_print_jobs(ListPrintJobs()) == ()


def test_somebody_else_may_approve_and_is_recorded() -> None:
    till = open_memory_till()
    sign_on(till, "c1")

    till.use_cases.record_no_sale(
        RecordNoSale(reason="change", approval=Approval(operator_id="m1", pin="999999"))
    )

    no_sale, approved = (event.body for event in till.ledger.events[-2:])
    assert isinstance(no_sale, NoSaleRecorded)
    assert no_sale.operator_id == "c1"
    assert isinstance(approved, AccessApproved)
    assert (approved.approver_id, approved.permissions) == ("m1", ("drawer.no_sale",))
    assert [job.kind for job in till.use_cases.list_print_jobs(ListPrintJobs())] == [
        "drawer"
    ]
