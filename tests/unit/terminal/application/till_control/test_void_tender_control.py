"""A movement is undone by a mirrored one; both stay."""

from __future__ import annotations

import pytest

from sync.protocol.events.tender_control_recorded_v1 import TenderControlRecorded
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.record_tender_control import (
    RecordTenderControl,
)
from terminal.application.till_control.settle_till import SettleTill
from terminal.application.till_control.take_x_report import TakeXReport
from terminal.application.till_control.void_tender_control import VoidTenderControl
from terminal.domain.errors import (
    PermissionRefusedError,
    TenderControlVoidedError,
    UnknownTenderControlError,
)
from terminal.domain.till.tender_control import TenderControlKind
from tests.fakes.till import LOAN_MINOR, MemoryTill, open_memory_till, sign_on
from tests.support.receipt_text import to_text

VOID = VoidTenderControl(series="A0", number=1, reason="wrong bag")


def open_with_pickup() -> MemoryTill:
    till = open_memory_till()
    till.use_cases.record_tender_control(
        RecordTenderControl(
            kind=TenderControlKind.PICKUP, amount_minor=2_000, reason="lift"
        )
    )
    return till


def test_a_void_mirrors_and_takes_the_movement_out_of_the_count() -> None:
    till = open_with_pickup()
    original = till.ledger.events[-1]

    view = till.use_cases.void_tender_control(VOID)

    event = till.ledger.events[-1]
    assert isinstance(event.body, TenderControlRecorded)
    assert (view.number, view.amount_minor, view.is_void) == (2, 2_000, True)
    assert event.deps == (original.event_id,)
    assert "Void of A0-000001" in to_text(view.document, 42)
    totals = till.use_cases.take_x_report(TakeXReport()).totals
    assert totals.expected_cash_minor == LOAN_MINOR
    assert [(m.count, m.amount_minor) for m in totals.movements] == [(0, 0)]


def test_it_is_undone_once_and_a_void_not_at_all() -> None:
    till = open_with_pickup()
    till.use_cases.void_tender_control(VOID)

    with pytest.raises(TenderControlVoidedError, match="already"):
        till.use_cases.void_tender_control(VOID)
    with pytest.raises(TenderControlVoidedError, match="void itself"):
        till.use_cases.void_tender_control(
            VoidTenderControl(series="A0", number=2, reason="no")
        )
    with pytest.raises(UnknownTenderControlError):
        till.use_cases.void_tender_control(
            VoidTenderControl(series="A0", number=3, reason="no")
        )


def test_a_settled_period_keeps_its_movements() -> None:
    till = open_with_pickup()
    till.use_cases.settle_till(SettleTill(counted_minor=8_000))
    till.use_cases.open_till_period(OpenTillPeriod(loan_minor=0))

    with pytest.raises(TenderControlVoidedError, match="settled"):
        till.use_cases.void_tender_control(VOID)


def test_cashier_may_not() -> None:
    till = open_with_pickup()
    sign_on(till, "c1")

    with pytest.raises(PermissionRefusedError):
        till.use_cases.void_tender_control(VOID)
