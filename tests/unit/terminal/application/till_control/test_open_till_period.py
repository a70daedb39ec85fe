"""A till period begins with a loan."""

from __future__ import annotations

import pytest

from sync.protocol.events.till_period_opened_v1 import TillPeriodOpened
from terminal.application.till_control.open_business_day import OpenBusinessDay
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.domain.errors import (
    BusinessDayClosedError,
    InvalidAmountError,
    TillPeriodOpenError,
)
from tests.fakes.till import MemoryTill, sign_on


def test_period_belongs_to_the_open_day() -> None:
    till = MemoryTill()
    sign_on(till)
    with pytest.raises(BusinessDayClosedError):
        till.use_cases.open_till_period(OpenTillPeriod(loan_minor=5_000))
    day = till.use_cases.open_business_day(OpenBusinessDay())

    view = till.use_cases.open_till_period(OpenTillPeriod(loan_minor=5_000))

    event = till.ledger.events[-1]
    assert isinstance(event.body, TillPeriodOpened)
    assert event.deps == (day.event_id,)
    assert event.body.till_period_id == view.till_period_id
    assert (view.loan_minor, view.business_day) == (5_000, "2030-03-17")
    with pytest.raises(TillPeriodOpenError):
        till.use_cases.open_till_period(OpenTillPeriod(loan_minor=0))


def test_loan_is_not_negative() -> None:
    till = MemoryTill()
    sign_on(till)
    till.use_cases.open_business_day(OpenBusinessDay())

    with pytest.raises(InvalidAmountError):
        till.use_cases.open_till_period(OpenTillPeriod(loan_minor=-1))
