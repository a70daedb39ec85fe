"""A drawer that stands open."""

from __future__ import annotations

import pytest

from drivers.cash_drawer.left_open import LeftOpenWatch
from drivers.device import READY, DeviceState


class _Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("open_level", ["high", "low"])
def test_the_alarm_comes_after_its_time_and_goes_when_it_is_closed(
    open_level: str,
) -> None:
    clock = _Clock()
    watch = LeftOpenWatch(open_level, 30, clock)
    is_high = open_level == "high"
    watch.note_level(is_high=not is_high)
    assert (watch.is_open, watch.condition) == (False, READY)

    watch.note_level(is_high=is_high)
    clock.now += 29.9
    watch.note_level(is_high=is_high)
    assert (watch.is_open, watch.condition) == (True, READY)

    clock.now += 0.1
    alarm = watch.condition
    assert alarm.state is DeviceState.DEGRADED
    assert alarm.remedy == (
        "Close the cash drawer; if it is closed, see whether its cable is in."
    )
    watch.note_level(is_high=not is_high)
    assert watch.condition == READY


def test_it_never_alarms_without_a_sensor_or_when_it_may_stand_open() -> None:
    clock = _Clock()
    without, allowed = LeftOpenWatch(None, 1, clock), LeftOpenWatch("high", 0, clock)
    for watch in (without, allowed):
        watch.note_level(is_high=True)
    clock.now += 1_000_000

    assert without.is_open is None
    assert (without.condition, allowed.condition) == (READY, READY)


def test_a_kick_that_opened_nothing_is_told_until_it_opens() -> None:
    watch = LeftOpenWatch("high", 30, _Clock())
    watch.note_kick(has_opened=False)
    assert watch.condition.state is DeviceState.DEGRADED
    assert "key" in watch.condition.remedy

    watch.note_level(is_high=True)
    assert watch.condition == READY
    watch.note_kick(has_opened=False)
    watch.note_kick(has_opened=True)
    assert watch.condition == READY
