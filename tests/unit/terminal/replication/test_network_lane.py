"""One direction's thread for calls."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from terminal.replication.network_lane import NetworkLane

_WAIT_S = 5.0


def _lane(
    done: queue.Queue[str], stuck: Callable[[], None] = lambda: None
) -> NetworkLane[str]:
    return NetworkLane("test", done.put, stuck)


def test_calls_run_one_after_the_other_off_the_callers_thread() -> None:
    done: queue.Queue[str] = queue.Queue()
    lane = _lane(done)

    names = []
    for _ in range(3):
        lane.start(lambda: threading.current_thread().name)
        names.append(done.get(timeout=_WAIT_S))
    lane.close()

    assert names == ["test"] * 3


def test_a_call_may_follow_from_the_delivery_of_the_one_before() -> None:
    done: queue.Queue[str] = queue.Queue()
    stuck: list[bool] = []
    left = [200]

    def deliver(outcome: str) -> None:
        left[0] -= 1
        if left[0]:
            lane.start(lambda: outcome)
        else:
            done.put(outcome)

    lane: NetworkLane[str] = NetworkLane("test", deliver, lambda: stuck.append(True))
    lane.start(lambda: "x")

    assert done.get(timeout=_WAIT_S) == "x"
    assert stuck == []
    lane.close()


def test_a_stuck_call_is_left_behind_and_the_next_one_runs() -> None:
    done: queue.Queue[str] = queue.Queue()
    stuck = threading.Event()
    began, release = threading.Event(), threading.Event()
    lane = _lane(done, stuck.set)

    def hang() -> str:
        began.set()
        release.wait(_WAIT_S)
        return "late"

    lane.start(hang)
    began.wait(_WAIT_S)
    lane.start(lambda: "next")

    assert done.get(timeout=_WAIT_S) == "next"
    assert stuck.is_set()
    release.set()
    assert done.get(timeout=_WAIT_S) == "late"
    lane.close()


def test_a_closed_lane_starts_nothing() -> None:
    done: queue.Queue[str] = queue.Queue()
    lane = _lane(done)
    lane.start(lambda: "one")
    done.get(timeout=_WAIT_S)

    lane.close()
    lane.start(lambda: "two")

    assert done.empty()
