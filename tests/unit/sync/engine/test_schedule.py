"""When attempts happen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.engine.errors import SyncEngineError
from sync.engine.schedule import (
    ATTEMPT_GAP_MS,
    COALESCE_MS,
    COMMIT_RETRY_MS_MIN,
    COMMIT_RETRY_MS_SPREAD,
    HINT_SPREAD_MS,
    IDLE_MS_MIN,
    IDLE_MS_SPREAD,
    PATIENT_MS_MIN,
    ArmTimer,
    AttemptFailed,
    AttemptSucceeded,
    Committed,
    NetworkHinted,
    Schedule,
    ScheduleInput,
    ScheduleOutput,
    StartAttempt,
    TimerFired,
)


def _most(count: int) -> int:
    return count - 1


def _timer(outputs: list[ScheduleOutput]) -> int:
    assert len(outputs) == 1
    assert isinstance(outputs[0], ArmTimer)
    return outputs[0].at_ms


def _started(schedule: Schedule) -> Schedule:
    assert schedule.step(TimerFired(0)) == [StartAttempt(is_heartbeat=False)]
    return schedule


def test_the_first_timer_starts_at_once() -> None:
    schedule = Schedule(_most)

    assert schedule.step(TimerFired(5)) == [StartAttempt(is_heartbeat=False)]
    assert schedule.is_running


def test_commits_that_follow_closely_share_an_attempt() -> None:
    schedule = _started(Schedule(_most))
    schedule.step(AttemptSucceeded(0))

    first = _timer(schedule.step(Committed(1_000)))
    second = _timer(schedule.step(Committed(1_060)))

    assert first == second == 1_000 + COALESCE_MS
    assert schedule.step(TimerFired(first)) == [StartAttempt(is_heartbeat=False)]


def test_a_commit_during_an_attempt_is_not_forgotten() -> None:
    schedule = _started(Schedule(_most))

    assert schedule.step(Committed(50)) == []

    assert _timer(schedule.step(AttemptSucceeded(60))) == 60 + ATTEMPT_GAP_MS


def test_a_till_that_sells_without_pause_does_not_send_one_by_one() -> None:
    schedule = _started(Schedule(_most))
    schedule.step(AttemptSucceeded(1_000))

    assert _timer(schedule.step(Committed(1_010))) == 1_000 + ATTEMPT_GAP_MS


def test_without_commits_there_is_a_heartbeat() -> None:
    schedule = _started(Schedule(_most))

    due_ms = _timer(schedule.step(AttemptSucceeded(0)))

    assert due_ms == IDLE_MS_MIN + IDLE_MS_SPREAD
    assert schedule.step(TimerFired(due_ms)) == [StartAttempt(is_heartbeat=True)]


def test_an_early_timer_is_armed_again() -> None:
    schedule = _started(Schedule(_most))
    due_ms = _timer(schedule.step(AttemptSucceeded(0)))

    assert _timer(schedule.step(TimerFired(due_ms - 1))) == due_ms


def test_while_failing_a_commit_brings_the_attempt_forward_but_not_at_once() -> None:
    schedule = _started(Schedule(_most))
    for end_ms in (0, 100_000, 200_000, 300_000, 400_000):
        due_ms = _timer(schedule.step(AttemptFailed(end_ms)))
        schedule.step(TimerFired(due_ms))
    late_ms = _timer(schedule.step(AttemptFailed(500_000)))

    sooner_ms = _timer(schedule.step(Committed(500_001)))

    assert late_ms > 510_000
    assert sooner_ms == 500_000 + COMMIT_RETRY_MS_MIN + COMMIT_RETRY_MS_SPREAD


def test_a_network_hint_brings_the_attempt_forward_and_forgets_the_failures() -> None:
    schedule = _started(Schedule(_most))
    schedule.step(AttemptFailed(0))

    assert _timer(schedule.step(NetworkHinted(10))) == 10 + HINT_SPREAD_MS
    assert schedule.failures == 0


def test_neither_commit_nor_hint_breaks_the_wait_that_the_center_asked_for() -> None:
    schedule = _started(Schedule(lambda _count: 0))
    schedule.step(AttemptFailed(0, retry_after_ms=20_000))

    by_commit = _timer(schedule.step(Committed(1)))
    by_hint = _timer(schedule.step(NetworkHinted(2)))

    assert by_commit == by_hint == 20_000


def test_a_slot_of_the_center_is_taken_within_two_seconds_however_often_refused() -> (
    None
):
    schedule = _started(Schedule(lambda count: count - 1))
    now_ms = 0
    for _ in range(10):
        due_ms = _timer(schedule.step(AttemptFailed(now_ms, retry_after_ms=5_000)))

        assert now_ms + 5_000 <= due_ms <= now_ms + 7_000
        now_ms = due_ms
        schedule.step(TimerFired(now_ms))


def test_what_only_a_person_can_repair_is_asked_rarely() -> None:
    schedule = _started(Schedule(lambda _count: 0))

    due_ms = _timer(schedule.step(AttemptFailed(0, needs_person=True)))

    assert due_ms >= PATIENT_MS_MIN


def test_an_end_without_a_start_is_refused() -> None:
    with pytest.raises(SyncEngineError):
        Schedule(_most).step(AttemptSucceeded(0))


@given(
    steps=st.lists(
        st.sampled_from(["commit", "hint", "timer", "ok", "fail", "busy", "person"]),
        max_size=60,
    ),
    seed=st.integers(0, 10**6),
)
def test_whatever_happens_the_next_attempt_is_always_armed(
    steps: list[str], seed: int
) -> None:
    schedule = Schedule(lambda count: seed % count)
    now_ms = 0
    armed_ms: int | None = None
    _started(schedule)
    for step in steps:
        now_ms += 700
        given_input: ScheduleInput
        match step:
            case "commit":
                given_input = Committed(now_ms)
            case "hint":
                given_input = NetworkHinted(now_ms)
            case "timer":
                given_input = TimerFired(now_ms)
            case _ if not schedule.is_running:
                continue
            case "ok":
                given_input = AttemptSucceeded(now_ms)
            case "fail":
                given_input = AttemptFailed(now_ms)
            case "busy":
                given_input = AttemptFailed(now_ms, retry_after_ms=5_000)
            case _:
                given_input = AttemptFailed(now_ms, needs_person=True)
        for output in schedule.step(given_input):
            armed_ms = output.at_ms if isinstance(output, ArmTimer) else None

        assert schedule.is_running or armed_ms is not None
