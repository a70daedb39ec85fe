"""The bench measures what it says, on a small amount."""

from __future__ import annotations

import argparse
from pathlib import Path

from terminal.diagnostics import bench_ingest


def test_a_few_sales_go_through_a_real_server(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    bench_ingest.add_arguments(parser)
    words = ["--sales=80", "--batch=5", "--only=sqlite", f"--directory={tmp_path}"]

    report = bench_ingest.measure(parser.parse_args(words))

    found = report["sqlite"]
    assert isinstance(found, dict)
    assert found["acknowledged_sales_per_s"] > 0
    assert found["ratio"] > 0
    assert len(found["floors"]) == 2
    assert found["smaller_rows"]["ratio"] > 0
    assert abs(found["floor_row_bytes"] - found["generator"]["body_bytes"]) < 100
    assert found["projections"]["left_over"] == 0
    assert found["generator"]["making_alone_sales_per_cpu_s"] > 0
    assert 2_000 < found["generator"]["body_bytes"] < 6_000
    assert report["within_budget"] in {True, False}
