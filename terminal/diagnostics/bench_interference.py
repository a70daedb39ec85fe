"""What a busy agent and a busy center cost the cashier: nothing, or it is a fault.

The till has one processor to itself, agent and center share another one.  Rounds
alternate: in a quiet one nothing moves; for a busy one the center was put back to the
state before the till's first sale, so that the whole backlog is uploaded and all
reference data applied again while the cashier scans and takes cash.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Final

from terminal.application.selling.add_item import AddItem
from terminal.application.tendering.complete_sale import CompleteSale
from terminal.application.tendering.tender_cash import TenderCash
from terminal.bootstrap.headless import read_ledger_events
from terminal.diagnostics.errors import DiagnosticsError
from terminal.diagnostics.percentiles import percentiles_ms
from terminal.diagnostics.pty_scanner import PtyScanner
from terminal.diagnostics.replay.processes import MAIN
from terminal.diagnostics.replay.shop import Shop, ShopOperator, ShopPlan, open_shop
from terminal.diagnostics.sample_home import OPERATOR_ID, PIN, open_signed_on
from terminal.diagnostics.sample_items import SampleItem, sample_items
from terminal.diagnostics.window_child import BASKET, SALE
from terminal.diagnostics.window_process import WindowProcess, prepare_environment

HELP = "Scan and commit while reference data and a backlog move, beside quiet times."

FRAME_MS: Final = 16.7
COMMIT_RATIO_MAX: Final = 1.25
# An item is two rows of reference data: itself and its code.
_ROWS: Final = 100_000
_SALES: Final = 10_000
_ROUNDS: Final = 5
_QUIET_SALES: Final = 25
_LINES_A_SALE: Final = 10
_REST_S: Final = 0.02
# Until the scanner is open.
_SETTLE_S: Final = 1.0
_POLL_S: Final = 0.2
_DRAIN_TIMEOUT_S: Final = 300.0
_STORE: Final = {"name": "Bench", "currency": "EUR", "exponent": 2}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare how much moves, how often, and where."""
    parser.add_argument("--rows", type=int, default=_ROWS, metavar="N")
    parser.add_argument("--sales", type=int, default=_SALES, metavar="N")
    parser.add_argument("--rounds", type=int, default=_ROUNDS, metavar="N")
    parser.add_argument("--quiet-sales", type=int, default=_QUIET_SALES, metavar="N")
    parser.add_argument("--directory", type=Path, default=None, metavar="DIR")


def measure(arguments: argparse.Namespace) -> dict[str, object]:
    """Alternate quiet and busy rounds; return both and what the busy ones cost."""
    prepare_environment()
    processors = sorted(os.sched_getaffinity(0))
    if len(processors) < 2:  # noqa: PLR2004 - the till's and the others'
        raise DiagnosticsError("this bench needs two processors")
    sample = sample_items(arguments.rows)
    items = [item for item in sample.items if item.is_plain][: arguments.rows // 2]
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=arguments.directory) as name,
        PtyScanner() as scanner,
        _on(processors[-1]),
        open_shop(_plan(Path(name), scanner, items)) as shop,
    ):
        folder = Path(name)
        center = _Center(shop, folder)
        _sell_backlog(folder / "home", items, arguments.sales)
        backlog = sum(1 for _ in read_ledger_events(folder / "home"))
        center.await_events(backlog)
        with _on(processors[0]):
            window = WindowProcess(folder / "home", PIN, lines_a_sale=_LINES_A_SALE)
        try:
            window.wait_for("painted", SALE)
            window.rest(_SETTLE_S)
            cashier = _Cashier(window, scanner, items)
            # One sale that warms the caches counts for nothing.
            cashier.sell()
            quiet, busy = _play(cashier, center, backlog, arguments)
        finally:
            window.stop()
    return _report(quiet, busy, arguments, sample.source)


class _Round:
    """What one round took, in seconds."""

    def __init__(self) -> None:
        self.scans: list[float] = []
        self.commits: list[float] = []


class _Cashier:
    """Scans ten items and lets the window be paid, again and again."""

    def __init__(
        self, window: WindowProcess, scanner: PtyScanner, items: list[SampleItem]
    ) -> None:
        self._window = window
        self._scanner = scanner
        self._codes = cycle(item.scan_code for item in items)

    def sell(self, into: _Round | None = None) -> None:
        """Sell once; note the times."""
        for row in range(1, _LINES_A_SALE + 1):
            start_s = time.monotonic()
            self._scanner.scan(next(self._codes))
            painted = self._window.wait_for("painted", BASKET, row)
            if into is not None:
                into.scans.append(painted.at_s - start_s)
            if row < _LINES_A_SALE:
                self._window.rest(_REST_S)
        completed = self._window.wait_for("completed")
        if into is not None:
            into.commits.append(completed.at_s - completed.began_s)
        # The change is on the screen and goes away; then the next one is served.
        self._window.wait_for("painted", BASKET)
        self._window.rest(_REST_S)


class _Center:
    """The center, which can be put back to the state before the first sale."""

    def __init__(self, shop: Shop, folder: Path) -> None:
        self._shop = shop
        self._server = shop.processes["server"]
        self._folder = folder
        self._kept = folder / "before"
        self._kept.mkdir()
        self._server.stop()
        for path in folder.glob("central.db*"):
            shutil.copy2(path, self._kept)
        self._server.start_again()

    def go_back(self) -> None:
        """Restore the database and say so, as after a disaster."""
        self._server.stop()
        for path in self._folder.glob("central.db*"):
            path.unlink()
        for path in self._kept.iterdir():
            shutil.copy2(path, self._folder)
        restored = ["central", "restored", "--database", self._shop.database]
        subprocess.run([sys.executable, str(MAIN), *restored], check=True)
        self._server.start_again()

    def has_events(self, count: int) -> bool:
        """Tell whether the center holds so many events of the till."""
        page = self._shop.api.event_page(self._shop.workstation, None, count - 1, 1)
        return bool(page)

    def await_events(self, count: int) -> None:
        """Wait until it does."""
        deadline = time.monotonic() + _DRAIN_TIMEOUT_S
        pause = threading.Event()
        while not self.has_events(count):
            if time.monotonic() > deadline:
                raise DiagnosticsError("the backlog was not uploaded in time")
            pause.wait(_POLL_S)


def _play(
    cashier: _Cashier, center: _Center, backlog: int, arguments: argparse.Namespace
) -> tuple[list[_Round], list[_Round]]:
    quiet: list[_Round] = []
    busy: list[_Round] = []
    for _ in range(arguments.rounds):
        quiet.append(_Round())
        for _ in range(arguments.quiet_sales):
            cashier.sell(quiet[-1])
        center.go_back()
        busy.append(_Round())
        # Only what is rung up while the backlog moves counts as busy.
        while not center.has_events(backlog):
            cashier.sell(busy[-1])
    return quiet, busy


def _report(
    quiet: list[_Round],
    busy: list[_Round],
    arguments: argparse.Namespace,
    source: str,
) -> dict[str, object]:
    ratios = [
        statistics.median(loud.commits) / statistics.median(calm.commits)
        for calm, loud in zip(quiet, busy, strict=True)
    ]
    scans = percentiles_ms([scan for each in busy for scan in each.scans])
    ratio = statistics.median(ratios)
    return {
        "n": sum(len(each.scans) for each in busy),
        "rounds": arguments.rounds,
        "rows": arguments.rows,
        "sales_uploading": arguments.sales,
        "items": source,
        "scan_quiet_ms": percentiles_ms([s for each in quiet for s in each.scans]),
        "scan_busy_ms": scans,
        "scan_p99_ms_max": FRAME_MS,
        "commit_quiet_ms": percentiles_ms([c for each in quiet for c in each.commits]),
        "commit_busy_ms": percentiles_ms([c for each in busy for c in each.commits]),
        "commit_ratios_p50": [round(each, 3) for each in ratios],
        "commit_ratio_p50": round(ratio, 3),
        "commit_ratio_max": COMMIT_RATIO_MAX,
        "within_budget": scans["p99"] <= FRAME_MS and ratio <= COMMIT_RATIO_MAX,
    }


def _plan(folder: Path, scanner: PtyScanner, items: list[SampleItem]) -> ShopPlan:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["scan_code", "description", "unit_price", "tax_rate"])
    for item in items:
        price = f"{item.price_minor // 100}.{item.price_minor % 100:02d}"
        writer.writerow([item.scan_code, item.description, price, "19"])
    devices = {
        name: {"kind": device.kind, "address": device.address}
        for name, device in scanner.settings().items()
    }
    return ShopPlan(
        folder=folder,
        home=folder / "home",
        catalogue=text.getvalue().encode(),
        operators=(ShopOperator(OPERATOR_ID, "Sample", PIN, "manager"),),
        store=_STORE,
        devices=devices,
        is_demo=False,
    )


def _sell_backlog(home: Path, items: list[SampleItem], count: int) -> None:
    codes = cycle(item.scan_code for item in items)
    with open_signed_on(home, starts_agent=False) as use_cases:
        for _ in range(count):
            use_cases.add_item(AddItem(scan_code=next(codes)))
            use_cases.tender_cash(TenderCash())
            use_cases.complete_sale(CompleteSale())


@contextmanager
def _on(processor: int) -> Iterator[None]:
    """Give this process, and what it starts meanwhile, one processor alone."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {processor})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
