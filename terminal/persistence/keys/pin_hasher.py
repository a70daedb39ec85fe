"""Hashes PINs with argon2id, tuned to the computer.

A PIN has a million values, so each guess must cost something even on the thief's
computer: 50 to 100 ms here.  The parameters stand in every hash, so a hash made on
a fast computer still verifies on a slow one, only later.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from typing_extensions import override

from terminal.application.ports.pin_hasher import PinHasher
from terminal.domain.access.pin import require_good_pin

if TYPE_CHECKING:
    from argon2 import PasswordHasher

HASH_TIME_MS_MIN: Final = 50
HASH_TIME_MS_MAX: Final = 100
# Measured at rest; beside a window that draws it takes half as long again.
_HASH_TIME_MS_AIMED: Final = 58

# OWASP's lower bound for argon2id with two passes.
_MEMORY_KIB_MIN: Final = 19 * 1024
# Two sign-ons at once must not push the till's pages out of a small computer.
_MEMORY_KIB_MAX: Final = 64 * 1024
_PASSES_MIN: Final = 2
_PASSES_MAX: Final = 64
_ATTEMPTS: Final = 3
_ROUNDS_MAX: Final = 6


class PinHashCost(Struct, frozen=True):
    """How much work one hash is.

    Attributes:
        memory_kib: Memory that must be filled.
        passes: How often.
    """

    memory_kib: int = _MEMORY_KIB_MIN
    passes: int = _PASSES_MIN


def measure_ms(cost: PinHashCost) -> float:
    """Return how long one hash of *cost* takes here, the best of a few."""
    hasher = _hasher(cost)
    best = float("inf")
    for _ in range(_ATTEMPTS):
        begin = time.perf_counter()
        hasher.hash("000000")
        best = min(best, time.perf_counter() - begin)
    return best * 1_000


def calibrate(measure: Callable[[PinHashCost], float] = measure_ms) -> PinHashCost:
    """Return a cost of 50 to 100 ms on this computer; takes up to two seconds.

    Memory grows first, because it is what special hardware has least of; then
    passes.  The lower bound of memory is kept however slow the computer is.
    """
    cost = PinHashCost()
    for _ in range(_ROUNDS_MAX):
        took_ms = measure(cost)
        if took_ms >= HASH_TIME_MS_MIN:
            return cost
        factor = _HASH_TIME_MS_AIMED / max(took_ms, 0.1)
        if cost.memory_kib < _MEMORY_KIB_MAX:
            memory_kib = min(int(cost.memory_kib * factor), _MEMORY_KIB_MAX)
            cost = PinHashCost(memory_kib, cost.passes)
        elif cost.passes < _PASSES_MAX:
            passes = max(cost.passes + 1, int(cost.passes * factor))
            cost = PinHashCost(cost.memory_kib, min(passes, _PASSES_MAX))
        else:
            return cost
    return cost


class Argon2PinHasher(PinHasher):
    """Makes and checks PIN hashes; any thread, 50 to 100 ms a call."""

    def __init__(self, cost: PinHashCost | None = None) -> None:
        """Take the *cost* of new hashes; checking needs none."""
        self._cost = cost or PinHashCost()

    def hash(self, pin: str) -> str:
        """Return the hash to store for a new *pin*.

        Raises:
            WeakPinError: The PIN is not six digits or trivial.
        """
        require_good_pin(pin)
        return _hasher(self._cost).hash(pin)

    @override
    def verify(self, pin_hash: str, pin: str) -> bool:
        from argon2.exceptions import InvalidHashError, VerificationError

        try:
            return _hasher(self._cost).verify(pin_hash, pin)
        except (VerificationError, InvalidHashError):
            return False


def _hasher(cost: PinHashCost) -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(
        time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=1
    )
