"""The movements of the running period, oldest first."""

from __future__ import annotations

from terminal.application.till_control.list_tender_control import ListTenderControl
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.record_tender_control import (
    RecordTenderControl,
)
from terminal.application.till_control.settle_till import SettleTill
from terminal.application.till_control.void_tender_control import VoidTenderControl
from terminal.domain.till.tender_control import TenderControlKind
from tests.fakes.till import MemoryTill, open_memory_till


def lend(till: MemoryTill, amount_minor: int) -> None:
    till.use_cases.record_tender_control(
        RecordTenderControl(
            kind=TenderControlKind.LOAN, amount_minor=amount_minor, reason="change"
        )
    )


def test_only_the_running_period_is_told_with_what_was_voided() -> None:
    till = open_memory_till()
    lend(till, 1)
    till.use_cases.settle_till(SettleTill(counted_minor=0))
    till.use_cases.open_till_period(OpenTillPeriod(loan_minor=0))
    lend(till, 2)
    lend(till, 3)
    till.use_cases.void_tender_control(
        VoidTenderControl(series="A0", number=2, reason="twice")
    )

    found = till.use_cases.list_tender_control(ListTenderControl())

    assert [(one.number, one.amount_minor) for one in found] == [
        (2, 2),
        (3, 3),
        (4, -2),
    ]
    assert found[0].voided_by == found[2].event_id
    assert found[2].voids_event_id == found[0].event_id
