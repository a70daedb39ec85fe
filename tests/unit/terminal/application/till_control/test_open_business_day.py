"""A business day is opened by a person, not by the clock."""

from __future__ import annotations

import pytest

from terminal.application.till_control.close_business_day import CloseBusinessDay
from terminal.application.till_control.get_till_state import GetTillState
from terminal.application.till_control.open_business_day import OpenBusinessDay
from terminal.application.till_control.settle_till import SettleTill
from terminal.domain.errors import (
    BusinessDayOpenError,
    BusinessDayUnlikelyError,
    InvalidBusinessDayError,
    NotSignedOnError,
)
from terminal.domain.till.business_day import DayStanding
from tests.fakes.till import MemoryTill, open_memory_till, sign_on


def test_chosen_day_is_opened_whatever_the_clock_says() -> None:
    till = MemoryTill()
    sign_on(till)

    view = till.use_cases.open_business_day(OpenBusinessDay(business_day="2011-12-09"))

    event = till.ledger.events[-1]
    assert view.business_day == event.business_day == "2011-12-09"
    assert view.event_id == event.event_id


def test_without_a_choice_the_proposed_day_is_opened() -> None:
    till = MemoryTill()
    sign_on(till)

    view = till.use_cases.open_business_day(OpenBusinessDay())

    assert view.business_day == "2030-03-17"


def test_second_day_is_refused_while_one_is_open() -> None:
    till = MemoryTill()
    sign_on(till)
    till.use_cases.open_business_day(OpenBusinessDay())

    with pytest.raises(BusinessDayOpenError, match="2030-03-17"):
        till.use_cases.open_business_day(OpenBusinessDay())


def test_day_before_the_last_is_refused_and_the_last_may_be_opened_again() -> None:
    till = open_memory_till()
    till.use_cases.settle_till(SettleTill(counted_minor=0))
    till.use_cases.close_business_day(CloseBusinessDay())

    with pytest.raises(InvalidBusinessDayError):
        till.use_cases.open_business_day(OpenBusinessDay(business_day="2030-03-16"))

    till.use_cases.open_business_day(OpenBusinessDay(business_day="2030-03-17"))


def test_a_day_opened_by_mistake_binds_nobody_before_it_is_traded_in() -> None:
    till = MemoryTill()
    sign_on(till)
    with pytest.raises(BusinessDayUnlikelyError) as caught:
        till.use_cases.open_business_day(OpenBusinessDay(business_day="2062-03-17"))
    assert caught.value.details["proposed"] == "2030-03-17"
    assert till.use_cases.get_till_state(GetTillState()).business_day is None
    till.use_cases.open_business_day(
        OpenBusinessDay(business_day="2062-03-17", is_confirmed=True)
    )
    till.use_cases.close_business_day(CloseBusinessDay())

    view = till.use_cases.open_business_day(OpenBusinessDay())

    assert view.business_day == "2030-03-17"


def test_a_clock_that_fell_back_years_keeps_nobody_from_the_next_day() -> None:
    till = open_memory_till()
    till.use_cases.settle_till(SettleTill(counted_minor=0))
    till.use_cases.close_business_day(CloseBusinessDay())
    till.clock.set_wall(0)

    state = till.use_cases.get_till_state(GetTillState())
    assert state.proposed_business_day == "2030-03-17"
    till.use_cases.open_business_day(OpenBusinessDay(business_day="2030-03-18"))

    state = till.use_cases.get_till_state(GetTillState())
    assert state.day_standing is DayStanding.AHEAD


def test_somebody_must_be_signed_on() -> None:
    with pytest.raises(NotSignedOnError):
        MemoryTill().use_cases.open_business_day(OpenBusinessDay())
