"""Percentiles of latencies."""

from terminal.diagnostics.replay.figures import percentiles_ms


def test_percentiles_are_in_milliseconds_and_in_order() -> None:
    figures = percentiles_ms([number / 1000 for number in range(1, 101)])

    assert figures["p50"] == 50.5
    assert figures["p50"] < figures["p95"] < figures["p99"] <= 100


def test_few_samples_do_not_fail() -> None:
    assert percentiles_ms([]) == {"p50": 0.0, "p95": 0.0, "p99": 0.0}
    assert percentiles_ms([0.002])["p99"] == 2.0
