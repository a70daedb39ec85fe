"""The figures in which every measurement is reported."""

from __future__ import annotations

import statistics
from collections.abc import Sequence


def percentiles_ms(seconds: Sequence[float]) -> dict[str, float]:
    """Return p50, p95 and p99 of *seconds* in milliseconds.

    The method is the one of the floors, so that the figures can stand side by side.
    At least two samples are needed.
    """
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return {
        f"p{percent}": round(cuts[percent - 1] * 1e3, 4) for percent in (50, 95, 99)
    }
