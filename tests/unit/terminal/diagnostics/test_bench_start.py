"""The bench of starting; its figures are the machine's, its form is ours."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from terminal.diagnostics import bench_start

pytestmark = [
    pytest.mark.gui,
    pytest.mark.slow,
    # Starts the till four times as a process of its own.
    pytest.mark.timeout(180),
]


def test_start_sign_on_and_first_scan_are_reported_beside_the_floor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench_start, "_ITEMS", 200)
    parser = argparse.ArgumentParser()
    bench_start.add_arguments(parser)
    words = ["--samples", "2", "--directory", str(tmp_path)]

    report = bench_start.measure(parser.parse_args(words))

    assert report["n"] == 2
    for name in ("floor_ms", "sign_on_ms", "sale_ms", "argon2_ms", "first_scan_ms"):
        figures = report[name]
        assert isinstance(figures, dict)
        assert figures["p50"] > 0, name
    assert report["within_budget"] is (
        report["start_ratio_p50"] <= bench_start.START_RATIO_MAX  # type: ignore[operator]  # a float
        and report["sale_ratio_p50"] <= bench_start.SALE_RATIO_MAX  # type: ignore[operator]  # a float
    )
