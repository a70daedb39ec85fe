"""The computer's clocks."""

from __future__ import annotations

import time

from terminal.replication.system_clock import SystemClock


def test_wall_time_is_the_computers_and_monotonic_time_never_goes_back() -> None:
    clock = SystemClock()

    assert abs(clock.wall_ms() - time.time() * 1000) < 1_000
    assert clock.monotonic_ms() <= clock.monotonic_ms()
