"""The one place where the central reads the clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeAlias

Now: TypeAlias = Callable[[], int]
"""Returns ms since 1970 UTC."""

Monotonic: TypeAlias = Callable[[], float]
"""Returns seconds that only grow, since any moment."""


def now_ms() -> int:
    """Return the system's time, ms since 1970 UTC."""
    return time.time_ns() // 1_000_000


def monotonic_s() -> float:
    """Return seconds that only grow, whatever is done to the clock."""
    return time.monotonic()
