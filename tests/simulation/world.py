"""Virtual time, one source of randomness, and a record of what happened.

One seed is one history: nothing here or above looks at a real clock, starts a
thread or depends on the order of a hash table.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from random import Random
from typing import Final

START_WALL_MS: Final = 1_772_450_000_000
"""True time at which every history begins, ms since 1970 UTC."""


class Violation(Exception):  # noqa: N818 - what it is, not what went wrong
    """A promise was broken.

    Attributes:
        invariant: Its number in the design, such as `I1`.
    """

    def __init__(self, invariant: str, detail: str) -> None:
        super().__init__(f"{invariant}: {detail}")
        self.invariant = invariant


class Event:
    """Something that will happen, unless it is cancelled."""

    __slots__ = ("action", "is_cancelled")

    def __init__(self, action: Callable[[], None]) -> None:
        self.action = action
        self.is_cancelled = False

    def cancel(self) -> None:
        """Let it not happen."""
        self.is_cancelled = True


class World:
    """The scheduler of one seed.

    Attributes:
        rng: The only randomness.
        now_ms: True time, ms since the beginning.
        counts: What happened how often, for the report.
        trace: One line a happening; equal for equal seeds.
    """

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.now_ms = 0
        self.counts: dict[str, int] = {}
        self.trace: list[str] = []
        self.steps = 0
        self._heap: list[tuple[int, int, Event]] = []
        self._number = 0

    @property
    def wall_ms(self) -> int:
        """True time, ms since 1970 UTC."""
        return START_WALL_MS + self.now_ms

    def chance(self, probability: float) -> bool:
        """Throw the dice; an impossible thing takes no throw."""
        return probability > 0 and self.rng.random() < probability

    def after(self, delay_ms: int, action: Callable[[], None]) -> Event:
        """Let *action* happen in *delay_ms*."""
        self._number += 1
        event = Event(action)
        heapq.heappush(
            self._heap, (self.now_ms + max(0, delay_ms), self._number, event)
        )
        return event

    def run_until(self, end_ms: int) -> None:
        """Let happen what happens up to *end_ms*."""
        while self._heap and self._heap[0][0] <= end_ms:
            at_ms, _, event = heapq.heappop(self._heap)
            if event.is_cancelled:
                continue
            self.now_ms = at_ms
            self.steps += 1
            event.action()
        self.now_ms = max(self.now_ms, end_ms)

    def count(self, what: str, by: int = 1) -> None:
        """Count for the report."""
        self.counts[what] = self.counts.get(what, 0) + by

    def most(self, what: str, value: int) -> None:
        """Keep the largest for the report; its name ends with `_max`."""
        self.counts[what] = max(self.counts.get(what, 0), value)

    def note(self, *parts: object) -> None:
        """Write one line of the trace."""
        self.trace.append(f"{self.now_ms} {' '.join(map(str, parts))}")
