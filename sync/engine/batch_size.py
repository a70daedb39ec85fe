"""How many events go into one push: additive increase, multiplicative decrease."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sync.protocol.envelope import StoredEvent

BATCH_EVENTS_START: Final = 100
BATCH_EVENTS_MIN: Final = 1
BATCH_EVENTS_MAX: Final = 500
BATCH_EVENTS_STEP: Final = 10
BATCH_COMPRESSED_BYTES_MAX: Final = 256 * 1024

_EVENT_OVERHEAD_BYTES: Final = 260
"""Hash, previous hash and signature as text, and the punctuation around them."""

_RATIO_START: Final = 3.0
_RATIO_MIN: Final = 1.0
_RATIO_WEIGHT: Final = 0.3
_HEADROOM: Final = 0.9


class BatchSize:
    """Learns from answers how much the way to the center carries at once.

    Two limits hold together: a number of events, moved by success and failure, and
    a number of compressed bytes, estimated beforehand from how well earlier batches
    compressed, so that almost no batch is compressed twice.
    """

    def __init__(self) -> None:
        self._events = BATCH_EVENTS_START
        self._ratio = _RATIO_START

    @property
    def events(self) -> int:
        """Most events that the next batch may hold."""
        return self._events

    def fit(self, events: Sequence[StoredEvent]) -> Sequence[StoredEvent]:
        """Return the longest beginning of *events* within both limits, at least one."""
        bytes_max = int(BATCH_COMPRESSED_BYTES_MAX * self._ratio * _HEADROOM)
        total = 0
        for index, event in enumerate(events[: self._events]):
            total += raw_bytes(event)
            if total > bytes_max and index:
                return events[:index]
        return events[: self._events]

    def delivered(self, count: int, raw: int, compressed: int) -> None:
        """Learn from a batch that arrived.

        Args:
            count: Events it held.
            raw: Its bytes before compression.
            compressed: Its bytes on the wire; 0 when the shell does not know.
        """
        if count >= self._events:
            self._events = min(BATCH_EVENTS_MAX, self._events + BATCH_EVENTS_STEP)
        if compressed > 0:
            seen = max(_RATIO_MIN, raw / compressed)
            self._ratio += (seen - self._ratio) * _RATIO_WEIGHT

    def too_much(self, count: int) -> None:
        """Learn that *count* events were too large, or too slow to arrive in time."""
        self._events = max(BATCH_EVENTS_MIN, min(self._events, count) // 2)


def raw_bytes(event: StoredEvent) -> int:
    """Return about how many bytes *event* takes in a batch before compression."""
    return len(event.header) + len(event.body) + _EVENT_OVERHEAD_BYTES
