"""The computer's own clocks, for the agent."""

from __future__ import annotations

import time

_NS_A_MS = 1_000_000


class SystemClock:
    """Wall time and monotonic time of this computer; any thread."""

    def wall_ms(self) -> int:
        """Return ms since 1970 UTC; may jump in both directions."""
        return time.time_ns() // _NS_A_MS

    def monotonic_ms(self) -> int:
        """Return ms that never go back."""
        return time.monotonic_ns() // _NS_A_MS
