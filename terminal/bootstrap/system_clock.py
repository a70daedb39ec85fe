"""The machine's clocks, and one that a replay sets.

The only place of the till that asks the operating system for the time.
"""

import os
import time
from pathlib import Path
from typing import Final

from typing_extensions import override

_NS_PER_MS: Final = 1_000_000
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

    @property
    def boot_id(self) -> str:
        """Id of the running system."""
        return self._boot_id

    def wall_ms(self) -> int:
        """Return milliseconds since 1970 UTC."""
        return time.time_ns() // _NS_PER_MS

    def monotonic_ms(self) -> int:
        """Return milliseconds since the machine started."""
        return time.monotonic_ns() // _NS_PER_MS


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
