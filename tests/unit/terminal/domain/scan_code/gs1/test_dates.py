"""Two-digit years and days of 00."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.scan_code.gs1.dates import is_date, is_long_date, read_date


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("261231", 2026, date(2026, 12, 31)),
        ("260200", 2026, date(2026, 2, 28)),
        ("280200", 2026, date(2028, 2, 29)),
        ("761231", 2026, date(2076, 12, 31)),
        ("770101", 2026, date(1977, 1, 1)),
        ("000229", 2026, date(2000, 2, 29)),
        ("010101", 2098, date(2101, 1, 1)),
        ("490101", 2098, date(2049, 1, 1)),
        ("480101", 2098, date(2148, 1, 1)),
    ],
)
def test_century_and_day_0(text: str, year: int, expected: date) -> None:
    assert read_date(text, year) == expected


@given(st.dates(date(1977, 1, 1), date(2076, 12, 31)))
def test_every_day_of_the_window_is_read_back(day: date) -> None:
    assert read_date(day.strftime("%y%m%d"), 2026) == day


@pytest.mark.parametrize(
    ("text", "answer"),
    [("260229", False), ("261301", False), ("260001", False), ("261200", False)],
)
def test_days_that_do_not_exist(text: str, answer: bool) -> None:
    assert is_date(text, allows_day_0=False) is answer


def test_day_0_exists_where_it_may() -> None:
    assert is_date("261200", allows_day_0=True)
    assert not is_date("260000", allows_day_0=True)


def test_long_dates_have_a_year() -> None:
    assert is_long_date("20240229")
    assert not is_long_date("20230229")
    assert not is_long_date("00000101")


def test_leap_day_of_a_year_that_is_none_is_the_last_day_of_february() -> None:
    # 00 is a leap year on the label; read in 2090 it means 2100, which is none.
    assert read_date("000229", 2090) == date(2100, 2, 28)
