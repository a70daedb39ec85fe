"""Lets pushes in one behind the other, and sends away what cannot be stored soon.

A till waits ten seconds for an answer. A push that would be answered later is refused
at once, with a slot at which to come back: the slots of all tills are spread over the
time that the central needs for everything they have told that they hold.

Everything here runs on the event loop's thread.
"""

from __future__ import annotations

import asyncio
import hashlib
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from typing import Final

from msgspec import Struct

from sync.central.clock import Monotonic
from sync.central.errors import RefusedError


class Limits(Struct, frozen=True, kw_only=True):
    """How much may wait; a shop on a normal day comes near none of it.

    Attributes:
        pushes_max: Pushes that wait or are being stored.
        bytes_max: Their bytes, compressed, all together.
        pushes_of_one_till_max: One lane sends one push at a time; others are those
            that it gave up waiting for.
        wait_s_max: Longest wait that is expected for a push that is let in; well
            below the ten seconds of a till's patience.
        at_work: Pushes that are read and stored at the same time; only these are
            inflated in memory.
        window_s_max: Longest time over which the slots are spread.
        calm_s_max: A feed is answered at once while pushes wait less than this.
        feed_delay_s: Longest time for which it is held up otherwise.
    """

    pushes_max: int = 512
    bytes_max: int = 64 * 1024 * 1024
    pushes_of_one_till_max: int = 4
    wait_s_max: float = 4.0
    at_work: int = 4
    window_s_max: int = 300
    calm_s_max: float = 0.5
    feed_delay_s: float = 2.0


_WEIGHT: Final = 0.95
_PUSH_S_FIRST: Final = 0.05
"""What a push takes, until some were stored: hundreds may come before, and those let in
by too good a guess give up waiting and come back, so that they cost twice."""

_PUSH_S_CREDIBLE_MAX: Final = 0.5
"""A push that took longer shared the server with hundreds of greetings, or met a fault.
Believed, a few of them would have nearly every other push sent away for half a minute
in which the server has nothing to do."""

_EVENTS_PER_S_FIRST: Final = 2_000.0
_SLOT_EVENTS_PER_S_MIN: Final = 2_000.0
"""Slots are never spread wider than this speed needs: a speed that is measured while
hundreds of tills greet at once may be far too low.  Who comes back too early is sent
away again for the price of a header, and then let in before others."""

_FORGET_S: Final = 600.0


class _Told(Struct, frozen=True):
    """What a till said that it has to send."""

    events: int
    at_s: float


class PushQueue:
    """The pushes of one process of the server, and what it expects."""

    def __init__(self, monotonic: Monotonic, limits: Limits) -> None:
        """Begin with nobody waiting and a cautious guess of the speed."""
        self._monotonic = monotonic
        self._limits = limits
        self._turns = asyncio.Semaphore(limits.at_work)
        self._calm = asyncio.Event()
        self._calm.set()
        self._bytes = 0
        self._count = 0
        self._of_till: dict[str, int] = {}
        self._refused_at: dict[str, float] = {}
        self._told: dict[str, _Told] = {}
        self._working_since: float | None = None
        # Decaying sums, so that their ratios follow what the server does now.
        self._pushes = 1.0
        self._events = _EVENTS_PER_S_FIRST * _PUSH_S_FIRST
        self._seconds = _PUSH_S_FIRST
        self.refused = 0
        """Pushes that were sent away since the start."""
        self.stored_at_s: float | None = None
        """When events were stored last, by the clock given."""

    @property
    def waiting(self) -> int:
        """Pushes that wait or are being stored."""
        return self._count

    @property
    def expected_wait_s(self) -> float:
        """How long a push that came now would wait."""
        return self._count * self._seconds / self._pushes

    @property
    def events_per_s(self) -> float:
        """How fast events were stored lately, while there were some to store."""
        return self._events / self._seconds

    @property
    def backlog(self) -> int:
        """Events that tills said they hold and have not sent since."""
        self._forget()
        return sum(told.events for told in self._told.values())

    def tell(self, workstation: str, events: int) -> None:
        """Note that a till has so many *events* to send."""
        self._told.pop(workstation, None)
        if events > 0:
            self._told[workstation] = _Told(events, self._monotonic())

    def slot_s(self, workstation: str) -> int:
        """Return after how many seconds a till that is sent away should come back.

        The same till gets the same place in the window, different ones are spread.
        """
        speed = max(self.events_per_s, _SLOT_EVENTS_PER_S_MIN)
        # Those that wait count by their events, not by the time that is expected of
        # them: in the first seconds of a storm that is a guess, and may be minutes.
        waiting = self._count * self._events / self._pushes
        needed_s = max(waiting, self.backlog) / speed
        window_s = min(max(math.ceil(needed_s), 1), self._limits.window_s_max)
        return 1 + spread(workstation, window_s)

    @asynccontextmanager
    async def turn(self, workstation: str, size_bytes: int) -> AsyncIterator[Turn]:
        """Wait until it is this push's turn, and tell when it is over.

        Raises:
            RefusedError: 429 `busy`: it would wait for too long.
        """
        if not self._has_room(workstation, size_bytes):
            self.refused += 1
            self._refused_at.setdefault(workstation, self._monotonic())
            message = "the central is busy; the till keeps everything and comes back"
            raise RefusedError(
                HTTPStatus.TOO_MANY_REQUESTS,
                "busy",
                message,
                retry_after_s=self.slot_s(workstation),
            )
        self._enter(workstation, size_bytes)
        try:
            async with self._turns:
                done = Turn()
                begun_s = self._begin()
                try:
                    yield done
                finally:
                    self._end(workstation, done.events, begun_s)
        finally:
            self._leave(workstation, size_bytes)

    async def wait_until_calm(self) -> None:
        """Give way to waiting pushes for a while; never for ever."""
        if not self._calm.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._calm.wait(), self._limits.feed_delay_s)

    def _has_room(self, workstation: str, size_bytes: int) -> bool:
        limits = self._limits
        if self._count == 0:
            return True
        # Half of the room is kept for those who were sent away before: a till that
        # is served again and again must not take the place of one that never was.
        self._forget()
        others = self._refused_at.keys() - {workstation}
        is_first_time = workstation not in self._refused_at
        share = 0.5 if is_first_time and others else 1.0
        return (
            self._count < limits.pushes_max * share
            and self.expected_wait_s < limits.wait_s_max * share
            and self._bytes + size_bytes <= limits.bytes_max
            and self._of_till.get(workstation, 0) < limits.pushes_of_one_till_max
        )

    def _enter(self, workstation: str, size_bytes: int) -> None:
        self._refused_at.pop(workstation, None)
        self._count += 1
        self._bytes += size_bytes
        self._of_till[workstation] = self._of_till.get(workstation, 0) + 1
        if self.expected_wait_s > self._limits.calm_s_max:
            self._calm.clear()

    def _leave(self, workstation: str, size_bytes: int) -> None:
        self._count -= 1
        self._bytes -= size_bytes
        self._of_till[workstation] -= 1
        if self._of_till[workstation] == 0:
            del self._of_till[workstation]
        if self.expected_wait_s <= self._limits.calm_s_max:
            self._calm.set()

    def _begin(self) -> float:
        now_s = self._monotonic()
        if self._working_since is None:
            self._working_since = now_s
        return now_s

    def _end(self, workstation: str, events: int, begun_s: float) -> None:
        """Learn from one push how fast the server is, whoever worked beside it."""
        now_s = self._monotonic()
        since_s = begun_s if self._working_since is None else self._working_since
        # What others took while this one was under way is theirs.
        self._working_since = now_s if self._count > 1 else None
        if events:
            self.stored_at_s = now_s
            self._pushes = self._pushes * _WEIGHT + 1
            self._events = self._events * _WEIGHT + events
            spent_s = min(max(now_s - since_s, 1e-6), _PUSH_S_CREDIBLE_MAX)
            self._seconds = self._seconds * _WEIGHT + spent_s
            told = self._told.get(workstation)
            if told is not None:
                self.tell(workstation, told.events - events)

    def _forget(self) -> None:
        """Drop what was said so long ago that it means nothing any more."""
        limit_s = self._monotonic() - _FORGET_S
        # Both are in the order of their times.
        while self._refused_at:
            name = next(iter(self._refused_at))
            if self._refused_at[name] >= limit_s:
                break
            del self._refused_at[name]
        while self._told:
            name = next(iter(self._told))
            if self._told[name].at_s >= limit_s:
                break
            del self._told[name]


class Turn:
    """What the work of one push says about itself.

    Attributes:
        events: Events that it stored.
    """

    def __init__(self) -> None:
        """Begin with nothing stored."""
        self.events = 0


def spread(workstation: str, window: int) -> int:
    """Return the place of a till in a *window*, from 0; the same in every process."""
    digest = hashlib.sha256(workstation.encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:8], "big") % max(window, 1)
