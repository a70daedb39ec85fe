"""Wrong PINs cost time, whatever happens to program, machine and clock."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.access.sign_on_delay import (
    DELAY_MS_MAX,
    SignOnFailures,
    delay_ms,
    remaining_ms,
)

AT_MS = 1_900_000_000_000


def failed(count: int, monotonic_ms: int = 500_000) -> SignOnFailures:
    return SignOnFailures(
        count=count, last_at_ms=AT_MS, last_monotonic_ms=monotonic_ms, boot_id="one"
    )


def remaining(failures: SignOnFailures, wall: int, mono: int, boot: str) -> int:
    return remaining_ms(failures, wall_ms=wall, monotonic_ms=mono, boot_id=boot)


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, 0),
        (1, 1_000),
        (2, 2_000),
        (3, 4_000),
        (9, 256_000),
        (10, 300_000),
        (10_000, 300_000),
    ],
)
def test_delay_doubles_from_a_second_to_five_minutes(count: int, expected: int) -> None:
    assert delay_ms(count) == expected


def test_without_failures_nobody_waits() -> None:
    assert remaining(SignOnFailures(), 0, 0, "one") == 0


def test_delay_runs_down_on_the_monotonic_clock() -> None:
    assert remaining(failed(3), AT_MS + 1_500, 501_500, "one") == 2_500
    assert remaining(failed(3), AT_MS + 4_000, 504_000, "one") == 0


@pytest.mark.parametrize("wall", [0, AT_MS - 10**10, AT_MS + 10**10])
def test_setting_the_clock_changes_nothing_while_the_machine_runs(wall: int) -> None:
    assert remaining(failed(10), wall, 500_000 + 60_000, "one") == 240_000


def test_restart_of_the_machine_does_not_end_the_delay() -> None:
    assert remaining(failed(10), AT_MS + 60_000, 5_000, "two") == 240_000


def test_clock_set_back_across_a_restart_ends_after_the_whole_delay() -> None:
    assert remaining(failed(10), AT_MS - 10**10, 0, "two") == DELAY_MS_MAX
    assert remaining(failed(10), AT_MS - 10**10, 299_999, "two") == 1
    assert remaining(failed(10), AT_MS - 10**10, DELAY_MS_MAX, "two") == 0


@given(
    st.integers(1, 60),
    st.integers(0, 2 * AT_MS),
    st.integers(0, 10**10),
    st.sampled_from(["one", "two"]),
)
def test_nobody_waits_longer_than_the_delay_or_a_negative_time(
    count: int, wall: int, mono: int, boot: str
) -> None:
    assert 0 <= remaining(failed(count), wall, mono, boot) <= delay_ms(count)
