"""How long to wait after the n-th failure in a row."""

from __future__ import annotations

from typing import Final

from sync.engine.values import Below

RETRY_DELAY_MS_BASE: Final = 1_000
RETRY_DELAY_MS_MAX: Final = 60_000
RETRY_DELAY_MS_MIN: Final = 100
"""Full jitter may draw zero; this keeps a quick failure from spinning."""

_DOUBLINGS_MAX: Final = 6
"""2^6 s is past the cap already; more would only make large numbers."""


def full_jitter_ms(failures: int, below: Below) -> int:
    """Return a delay drawn evenly from zero to the exponential cap, in ms.

    Full jitter, because after an outage a whole chain retries: equal or even
    half-equal delays would arrive as a wave.

    Args:
        failures: Failures in a row so far, at least 1.
        below: Randomness.
    """
    assert failures >= 1
    doublings = min(failures - 1, _DOUBLINGS_MAX)
    cap_ms = min(RETRY_DELAY_MS_MAX, RETRY_DELAY_MS_BASE << doublings)
    return max(RETRY_DELAY_MS_MIN, below(cap_ms + 1))
