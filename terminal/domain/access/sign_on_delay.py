"""How long a wrong PIN makes the next attempt wait.

The delay follows from the failures on disk and the clocks alone, so that a
restart of the program does not end it.
"""

from typing import Final

import msgspec

DELAY_MS_FIRST: Final = 1_000
DELAY_MS_MAX: Final = 300_000
_DOUBLINGS_MAX: Final = 16


class SignOnFailures(msgspec.Struct, frozen=True, kw_only=True):
    """Failures in a row of one operator, newest last.

    Attributes:
        count: Failures since the operator last signed on; 0 for none.
        last_at_ms: Wall clock of the last failure.
        last_monotonic_ms: Milliseconds since machine start at the last failure.
        boot_id: Run of the machine in which it happened.
    """

    count: int = 0
    last_at_ms: int = 0
    last_monotonic_ms: int = 0
    boot_id: str = ""


def delay_ms(count: int) -> int:
    """Return the whole delay after *count* failures in a row."""
    if count <= 0:
        return 0
    return min(DELAY_MS_FIRST << min(count - 1, _DOUBLINGS_MAX), DELAY_MS_MAX)


def remaining_ms(
    failures: SignOnFailures, *, wall_ms: int, monotonic_ms: int, boot_id: str
) -> int:
    """Return how long the next attempt must still wait; 0 when it may come.

    Within one run of the machine only the monotonic clock counts, so setting the
    wall clock changes nothing. After a restart of the machine the time since the
    failure is at least the time since that restart: a wall clock that was set
    back can make the wait longer, but never longer than the whole delay after
    the restart.
    """
    if failures.count <= 0:
        return 0
    whole = delay_ms(failures.count)
    if failures.boot_id == boot_id:
        passed = monotonic_ms - failures.last_monotonic_ms
    else:
        passed = max(wall_ms - failures.last_at_ms, monotonic_ms)
    return min(max(whole - passed, 0), whole)
