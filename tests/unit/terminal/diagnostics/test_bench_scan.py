"""The bench of a scan, on a small catalog and a short basket of the real window."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from terminal.diagnostics import bench_scan

pytestmark = [
    pytest.mark.gui,
    pytest.mark.slow,
    # Starts the till and the floor as processes of their own.
    pytest.mark.timeout(180),
]


def test_every_scan_is_painted_and_reported_by_basket_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench_scan, "_FLOOR_SAMPLES", 20)
    parser = argparse.ArgumentParser()
    bench_scan.add_arguments(parser)
    words = ["--items", "300", "--lines", "60", "--directory", str(tmp_path)]
    words += ["--names", str(tmp_path / "absent.csv.gz")]

    report = bench_scan.measure(parser.parse_args(words))

    assert (report["n"], report["items"]) == (60, 300)
    assert report["names"] == "generated"
    by_size = report["by_basket_size_ms"]
    assert isinstance(by_size, dict)
    assert list(by_size) == ["1-50", "51-60"]
    scan_ms = report["scan_ms"]
    assert isinstance(scan_ms, dict)
    assert 0 < scan_ms["p50"] <= scan_ms["p99"]
    assert report["floor_ms"]
    assert list(tmp_path.iterdir()) == []
