"""The delay after the n-th failure."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.engine.backoff import (
    RETRY_DELAY_MS_BASE,
    RETRY_DELAY_MS_MAX,
    RETRY_DELAY_MS_MIN,
    full_jitter_ms,
)


def test_the_cap_doubles_from_one_second_to_one_minute() -> None:
    caps = [full_jitter_ms(n, lambda count: count - 1) for n in range(1, 10)]

    assert caps[:3] == [1_000, 2_000, 4_000]
    assert caps[-1] == caps[-2] == RETRY_DELAY_MS_MAX


@given(failures=st.integers(1, 10**6), drawn=st.floats(0, 0.999))
def test_any_delay_lies_between_the_least_and_the_cap(
    failures: int, drawn: float
) -> None:
    delay_ms = full_jitter_ms(failures, lambda count: int(count * drawn))

    assert RETRY_DELAY_MS_MIN <= delay_ms <= RETRY_DELAY_MS_MAX


def test_the_whole_range_below_the_cap_is_used() -> None:
    assert full_jitter_ms(3, lambda count: count // 2) == 2 * RETRY_DELAY_MS_BASE
