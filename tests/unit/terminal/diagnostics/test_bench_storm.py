"""A small storm over a real server."""

from __future__ import annotations

import argparse
from pathlib import Path

from terminal.diagnostics import bench_storm


def test_all_tills_are_drained_and_every_sale_is_stored_once(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    bench_storm.add_arguments(parser)
    words = ["--tills=20", "--sales=10", f"--directory={tmp_path}"]

    report = bench_storm.measure(parser.parse_args(words))

    assert report["drained"] == 20
    assert (report["sales_at_center"], report["sales_missing"]) == (200, 0)
    assert report["not_simply_applied"] == 0
    assert report["came_back_too_early"] == 0
    assert report["other_failures"] == {}
    assert isinstance(report["without_progress_longest_ms"], int)
    assert report["within_budget"] is True
