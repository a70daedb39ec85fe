"""The machine's clocks, and one that a replay sets.

The only place of the till that asks the operating system for the time.
"""

import os
import time
from pathlib import Path
from typing import Final

from typing_extensions import override

from terminal.application.ports.clock import TimeEstimate

_NS_PER_MS: Final = 1_000_000
_PPM: Final = 1_000_000
_DRIFT_PPM: Final = 200
"""How much the clock of a cheap computer may be fast or slow."""

_BOOT_TIME: Final[int | None] = getattr(time, "CLOCK_BOOTTIME", None)
_BOOT_ID_FILE: Final = Path("/proc/sys/kernel/random/boot_id")


def _read_boot_id() -> str:
    """Return the kernel's boot id; where there is none, one for this process.

    An id that changes too often only says "the monotonic clock may have
    restarted", which is the safe answer.
    """
    try:
        return _BOOT_ID_FILE.read_text(encoding="ascii").strip()
    except OSError:
        return os.urandom(16).hex()


class SystemClock:
    """The `Clock` port over the operating system; any thread."""

    def __init__(self) -> None:
        self._boot_id = _read_boot_id()
        # The center's time, its error and our monotonic time, replaced as one.
        self._heard: tuple[int, int, int] | None = None

    def heard_center(self, center_ms: int, error_ms: int) -> None:
        """Take what the center's clock shows just now; any thread.

        Args:
            center_ms: ms since 1970 UTC.
            error_ms: Bound of its error.
        """
        self._heard = center_ms, error_ms, self.monotonic_ms()

    def estimate(self) -> TimeEstimate | None:
        """Return the center's time, carried on since it was heard."""
        heard = self._heard
        if heard is None:
            return None
        center_ms, error_ms, heard_ms = heard
        passed_ms = self.monotonic_ms() - heard_ms
        drift_ms = passed_ms * _DRIFT_PPM // _PPM + 1
        return TimeEstimate(center_ms + passed_ms, error_ms + drift_ms)

    @property
    def boot_id(self) -> str:
        """Id of the running system."""
        return self._boot_id

    def wall_ms(self) -> int:
        """Return milliseconds since 1970 UTC."""
        return time.time_ns() // _NS_PER_MS

    def monotonic_ms(self) -> int:
        """Return milliseconds since the machine started, with those it slept."""
        if _BOOT_TIME is None:
            return time.monotonic_ns() // _NS_PER_MS
        return time.clock_gettime_ns(_BOOT_TIME) // _NS_PER_MS


class InjectedClock(SystemClock):
    """A clock whose wall time is set from outside, for replays and training.

    Attributes:
        now_ms: The wall time it answers with; the system's until it is set.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now_ms: int | None = None

    @override
    def wall_ms(self) -> int:
        """Return the time that was set last."""
        return super().wall_ms() if self.now_ms is None else self.now_ms

    @override
    def estimate(self) -> TimeEstimate | None:
        """Return nothing once the time was set: it is not that of any center."""
        return super().estimate() if self.now_ms is None else None
