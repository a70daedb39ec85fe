"""The bench of interference, with little to move."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import pytest

from terminal.diagnostics import bench_interference

pytestmark = [
    pytest.mark.gui,
    # Sixteen seconds, most of them waiting for keys that a person would press.
    pytest.mark.campaign,
    pytest.mark.timeout(180),
    pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="needs two processors"),
]


def test_quiet_and_busy_rounds_are_reported_side_by_side(tmp_path: Path) -> None:
    before = os.sched_getaffinity(0)
    parser = argparse.ArgumentParser()
    bench_interference.add_arguments(parser)
    words = ["--rows", "2000", "--sales", "400", "--rounds", "1"]
    words += ["--quiet-sales", "2", "--directory", str(tmp_path)]

    report = bench_interference.measure(parser.parse_args(words))

    assert isinstance(report["n"], int)
    assert report["n"] >= 10
    for name in ("scan_quiet_ms", "scan_busy_ms"):
        figures = report[name]
        assert isinstance(figures, dict)
        assert 0 < figures["p50"] <= figures["p99"]
    ratios = report["commit_ratios_p50"]
    assert isinstance(ratios, list)
    assert len(ratios) == 1
    assert isinstance(report["commit_ratio_p50"], float)
    assert list(tmp_path.iterdir()) == []
    assert os.sched_getaffinity(0) == before
