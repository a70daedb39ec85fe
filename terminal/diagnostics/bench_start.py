"""How long a cashier waits: for the sign-on screen, and for the sale after the PIN.

Process start to the first paint of the sign-on screen stands beside a bare window's;
the names on it, for which the ledger must be open, follow and are reported as well.
From the accepted PIN to a painted sale screen, whose first scan must then arrive,
has a budget of its own; the check of the PIN is slow on purpose and shown apart.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import Final

from terminal.diagnostics.floors import window as window_floor
from terminal.diagnostics.percentiles import percentiles_ms
from terminal.diagnostics.pty_scanner import PtyScanner
from terminal.diagnostics.sample_home import PIN, make_sample_home, open_for_sales
from terminal.diagnostics.sample_items import SampleItem, sample_items
from terminal.diagnostics.window_child import BASKET, SALE, SIGN_ON
from terminal.diagnostics.window_process import WindowProcess, prepare_environment

HELP = "Process start to sign-on beside a bare window; accepted PIN to the sale."

START_RATIO_MAX: Final = 2.0
SALE_RATIO_MAX: Final = 0.5
_SAMPLES: Final = 20
_ITEMS: Final = 10_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare how often, and where."""
    parser.add_argument("--samples", type=int, default=_SAMPLES, metavar="N")
    parser.add_argument("--directory", type=Path, default=None, metavar="DIR")


def measure(arguments: argparse.Namespace) -> dict[str, object]:
    """Alternate bare windows and tills; return both and their ratios."""
    prepare_environment()
    sample = sample_items(_ITEMS)
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=arguments.directory) as name,
        PtyScanner() as scanner,
    ):
        folder = Path(name) / "home"
        home = make_sample_home(folder, sample.items, scanner.settings())
        with open_for_sales(home):
            pass
        bench = _Bench(
            folder, scanner, [item for item in sample.items if item.is_plain]
        )
        # Modules are compiled and files read into memory by the first two.
        window_floor.measure(1)
        bench.start_once()
        bench.forget()
        floor: list[float] = []
        for _ in range(arguments.samples):
            floor += window_floor.measure(1)
            bench.start_once()
    return bench.report(floor)


class _Bench:
    """Starts the till again and again and collects its times."""

    def __init__(
        self, home: Path, scanner: PtyScanner, items: list[SampleItem]
    ) -> None:
        self._home = home
        self._scanner = scanner
        self._items = items
        self._starts: list[float] = []
        self._names: list[float] = []
        self._pins: list[float] = []
        self._sales: list[float] = []
        self._scans: list[float] = []
        self._lines = 0

    def forget(self) -> None:
        """Drop what was measured while caches were cold."""
        for times in (
            self._starts,
            self._names,
            self._pins,
            self._sales,
            self._scans,
        ):
            times.clear()

    def start_once(self) -> None:
        """Start, sign on and scan once."""
        window = WindowProcess(self._home, PIN)
        try:
            painted = window.wait_for("painted", SIGN_ON)
            names = window.wait_for("names")
            pin = window.wait_for("pin")
            sale = window.wait_for("painted", SALE)
            # The basket of the run before is open still: it grows by one line.
            self._lines += 1
            scanned_s = time.monotonic()
            self._scanner.scan(self._items[self._lines].scan_code)
            line = window.wait_for("painted", BASKET, self._lines)
        finally:
            window.stop()
        self._starts.append(painted.at_s - window.started_s)
        self._names.append(names.at_s - window.started_s)
        self._pins.append(pin.at_s - pin.began_s)
        self._sales.append(sale.at_s - pin.at_s)
        self._scans.append(line.at_s - scanned_s)

    def report(self, floor: list[float]) -> dict[str, object]:
        """Return the figures."""
        floor_ms = percentiles_ms(floor)
        sign_on_ms = percentiles_ms(self._starts)
        sale_ms = percentiles_ms(self._sales)
        start_ratio = sign_on_ms["p50"] / floor_ms["p50"]
        sale_ratio = sale_ms["p50"] / floor_ms["p50"]
        return {
            "n": len(floor),
            "platform": os.environ.get("QT_QPA_PLATFORM", "display"),
            "floor_ms": floor_ms,
            "sign_on_ms": sign_on_ms,
            "names_ms": percentiles_ms(self._names),
            "sale_ms": sale_ms,
            "argon2_ms": percentiles_ms(self._pins),
            "first_scan_ms": percentiles_ms(self._scans),
            "start_ratio_p50": round(start_ratio, 3),
            "start_ratio_max": START_RATIO_MAX,
            "sale_ratio_p50": round(sale_ratio, 3),
            "sale_ratio_max": SALE_RATIO_MAX,
            "within_budget": start_ratio <= START_RATIO_MAX
            and sale_ratio <= SALE_RATIO_MAX,
        }
