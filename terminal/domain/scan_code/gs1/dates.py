"""Dates in element strings: two-digit years and days of 00."""

import calendar
from datetime import date
from typing import Final

_YEARS_BACK: Final = 49
_MONTHS: Final = 12


def is_date(text: str, *, allows_day_0: bool) -> bool:
    """Return whether six digits YYMMDD are a day; the century does not matter."""
    # Of the years 00 to 99 every fourth is a leap year in this century and, 2000
    # being one too, it makes no difference that 1900 was none and 2100 will be none.
    return _is_day(2000 + int(text[:2]), text[2:], allows_day_0=allows_day_0)


def is_long_date(text: str) -> bool:
    """Return whether eight digits YYYYMMDD are a day."""
    year = int(text[:4])
    return year > 0 and _is_day(year, text[4:], allows_day_0=False)


def read_date(text: str, reference_year: int) -> date:
    """Return the day of valid digits YYMMDD; day 00 is the last of the month.

    The century is the one that puts the year no more than 49 years before and 50
    after *reference_year* (General Specifications 7.12).
    """
    first = reference_year - _YEARS_BACK
    year = first + (int(text[:2]) - first) % 100
    month, day = int(text[2:4]), int(text[4:6])
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day, last) if day else last)


def _is_day(year: int, month_and_day: str, *, allows_day_0: bool) -> bool:
    month, day = int(month_and_day[:2]), int(month_and_day[2:4])
    if not 1 <= month <= _MONTHS:
        return False
    first = 0 if allows_day_0 else 1
    return first <= day <= calendar.monthrange(year, month)[1]
