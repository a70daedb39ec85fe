"""Remembers which tills spoke lately, to count them."""

from __future__ import annotations

from threading import Lock
from typing import Final

from sync.central.clock import Monotonic

LATELY_S: Final = 300.0
"""Tills speak every minute; one that was silent for so long is gone."""


class Attendance:
    """When each till proved who it is; usable from any thread.

    There are as many entries as tills were enrolled: nobody else gets in.
    """

    def __init__(self, monotonic: Monotonic) -> None:
        """Begin with nobody seen."""
        self._monotonic = monotonic
        self._seen: dict[str, float] = {}
        self._lock = Lock()

    def note(self, workstation: str) -> None:
        """A till spoke."""
        with self._lock:
            self._seen[workstation] = self._monotonic()

    def count(self) -> int:
        """Return how many tills spoke within `LATELY_S`."""
        since_s = self._monotonic() - LATELY_S
        with self._lock:
            return sum(at_s >= since_s for at_s in self._seen.values())
