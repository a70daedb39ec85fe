"""The computer's own clocks, for the agent."""

from __future__ import annotations

import time
from typing import Final

_NS_A_MS: Final = 1_000_000
_BOOT_TIME: Final[int | None] = getattr(time, "CLOCK_BOOTTIME", None)


class SystemClock:
    """Wall time and monotonic time of this computer; any thread."""

    def wall_ms(self) -> int:
        """Return ms since 1970 UTC; may jump in both directions."""
        return time.time_ns() // _NS_A_MS

    def monotonic_ms(self) -> int:
        """Return ms that never go back and go on while the computer sleeps."""
        if _BOOT_TIME is None:
            return time.monotonic_ns() // _NS_A_MS
        return time.clock_gettime_ns(_BOOT_TIME) // _NS_A_MS
