"""The bench of a durable sale; its figures are the machine's, its form is ours."""

from __future__ import annotations

import argparse
from pathlib import Path

from terminal.diagnostics import bench_commit


def test_the_report_has_floor_commit_and_ratio(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    bench_commit.add_arguments(parser)
    arguments = parser.parse_args(["--samples", "20", "--directory", str(tmp_path)])

    report = bench_commit.measure(arguments)

    assert report["n"] == 20
    commit_ms, floor_ms = report["commit_ms"], report["floor_ms"]
    assert isinstance(commit_ms, dict)
    assert isinstance(floor_ms, dict)
    assert 0 < floor_ms["p50"] < commit_ms["p50"]
    ratio = round(commit_ms["p50"] / floor_ms["p50"], 3)
    assert report["ratio_p50"] == ratio
    assert report["within_budget"] is (ratio <= bench_commit.RATIO_P50_MAX)
    # Whole pages with their frame headers: what the log really wrote.
    wal_bytes = report["wal_bytes_p50"]
    assert isinstance(wal_bytes, int)
    assert wal_bytes % 4_120 == 0


def test_nothing_is_left_in_the_measured_folder(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    bench_commit.add_arguments(parser)

    bench_commit.measure(
        parser.parse_args(["--samples", "2", "--directory", str(tmp_path)])
    )

    assert list(tmp_path.iterdir()) == []
