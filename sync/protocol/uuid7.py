"""Identifiers that sort by the time of their birth (RFC 9562, version 7)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

_RANDOM_BITS: Final = 74
_RANDOM_MAX: Final = 2**_RANDOM_BITS - 1
_RAND_B_BITS: Final = 62
_RAND_B_MASK: Final = 2**_RAND_B_BITS - 1
_RAND_A_MASK: Final = 0xFFF
_TIMESTAMP_MASK: Final = 2**48 - 1
_VERSION: Final = 7
_VARIANT: Final = 0b10
_STEP_BYTES: Final = 4


class Uuid7Factory:
    """Makes UUIDv7 that never repeat and never go back. Usable from any thread.

    Within one millisecond, and while the clock stands or goes back, the random part
    grows by a random step (RFC 9562, 6.2, method 2); ids stay in order of birth even
    when the clock of a till is set back.
    """

    def __init__(
        self, now_ms: Callable[[], int], random_bytes: Callable[[int], bytes]
    ) -> None:
        """Take the clock (ms since 1970 UTC) and the source of randomness."""
        self._now_ms = now_ms
        self._random_bytes = random_bytes
        self._lock = threading.Lock()
        self._last_ms = -1
        self._last_random = 0

    def new(self) -> str:
        """Return the next identifier, 36 characters, lower case."""
        with self._lock:
            now_ms = self._now_ms() & _TIMESTAMP_MASK
            if now_ms > self._last_ms:
                self._last_ms, self._last_random = now_ms, self._draw()
            else:
                self._step()
            return _format(self._last_ms, self._last_random)

    def _draw(self) -> int:
        data = self._random_bytes(10)
        rand_a = int.from_bytes(data[:2], "big") & _RAND_A_MASK
        rand_b = int.from_bytes(data[2:], "big") & _RAND_B_MASK
        return rand_a << _RAND_B_BITS | rand_b

    def _step(self) -> None:
        step = 1 + int.from_bytes(self._random_bytes(_STEP_BYTES), "big")
        self._last_random += step
        if self._last_random > _RANDOM_MAX:
            self._last_ms += 1
            self._last_random = self._draw()


def _format(timestamp_ms: int, random: int) -> str:
    value = (
        timestamp_ms << 80
        | _VERSION << 76
        | (random >> _RAND_B_BITS) << 64
        | _VARIANT << 62
        | (random & _RAND_B_MASK)
    )
    digits = f"{value:032x}"
    return "-".join(
        (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    )
