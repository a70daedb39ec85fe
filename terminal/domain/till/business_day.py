"""The accounting day: opened by a person, not derived from the clock."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from terminal.domain.errors import BusinessDayUnlikelyError, InvalidBusinessDayError

DAYS_AHEAD_MAX: Final = 7
"""How far a day may lie ahead of the proposed one without being confirmed."""


class DayStanding(StrEnum):
    """How the open business day stands to what the clock suggests.

    Stated, never corrected: the clock may be the one that is wrong.

    Members:
        CURRENT: They agree.
        OVERDUE: The clock is past it: the till was forgotten, or the clock is fast.
        AHEAD: The clock has not reached it: opened early, or the clock is slow.
    """

    CURRENT = "current"
    OVERDUE = "overdue"
    AHEAD = "ahead"


def day_standing(business_day: str, suggested: str) -> DayStanding:
    """Return how *business_day* stands to the day that the clock suggests."""
    if business_day < suggested:
        return DayStanding.OVERDUE
    return DayStanding.AHEAD if business_day > suggested else DayStanding.CURRENT


def require_business_day(text: str, last: str | None) -> str:
    """Return *text* as an ISO date that may be opened.

    The last day may be opened again, e.g. after closing it too early; an earlier
    one may not, because its books are closed.  A day in which no till period was
    opened binds nobody: one that was opened by mistake is closed and forgotten.

    Args:
        text: What somebody keyed.
        last: Last day that had a till period; None when none ever had.

    Raises:
        InvalidBusinessDayError: no date, or before *last*.
    """
    try:
        day = date.fromisoformat(text).isoformat()
    except ValueError:
        raise InvalidBusinessDayError(
            "the business day is no date; key it like 2031-04-02", found=text[:20]
        ) from None
    if last is not None and day < last:
        raise InvalidBusinessDayError(
            f"{day} lies before the last business day {last}; choose {last} or later",
            found=day,
            last=last,
        )
    return day


def require_likely_day(business_day: str, proposed: str) -> None:
    """Refuse a day far ahead: once it is traded in, no earlier one can be opened.

    A day far back is no trap and is not asked about.

    Raises:
        BusinessDayUnlikelyError: a person confirms it, or corrects it.
    """
    ahead = date.fromisoformat(business_day) - date.fromisoformat(proposed)
    if ahead > timedelta(days=DAYS_AHEAD_MAX):
        raise BusinessDayUnlikelyError(
            f"{business_day} lies {ahead.days} days ahead of {proposed}; check date"
            " and clock, and confirm it if it is right",
            business_day=business_day,
            proposed=proposed,
        )


def propose_business_day(local: datetime, day_cutover: str) -> str:
    """Return the day that the clock suggests; a person may choose another.

    Args:
        local: Local time of the store.
        day_cutover: ``HH:MM``; before it, trade belongs to the day before.
    """
    hours, minutes = day_cutover.split(":")
    return (
        (local - timedelta(hours=int(hours), minutes=int(minutes))).date().isoformat()
    )
