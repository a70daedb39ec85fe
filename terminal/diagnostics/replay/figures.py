"""Percentiles of latencies."""

import statistics
from collections.abc import Sequence
from typing import Final

_SAMPLES_MIN: Final = 2


def percentiles_ms(seconds: Sequence[float]) -> dict[str, float]:
    """Return p50, p95 and p99 in milliseconds; zeros when nothing was measured."""
    if len(seconds) < _SAMPLES_MIN:
        only = round(seconds[0] * 1e3, 4) if seconds else 0.0
        return {"p50": only, "p95": only, "p99": only}
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return {f"p{p}": round(cuts[p - 1] * 1e3, 4) for p in (50, 95, 99)}
