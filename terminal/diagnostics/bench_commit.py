"""What a durable sale costs, beside a bare fsync of as many bytes.

A sale of ten lines is scanned, paid and completed by the use cases; what counts is
the completion: event, chain, signature, projections, the encrypted commit and its
fsync.  After each sale the floor appends as many bytes as the write-ahead log grew
by that completion, on the same file system.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Final

from terminal.application.selling.add_item import AddItem
from terminal.application.tendering.complete_sale import CompleteSale
from terminal.application.tendering.tender_cash import TenderCash
from terminal.application.use_cases import UseCases
from terminal.diagnostics.floors.fsync import FsyncFloor
from terminal.diagnostics.percentiles import percentiles_ms
from terminal.diagnostics.sample_home import make_sample_home, open_for_sales
from terminal.diagnostics.sample_items import SampleItem, sample_items
from terminal.diagnostics.wal_growth import WalGrowth

HELP = "A durable, encrypted 10-line sale beside an fsync of the same bytes."

RATIO_P50_MAX: Final = 2.5
_LINES: Final = 10
_SAMPLES: Final = 1_000
_WARM_UP: Final = 50
_ITEMS: Final = 10_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare how often, and where."""
    parser.add_argument("--samples", type=int, default=_SAMPLES, metavar="N")
    parser.add_argument(
        "--directory",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="a folder on the disk to measure (default: the current one)",
    )


def measure(arguments: argparse.Namespace) -> dict[str, object]:
    """Alternate sales and floors; return both and their ratio at the median."""
    sample = sample_items(_ITEMS)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=arguments.directory) as name:
        folder = Path(name)
        home = make_sample_home(folder / "home", sample.items)
        with open_for_sales(home) as use_cases:
            growth = WalGrowth(home.ledger_path)
            bench = _Bench(use_cases, sample.items, growth, folder)
            try:
                for number in range(_WARM_UP + arguments.samples):
                    if number == _WARM_UP:
                        bench.forget()
                    bench.sell(number)
            finally:
                bench.close()
        growth.close()
    return bench.report(sample.source)


class _Bench:
    """Collects the times of sales and of their floors."""

    def __init__(
        self,
        use_cases: UseCases,
        items: list[SampleItem],
        growth: WalGrowth,
        folder: Path,
    ) -> None:
        self._use_cases = use_cases
        self._codes = [item.scan_code for item in items]
        self._growth = growth
        self._folder = folder
        self._floors: dict[int, FsyncFloor] = {}
        self._commits: list[float] = []
        self._processor: list[float] = []
        self._floor_times: list[float] = []
        self._lines: list[float] = []
        self._bytes: list[int] = []

    def forget(self) -> None:
        """Drop what was measured while caches were cold."""
        for times in (self._commits, self._processor, self._floor_times, self._lines):
            times.clear()
        self._bytes.clear()

    def sell(self, number: int) -> None:
        """Sell ten items, then do what the floor does with as many bytes."""
        use_cases = self._use_cases
        for line in range(_LINES):
            code = self._codes[(number * _LINES + line) % len(self._codes)]
            start = time.perf_counter()
            use_cases.add_item(AddItem(scan_code=code))
            self._lines.append(time.perf_counter() - start)
        use_cases.tender_cash(TenderCash())
        self._growth.take_bytes()
        busy = time.thread_time()
        start = time.perf_counter()
        use_cases.complete_sale(CompleteSale())
        self._commits.append(time.perf_counter() - start)
        self._processor.append(time.thread_time() - busy)
        grown = self._growth.take_bytes()
        self._bytes.append(grown)
        floor = self._floors.get(grown)
        if floor is None:
            floor = self._floors[grown] = FsyncFloor(str(self._folder), grown)
        self._floor_times.append(floor.once())

    def close(self) -> None:
        """Remove the floors' files."""
        for floor in self._floors.values():
            floor.close()

    def report(self, items: str) -> dict[str, object]:
        """Return the figures."""
        floor_ms = percentiles_ms(self._floor_times)
        commit_ms = percentiles_ms(self._commits)
        ratio = commit_ms["p50"] / floor_ms["p50"]
        return {
            "n": len(self._commits),
            "lines": _LINES,
            "items": items,
            "wal_bytes_p50": sorted(self._bytes)[len(self._bytes) // 2],
            "floor_ms": floor_ms,
            "commit_ms": commit_ms,
            # What of it was work and not waiting for the disk or for a turn.
            "commit_processor_ms": percentiles_ms(self._processor),
            "line_ms": percentiles_ms(self._lines),
            "ratio_p50": round(ratio, 3),
            "ratio_p50_max": RATIO_P50_MAX,
            "within_budget": ratio <= RATIO_P50_MAX,
        }
