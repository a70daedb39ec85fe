"""The token bucket of each till."""

from __future__ import annotations

import pytest

from sync.central.errors import RefusedError
from sync.central.rate_limit import BURST, RateLimit


class Watch:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_a_burst_passes_and_then_as_many_as_time_gives_back() -> None:
    watch = Watch()
    limit = RateLimit(watch, per_s=2, burst=3)
    for _ in range(3):
        limit.take("T-1")

    with pytest.raises(RefusedError) as refused:
        limit.take("T-1")

    assert (refused.value.status, refused.value.code) == (429, "rate")
    assert refused.value.retry_after_s == 1
    watch.now_s += 0.5
    limit.take("T-1")
    with pytest.raises(RefusedError):
        limit.take("T-1")


def test_one_till_takes_nothing_from_another() -> None:
    limit = RateLimit(Watch(), per_s=1, burst=1)
    limit.take("T-1")

    limit.take("T-2")
    with pytest.raises(RefusedError):
        limit.take("T-1")


def test_a_slow_bucket_says_how_long_to_wait() -> None:
    limit = RateLimit(Watch(), per_s=0.1, burst=1)
    limit.take("T-1")

    with pytest.raises(RefusedError) as refused:
        limit.take("T-1")

    assert refused.value.retry_after_s == 10


def test_buckets_that_are_full_again_are_forgotten() -> None:
    watch = Watch()
    limit = RateLimit(watch, per_s=1, burst=2)
    for number in range(10_000):
        limit.take(f"T-{number}")
    watch.now_s += 5
    limit.take("T-5")
    limit.take("one more")

    assert len(limit._buckets) == 2


def test_the_default_never_slows_a_long_backlog() -> None:
    limit = RateLimit(Watch())

    for _ in range(int(BURST)):
        limit.take("T-1")
