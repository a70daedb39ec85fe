"""From the scanner's last byte to the painted line, in the real window.

A process of its own writes each code to a pseudo-terminal, the till reads it like
any serial scanner, and the time ends when the basket with the new line has been
painted and handed to the window system.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from terminal.diagnostics.percentiles import percentiles_ms
from terminal.diagnostics.pty_scanner import PtyScanner
from terminal.diagnostics.sample_home import PIN, make_sample_home, open_for_sales
from terminal.diagnostics.sample_items import SampleItem, sample_items
from terminal.diagnostics.window_child import BASKET, SALE
from terminal.diagnostics.window_process import WindowProcess, prepare_environment

HELP = "Scanner's last byte to painted line with 600,000 items, by basket size."

FRAME_MS: Final = 16.7
# Median in the longest baskets by that in the shortest; under 20 % is noise.
GROWTH_MAX: Final = 1.25
_ITEMS: Final = 600_000
_BASKET_LINES: Final = 1_000
# Upper ends of the basket sizes that are reported apart.
_SIZES: Final = (50, 200, 500, 1_000)
_FLOOR_SAMPLES: Final = 300
# Long enough for flash and caret timers to fall anywhere between two scans.
_REST_S_MIN: Final = 0.02
_REST_S_MAX: Final = 0.06
_SETTLE_S: Final = 1.0
_FLOOR: Final = Path(__file__).parent / "floors" / "table_row.py"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare how many items and lines, and where."""
    parser.add_argument("--items", type=int, default=_ITEMS, metavar="N")
    parser.add_argument("--lines", type=int, default=_BASKET_LINES, metavar="N")
    parser.add_argument(
        "--names", type=Path, metavar="FILE", help="gtin,name,check_ok; .csv.gz"
    )
    parser.add_argument("--directory", type=Path, default=None, metavar="DIR")


def measure(arguments: argparse.Namespace) -> dict[str, object]:
    """Ring up one long basket; return the times by basket size."""
    prepare_environment()
    sample = sample_items(arguments.items, names=arguments.names)
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=arguments.directory) as name,
        PtyScanner() as scanner,
    ):
        folder = Path(name) / "home"
        home = make_sample_home(folder, sample.items, scanner.settings())
        with open_for_sales(home):
            pass
        seconds = _ring_up(folder, scanner, _choose(sample.items, arguments.lines))
    scan_ms = percentiles_ms(seconds)
    by_size = _by_size(seconds)
    # Of the few samples of one size p99 is the slowest alone; p95 says more.
    medians = [figures["p50"] for figures in by_size.values()]
    growth = medians[-1] / medians[0]
    is_flat = growth <= GROWTH_MAX and all(
        figures["p95"] <= FRAME_MS for figures in by_size.values()
    )
    return {
        "n": len(seconds),
        "items": len(sample.items),
        "names": sample.source,
        "platform": os.environ.get("QT_QPA_PLATFORM", "display"),
        "scan_ms": scan_ms,
        "by_basket_size_ms": by_size,
        "floor_ms": _floor_ms(),
        "p99_ms_max": FRAME_MS,
        "growth_p50": round(growth, 3),
        "growth_max": GROWTH_MAX,
        "within_budget": scan_ms["p99"] <= FRAME_MS and is_flat,
    }


def _choose(items: list[SampleItem], count: int) -> list[SampleItem]:
    # Different items, so that each scan is a look-up in cold pages and a new line.
    plain = [item for item in items if item.is_plain]
    return random.Random(count).sample(plain, count)


def _ring_up(home: Path, scanner: PtyScanner, items: list[SampleItem]) -> list[float]:
    pauses = random.Random(1)
    seconds: list[float] = []
    window = WindowProcess(home, PIN)
    try:
        window.wait_for("painted", SALE)
        window.rest(_SETTLE_S)
        for rows, item in enumerate(items, start=1):
            start_s = time.monotonic()
            scanner.scan(item.scan_code)
            painted = window.wait_for("painted", BASKET, rows)
            seconds.append(painted.at_s - start_s)
            window.rest(pauses.uniform(_REST_S_MIN, _REST_S_MAX))
    finally:
        window.stop()
    return seconds


def _by_size(seconds: list[float]) -> dict[str, dict[str, float]]:
    figures = {}
    first = 0
    for last in _SIZES:
        part = seconds[first:last]
        if len(part) > 1:
            figures[f"{first + 1}-{first + len(part)}"] = percentiles_ms(part)
        first = last
    return figures


def _floor_ms() -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, str(_FLOOR), "--samples", str(_FLOOR_SAMPLES)],
        check=True,
        capture_output=True,
        text=True,
    )
    floor = json.loads(done.stdout)
    return {percent: floor[f"{percent}_ms"] for percent in ("p50", "p95", "p99")}
