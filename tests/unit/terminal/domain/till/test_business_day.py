"""The business day is chosen, not read from the clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from terminal.domain.errors import BusinessDayUnlikelyError, InvalidBusinessDayError
from terminal.domain.till.business_day import (
    DayStanding,
    day_standing,
    propose_business_day,
    require_business_day,
    require_likely_day,
)


@pytest.mark.parametrize("last", [None, "2031-04-01", "2031-04-02"])
def test_last_day_and_later_ones_may_be_opened(last: str | None) -> None:
    assert require_business_day("2031-04-02", last) == "2031-04-02"


def test_compact_date_is_written_out() -> None:
    assert require_business_day("20310402", None) == "2031-04-02"


@pytest.mark.parametrize("text", ["", "2031-02-30", "tomorrow", "2031-4-2", "x" * 99])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InvalidBusinessDayError):
        require_business_day(text, None)


def test_day_before_the_last_is_refused() -> None:
    with pytest.raises(InvalidBusinessDayError) as caught:
        require_business_day("2031-04-01", "2031-04-02")

    assert caught.value.details["last"] == "2031-04-02"


@pytest.mark.parametrize(
    ("hour", "minute", "day"),
    [(3, 29, "2031-04-01"), (3, 30, "2031-04-02"), (23, 59, "2031-04-02")],
)
def test_trade_before_the_cut_over_belongs_to_the_day_before(
    hour: int, minute: int, day: str
) -> None:
    local = datetime(2031, 4, 2, hour, minute, tzinfo=UTC)

    assert propose_business_day(local, "03:30") == day


@pytest.mark.parametrize(
    ("suggested", "standing"),
    [
        ("2031-04-02", DayStanding.CURRENT),
        ("2031-04-03", DayStanding.OVERDUE),
        ("2031-04-01", DayStanding.AHEAD),
    ],
)
def test_the_clock_is_compared_and_never_followed(
    suggested: str, standing: DayStanding
) -> None:
    assert day_standing("2031-04-02", suggested) is standing


@pytest.mark.parametrize("day", ["2031-04-09", "2031-04-02", "1999-01-01"])
def test_a_day_within_a_week_or_back_is_likely(day: str) -> None:
    require_likely_day(day, "2031-04-02")


def test_a_day_far_ahead_is_asked_about() -> None:
    with pytest.raises(BusinessDayUnlikelyError, match="8 days ahead"):
        require_likely_day("2031-04-10", "2031-04-02")
