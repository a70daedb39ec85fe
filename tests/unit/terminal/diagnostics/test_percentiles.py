"""The figures in which every measurement is reported."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from terminal.diagnostics.floors.fsync import percentiles
from terminal.diagnostics.percentiles import percentiles_ms


def test_percentiles_are_in_milliseconds() -> None:
    seconds = [number / 1000 for number in range(101)]

    assert percentiles_ms(seconds) == {"p50": 50.0, "p95": 95.0, "p99": 99.0}


@given(st.lists(st.floats(min_value=0, max_value=10), min_size=2, max_size=50))
def test_percentiles_are_those_of_the_floors(seconds: list[float]) -> None:
    floor = percentiles(seconds)

    assert list(percentiles_ms(seconds).values()) == list(floor.values())
