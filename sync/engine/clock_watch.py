"""Notices a clock that jumps or stands wrong; sales never wait for it.

The anchor is the monotonic clock: wall time that moves otherwise was set.
"""

from __future__ import annotations

from typing import Final

import msgspec

from sync.engine.outputs import EndIncident, RaiseIncident, RaiseRequest

JUMP_BACK_MS: Final = 2 * 60 * 1000
"""A step back further than this makes two sales of one day look swapped."""

SKEW_MS: Final = 5 * 60 * 1000
"""A clock further off than this is told to the people at the till."""

DRIFT_PPM: Final = 200
"""How much the monotonic clock of a cheap computer may be fast or slow."""

CREDIBLE_MS: Final = range(1_577_836_800_000, 7_258_118_400_000)
"""From 2020 to 2200: no center that works with this program has another time. Prices
and dates of goods would be looked for there, and nothing could be sold."""

_PPM: Final = 1_000_000

ClockOutput = RaiseRequest | RaiseIncident | EndIncident


class TimeEstimate(msgspec.Struct, frozen=True):
    """The center's time as an answer told it, carried on by the monotonic clock.

    Attributes:
        at_ms: The estimate, ms since 1970 UTC.
        error_ms: Bound of its error, ms.
        mono_ms: The monotonic clock's reading for which both hold.
    """

    at_ms: int
    error_ms: int
    mono_ms: int

    def aged(self, mono_ms: int) -> TimeEstimate:
        """Return the estimate for another reading of the same monotonic clock."""
        passed_ms = mono_ms - self.mono_ms
        # Rounded up, and the millisecond that reading the clock cut off.
        drift_ms = -(-abs(passed_ms) * DRIFT_PPM // _PPM)
        return TimeEstimate(self.at_ms + passed_ms, self.error_ms + drift_ms, mono_ms)


class ClockWatch:
    """Compares the till's wall clock with its monotonic one and with the center's."""

    def __init__(self) -> None:
        self._offset_ms: int | None = None
        self._skew_ms = 0
        self._is_skewed = False
        self._has_jumped = False
        self._estimate: TimeEstimate | None = None

    def estimate(self, mono_ms: int) -> TimeEstimate | None:
        """Return the center's time now; None before the center spoke.

        Setting the till's wall clock does not change it.
        """
        return None if self._estimate is None else self._estimate.aged(mono_ms)

    @property
    def skew_ms(self) -> int:
        """How much to add to the wall clock to get the center's time."""
        return self._skew_ms

    def tick(self, wall_ms: int, mono_ms: int) -> list[ClockOutput]:
        """Compare both local clocks; call every few seconds.

        Args:
            wall_ms: ms since 1970 UTC by the till.
            mono_ms: Monotonic ms.
        """
        before, self._offset_ms = self._offset_ms, wall_ms - mono_ms
        if before is None:
            return []
        moved = self._offset_ms - before
        # The center's time did not move when the till's clock was set.
        self._skew_ms -= moved
        found: list[ClockOutput] = []
        if moved <= -JUMP_BACK_MS:
            self._has_jumped = True
            found = [
                RaiseRequest(
                    "clock_jumped",
                    f"clock_jumped:{wall_ms}:{moved}",
                    {"moved_ms": moved, "wall_ms": wall_ms},
                ),
                RaiseIncident(
                    "clock_jumped",
                    f"this till's clock was set back {-moved // 1000} s",
                ),
            ]
        # Known without asking: a clock that is set wrong while the till is offline.
        return found if self._estimate is None else found + self._judge(wall_ms)

    def heard(
        self, center_ms: int, wall_ms: int, round_trip_ms: int, mono_ms: int
    ) -> list[ClockOutput]:
        """Compare with the center's time in an answer that just came.

        Args:
            center_ms: The center's clock when it answered, ms since 1970 UTC.
            wall_ms: The till's clock when the answer was there.
            round_trip_ms: How long question and answer took.
            mono_ms: The till's monotonic clock at the same moment.
        """
        self._take_estimate(center_ms, round_trip_ms, mono_ms)
        self._skew_ms = center_ms + round_trip_ms // 2 - wall_ms
        found = self._judge(wall_ms)
        if self._has_jumped and not self._is_skewed:
            # The center says that it is right now.
            self._has_jumped = False
            found.append(EndIncident("clock_jumped"))
        return found

    def _judge(self, wall_ms: int) -> list[ClockOutput]:
        was, self._is_skewed = self._is_skewed, abs(self._skew_ms) > SKEW_MS
        if not self._is_skewed:
            return [EndIncident("clock_skewed")] if was else []
        if was:
            return []
        seconds = self._skew_ms // 1000
        return [
            RaiseRequest(
                "clock_skewed",
                f"clock_skewed:{wall_ms}",
                {"skew_ms": self._skew_ms, "wall_ms": wall_ms},
            ),
            RaiseIncident(
                "clock_skewed",
                f"this till's clock differs from the center's by {seconds} s",
            ),
        ]

    def _take_estimate(self, center_ms: int, round_trip_ms: int, mono_ms: int) -> None:
        """Keep the better of the new estimate and the old one.

        The answer left somewhere within the round trip: a quick one says more than
        a slow one.  A center that contradicts the old one was set, and is believed,
        as far as its time can be one.  Requests are signed with any: they are for it.
        """
        if center_ms not in CREDIBLE_MS:
            return
        half_ms = (round_trip_ms + 1) // 2
        new = TimeEstimate(center_ms + round_trip_ms // 2, half_ms + 1, mono_ms)
        old = self.estimate(mono_ms)
        if old is not None:
            agree = abs(old.at_ms - new.at_ms) <= old.error_ms + new.error_ms
            if agree and old.error_ms < new.error_ms:
                return
        self._estimate = new
