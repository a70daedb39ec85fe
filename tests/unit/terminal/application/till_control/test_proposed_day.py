"""The proposed day follows store time and cut-over."""

from __future__ import annotations

import msgspec
import pytest

from terminal.application.till_control.proposed_day import proposed_day
from tests.fakes.reference_data import STORE

# 2030-03-17T17:46:40Z is 01:46 of the next day in Shanghai.
AT_MS = 1_900_000_000_000


@pytest.mark.parametrize(
    ("zone", "cutover", "day"),
    [
        ("UTC", "04:00", "2030-03-17"),
        ("Asia/Shanghai", "04:00", "2030-03-17"),
        ("Asia/Shanghai", "01:00", "2030-03-18"),
    ],
)
def test_day_of_the_store(zone: str, cutover: str, day: str) -> None:
    store = msgspec.structs.replace(STORE, time_zone=zone, day_cutover=cutover)

    assert proposed_day(store, AT_MS, None) == day


def test_clock_set_back_proposes_no_day_that_would_be_refused() -> None:
    assert proposed_day(STORE, 0, "2030-03-17") == "2030-03-17"
