"""A day is closed once its till is settled."""

from __future__ import annotations

import pytest

from sync.protocol.events.business_day_closed_v1 import BusinessDayClosed
from terminal.application.selling.retrieve_transaction import RetrieveTransaction
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.till_control.close_business_day import CloseBusinessDay
from terminal.application.till_control.open_business_day import OpenBusinessDay
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.settle_till import SettleTill
from terminal.domain.errors import (
    BusinessDayClosedError,
    PermissionRefusedError,
    TillPeriodOpenError,
)
from tests.fakes.till import add, open_memory_till, sign_on


def test_closed_day_depends_on_its_opening() -> None:
    till = open_memory_till()
    opened = till.ledger.state.till["state"].business_day
    assert opened is not None
    with pytest.raises(TillPeriodOpenError):
        till.use_cases.close_business_day(CloseBusinessDay())
    till.use_cases.settle_till(SettleTill(counted_minor=0))

    view = till.use_cases.close_business_day(CloseBusinessDay())

    event = till.ledger.events[-1]
    assert isinstance(event.body, BusinessDayClosed)
    assert event.deps == (opened.opened_event_id,)
    assert view.business_day == "2030-03-17"
    with pytest.raises(BusinessDayClosedError):
        till.use_cases.close_business_day(CloseBusinessDay())


def test_a_suspended_transaction_waits_for_the_next_day() -> None:
    till = open_memory_till()
    waiting = add(till).transaction_id
    till.use_cases.settle_till(SettleTill(counted_minor=0))

    till.use_cases.close_business_day(CloseBusinessDay())

    till.use_cases.open_business_day(OpenBusinessDay(business_day="2030-03-18"))
    till.use_cases.open_till_period(OpenTillPeriod(loan_minor=0))
    till.use_cases.retrieve_transaction(RetrieveTransaction(transaction_id=waiting))
    sold = till.use_cases.pay_cash_exact(PayCashExact())
    assert sold.finished.business_day == "2030-03-18"


def test_cashier_may_not_close_the_day() -> None:
    till = open_memory_till()
    sign_on(till, "c1")

    with pytest.raises(PermissionRefusedError):
        till.use_cases.close_business_day(CloseBusinessDay())
