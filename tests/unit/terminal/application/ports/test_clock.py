"""By which clock prices count."""

from __future__ import annotations

import pytest

from terminal.application.ports.clock import SKEW_MS, effective_ms
from tests.fakes.clock import START_MS, ManualClock


def test_without_a_center_the_tills_own_clock_counts() -> None:
    assert effective_ms(ManualClock()) == START_MS


@pytest.mark.parametrize(
    ("ahead_ms", "expected_ms"),
    [
        (0, START_MS),
        (SKEW_MS, START_MS),
        (-SKEW_MS, START_MS),
        (SKEW_MS + 21, START_MS + SKEW_MS + 21),
        (-86_400_000, START_MS - 86_400_000),
    ],
)
def test_a_clock_that_is_wrong_for_sure_gives_way_to_the_centers(
    ahead_ms: int, expected_ms: int
) -> None:
    clock = ManualClock()

    clock.hear_center(START_MS + ahead_ms, error_ms=20)

    assert effective_ms(clock) == expected_ms


def test_an_estimate_that_may_be_as_wrong_as_the_clock_changes_nothing() -> None:
    clock = ManualClock()

    clock.hear_center(START_MS + 2 * SKEW_MS, error_ms=SKEW_MS)

    assert effective_ms(clock) == START_MS


def test_an_earlier_instant_moves_as_far_as_the_clock_is_wrong() -> None:
    clock = ManualClock()
    clock.hear_center(START_MS + 3_600_000)
    clock.advance(60_000)

    assert effective_ms(clock, START_MS) == START_MS + 3_600_000
