"""When to try: decides the moment of each attempt, and never gives up.

Three things arm an attempt independently, because a single trigger stalls for ever
when it is missed once: a local commit, a hint that the network came back, and a
timer that is always set while no attempt runs.
"""

from __future__ import annotations

from typing import Final, assert_never

import msgspec

from sync.engine.backoff import full_jitter_ms
from sync.engine.errors import SyncEngineError
from sync.engine.values import Below

COALESCE_MS: Final = 75
"""Commits within this time of the first go up together: one request a sale would
cost ten times the processor time of a batch."""

ATTEMPT_GAP_MS: Final = 250
"""Between the end of an attempt and the next one for commits: a till that sells
without pause sends four batches a second, not one a sale."""

COMMIT_RETRY_MS_MIN: Final = 1_000
COMMIT_RETRY_MS_SPREAD: Final = 1_000
"""While failing, a commit brings the next attempt forward, but no closer than this."""

HINT_SPREAD_MS: Final = 500
"""The tills of one store hear of their network together; they need not knock so."""

IDLE_MS_MIN: Final = 30_000
IDLE_MS_SPREAD: Final = 30_000
"""The heartbeat: even with nothing to send the center hears how far the ledger is."""

_FAILURES_AFTER_SLOT_MAX: Final = 2
"""A moment that the center named is missed by two seconds at most."""

PATIENT_MS_MIN: Final = 60_000
PATIENT_MS_SPREAD: Final = 240_000
"""Waiting for a person: one to five minutes."""


class Committed(msgspec.Struct, frozen=True):
    """There is new work.  All times are monotonic milliseconds."""

    at_ms: int


class NetworkHinted(msgspec.Struct, frozen=True):
    """The operating system says that the way out changed."""

    at_ms: int


class TimerFired(msgspec.Struct, frozen=True):
    """An armed timer is due; early, late and repeated ones do no harm."""

    at_ms: int


class AttemptSucceeded(msgspec.Struct, frozen=True):
    """The running attempt did all it could."""

    at_ms: int


class AttemptFailed(msgspec.Struct, frozen=True):
    """The running attempt failed.

    Attributes:
        retry_after_ms: How long the center asked to be left alone, or None.
        needs_person: Only a person can remove the cause.
    """

    at_ms: int
    retry_after_ms: int | None = None
    needs_person: bool = False


class StartAttempt(msgspec.Struct, frozen=True):
    """Try now.

    Attributes:
        is_heartbeat: No commit asked for it: the timer alone did.
    """

    is_heartbeat: bool


class ArmTimer(msgspec.Struct, frozen=True):
    """Deliver `TimerFired` at this time; takes the place of an earlier timer."""

    at_ms: int


ScheduleInput = (
    Committed | NetworkHinted | TimerFired | AttemptSucceeded | AttemptFailed
)
ScheduleOutput = StartAttempt | ArmTimer


class Schedule:
    """The timing of one direction.  One attempt runs at a time.

    Args:
        below: Randomness.
        idle_ms: Shortest pause after an attempt that left nothing to do.
    """

    def __init__(self, below: Below, *, idle_ms: int = IDLE_MS_MIN) -> None:
        self._below = below
        self._idle_ms = idle_ms
        self._is_running = False
        self._has_work = True
        self._failures = 0
        self._due_ms: int | None = None
        self._not_before_ms: int | None = None
        self._ended_ms: int | None = None

    @property
    def failures(self) -> int:
        """Failures in a row."""
        return self._failures

    @property
    def is_running(self) -> bool:
        """Whether an attempt was started and has not ended."""
        return self._is_running

    def step(self, given: ScheduleInput) -> list[ScheduleOutput]:
        """Take one input; return what to do, in order."""
        match given:
            case Committed(at_ms):
                self._has_work = True
                self._bring_forward(self._moment_after_commit(at_ms))
            case NetworkHinted(at_ms):
                self._failures = 0
                self._bring_forward(at_ms + self._below(HINT_SPREAD_MS + 1))
            case TimerFired(at_ms):
                return self._fire(at_ms)
            case AttemptSucceeded(at_ms):
                self._end(at_ms)
                self._succeed(at_ms)
            case AttemptFailed(at_ms, retry_after_ms, needs_person):
                self._end(at_ms)
                self._fail(at_ms, retry_after_ms, needs_person=needs_person)
            case _ as never:
                assert_never(never)
        return self._timer()

    def _moment_after_commit(self, at_ms: int) -> int:
        if self._ended_ms is None:
            return at_ms + COALESCE_MS
        if not self._failures:
            return max(at_ms + COALESCE_MS, self._ended_ms + ATTEMPT_GAP_MS)
        pause = COMMIT_RETRY_MS_MIN + self._below(COMMIT_RETRY_MS_SPREAD + 1)
        return max(at_ms, self._ended_ms + pause)

    def _bring_forward(self, moment_ms: int) -> None:
        if self._not_before_ms is not None:
            moment_ms = max(moment_ms, self._not_before_ms)
        if self._due_ms is None or moment_ms < self._due_ms:
            self._due_ms = moment_ms

    def _fire(self, at_ms: int) -> list[ScheduleOutput]:
        if self._is_running:
            return []
        if self._due_ms is None:
            self._due_ms = at_ms
        if at_ms < self._due_ms:
            return self._timer()
        is_heartbeat = not self._has_work
        self._is_running = True
        self._has_work = False
        self._due_ms = None
        self._not_before_ms = None
        return [StartAttempt(is_heartbeat)]

    def _end(self, at_ms: int) -> None:
        if not self._is_running:
            raise SyncEngineError("an attempt ended that was never started")
        self._is_running = False
        self._ended_ms = at_ms

    def _succeed(self, at_ms: int) -> None:
        self._failures = 0
        if self._has_work:
            # A commit came while the attempt ran.
            self._due_ms = max(self._due_ms or 0, at_ms + ATTEMPT_GAP_MS)
            return
        self._due_ms = at_ms + self._idle_ms + self._below(IDLE_MS_SPREAD + 1)

    def _fail(
        self, at_ms: int, retry_after_ms: int | None, *, needs_person: bool
    ) -> None:
        self._failures += 1
        self._has_work = True
        if needs_person:
            retry_after_ms = max(
                retry_after_ms or 0,
                PATIENT_MS_MIN + self._below(PATIENT_MS_SPREAD + 1),
            )
        if retry_after_ms is None:
            delay_ms = full_jitter_ms(self._failures, self._below)
        else:
            # The center has spread its tills itself: a long jitter on top would only
            # keep a till away from a center that waits for it.
            failures = min(self._failures, _FAILURES_AFTER_SLOT_MAX)
            delay_ms = retry_after_ms + full_jitter_ms(failures, self._below)
            self._not_before_ms = at_ms + retry_after_ms
        self._due_ms = at_ms + delay_ms

    def _timer(self) -> list[ScheduleOutput]:
        if self._is_running or self._due_ms is None:
            return []
        return [ArmTimer(self._due_ms)]
