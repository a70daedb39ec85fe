"""Clocks that jump or stand wrong."""

from __future__ import annotations

from sync.engine.clock_watch import JUMP_BACK_MS, SKEW_MS, ClockWatch
from sync.engine.outputs import EndIncident, RaiseIncident, RaiseRequest

_WALL_MS = 1_900_000_000_000


def test_time_that_simply_passes_is_no_finding() -> None:
    watch = ClockWatch()

    watch.tick(_WALL_MS, 0)

    assert watch.tick(_WALL_MS + 60_000, 60_000) == []


def test_a_clock_set_back_is_recorded_and_told() -> None:
    watch = ClockWatch()
    watch.tick(_WALL_MS, 0)

    found = watch.tick(_WALL_MS - JUMP_BACK_MS, 1_000)

    assert [type(each) for each in found] == [RaiseRequest, RaiseIncident]
    assert isinstance(found[0], RaiseRequest)
    assert found[0].kind == "clock_jumped"
    assert found[0].detail["moved_ms"] == -JUMP_BACK_MS - 1_000


def test_a_small_step_back_is_the_work_of_a_time_service() -> None:
    watch = ClockWatch()
    watch.tick(_WALL_MS, 0)

    assert watch.tick(_WALL_MS - 1_000, 1_000) == []


def test_the_centers_time_corrects_the_tills_by_half_the_round_trip() -> None:
    watch = ClockWatch()

    found = watch.heard(_WALL_MS + 10_000, _WALL_MS, 400)

    assert found == []
    assert watch.skew_ms == 10_200


def test_a_clock_far_off_is_told_once_and_its_repair_too() -> None:
    watch = ClockWatch()

    first = watch.heard(_WALL_MS + 2 * SKEW_MS, _WALL_MS, 0)
    again = watch.heard(_WALL_MS + 2 * SKEW_MS, _WALL_MS, 0)
    repaired = watch.heard(_WALL_MS, _WALL_MS, 0)

    assert [type(each) for each in first] == [RaiseRequest, RaiseIncident]
    assert again == []
    assert repaired == [EndIncident("clock_skewed")]


def test_setting_the_clock_does_not_move_the_centers_time() -> None:
    watch = ClockWatch()
    watch.tick(_WALL_MS, 0)
    watch.heard(_WALL_MS + 30_000, _WALL_MS, 0)

    watch.tick(_WALL_MS + 30_000, 0)

    assert watch.skew_ms == 0
