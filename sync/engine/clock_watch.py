"""Notices a clock that jumps or stands wrong; sales never wait for it.

The anchor is the monotonic clock: wall time that moves otherwise was set.
"""

from __future__ import annotations

from typing import Final

from sync.engine.outputs import EndIncident, RaiseIncident, RaiseRequest

JUMP_BACK_MS: Final = 2 * 60 * 1000
"""A step back further than this makes two sales of one day look swapped."""

SKEW_MS: Final = 5 * 60 * 1000
"""A clock further off than this is told to the people at the till."""

ClockOutput = RaiseRequest | RaiseIncident | EndIncident


class ClockWatch:
    """Compares the till's wall clock with its monotonic one and with the center's."""

    def __init__(self) -> None:
        self._offset_ms: int | None = None
        self._skew_ms = 0
        self._is_skewed = False

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
        if moved > -JUMP_BACK_MS:
            return []
        return [
            RaiseRequest(
                "clock_jumped",
                f"clock_jumped:{wall_ms}:{moved}",
                {"moved_ms": moved, "wall_ms": wall_ms},
            ),
            RaiseIncident(
                "clock_jumped", f"this till's clock was set back {-moved // 1000} s"
            ),
        ]

    def heard(
        self, center_ms: int, wall_ms: int, round_trip_ms: int
    ) -> list[ClockOutput]:
        """Compare with the center's time in an answer that just came.

        Args:
            center_ms: The center's clock when it answered, ms since 1970 UTC.
            wall_ms: The till's clock when the answer was there.
            round_trip_ms: How long question and answer took.
        """
        self._skew_ms = center_ms + round_trip_ms // 2 - wall_ms
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
