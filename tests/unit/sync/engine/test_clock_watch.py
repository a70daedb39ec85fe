"""Clocks that jump or stand wrong."""

from __future__ import annotations

import pytest

from sync.engine.clock_watch import DRIFT_PPM, JUMP_BACK_MS, SKEW_MS, ClockWatch
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

    found = watch.heard(_WALL_MS + 10_000, _WALL_MS, 400, 0)

    assert found == []
    assert watch.skew_ms == 10_200


def test_a_clock_far_off_is_told_once_and_its_repair_too() -> None:
    watch = ClockWatch()

    first = watch.heard(_WALL_MS + 2 * SKEW_MS, _WALL_MS, 0, 0)
    again = watch.heard(_WALL_MS + 2 * SKEW_MS, _WALL_MS, 0, 0)
    repaired = watch.heard(_WALL_MS, _WALL_MS, 0, 0)

    assert [type(each) for each in first] == [RaiseRequest, RaiseIncident]
    assert again == []
    assert repaired == [EndIncident("clock_skewed")]


@pytest.mark.parametrize("center_ms", [0, 2**53 - 1], ids=["1970", "for ever"])
def test_a_time_that_cannot_be_signs_requests_but_sells_nothing(center_ms: int) -> None:
    watch = ClockWatch()

    watch.heard(center_ms, _WALL_MS, 0, 0)

    assert watch.estimate(1_000) is None
    assert watch.skew_ms == center_ms - _WALL_MS

    watch.heard(_WALL_MS + 7, _WALL_MS, 0, 1_000)
    watch.heard(center_ms, _WALL_MS, 0, 1_000)

    known = watch.estimate(1_000)
    assert known is not None
    assert known.at_ms == _WALL_MS + 7


def test_setting_the_clock_does_not_move_the_centers_time() -> None:
    watch = ClockWatch()
    watch.tick(_WALL_MS, 0)
    watch.heard(_WALL_MS + 30_000, _WALL_MS, 0, 0)

    watch.tick(_WALL_MS + 30_000, 0)

    assert watch.skew_ms == 0


def test_the_centers_time_goes_on_with_the_monotonic_clock_alone() -> None:
    watch = ClockWatch()
    assert watch.estimate(0) is None

    watch.heard(_WALL_MS + 30_000, _WALL_MS, 40, 1_000)
    watch.tick(_WALL_MS + 7_000_000, 2_000)
    found = watch.estimate(11_000)

    assert found is not None
    assert found.at_ms == _WALL_MS + 30_020 + 10_000
    assert found.error_ms == 21 + 10_000 * DRIFT_PPM // 1_000_000


def test_a_slow_answer_does_not_spoil_what_a_quick_one_told() -> None:
    watch = ClockWatch()
    watch.heard(_WALL_MS, _WALL_MS, 10, 0)

    watch.heard(_WALL_MS + 1_000, _WALL_MS + 1_000, 4_000, 5_000)

    found = watch.estimate(5_000)
    assert found is not None
    assert found.error_ms < 10


def test_a_center_whose_clock_was_set_is_believed() -> None:
    watch = ClockWatch()
    watch.heard(_WALL_MS, _WALL_MS, 10, 0)

    watch.heard(_WALL_MS + 90_000, _WALL_MS, 400, 1_000)

    found = watch.estimate(1_000)
    assert found is not None
    assert found.at_ms == _WALL_MS + 90_200


def test_a_clock_set_wrong_while_offline_is_told_without_an_answer() -> None:
    watch = ClockWatch()
    watch.tick(_WALL_MS, 0)
    watch.heard(_WALL_MS, _WALL_MS, 0, 0)

    found = watch.tick(_WALL_MS + SKEW_MS + 2_000, 1_000)

    assert [type(each) for each in found] == [RaiseRequest, RaiseIncident]
    assert isinstance(found[0], RaiseRequest)
    assert found[0].kind == "clock_skewed"


def test_a_jump_is_over_when_the_center_says_that_the_clock_is_right() -> None:
    watch = ClockWatch()
    watch.tick(_WALL_MS, 0)
    watch.tick(_WALL_MS - 3_600_000, 0)

    assert watch.heard(_WALL_MS - 3_600_000, _WALL_MS - 3_600_000, 0, 0) == [
        EndIncident("clock_jumped")
    ]
