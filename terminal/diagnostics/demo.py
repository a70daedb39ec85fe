"""The demo shop: one day of a real one, on this machine alone.

With a display it opens the window on it; without, it sells the whole day through
the same code, loses the network in the middle, and compares the books.
"""

import csv
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from typing_extensions import override

from terminal.diagnostics.replay.cable import Cable
from terminal.diagnostics.replay.log_reader import (
    CANONICAL,
    Log,
    LogTransaction,
    read_log,
)
from terminal.diagnostics.replay.run import Audience, ReplayOptions, play_in
from terminal.diagnostics.replay.shop import ShopOperator, ShopPlan, open_shop
from terminal.peripherals.simulated import (
    DRAWER_ID,
    PRINTER_ID,
    SimulatedPeripherals,
    save_paper,
)

_RESOURCES: Final = Path(__file__).resolve().parents[2] / "resources" / "demo"
_MAIN: Final = Path(__file__).resolve().parents[2] / "main.py"
_MANAGER: Final = ShopOperator("1", "Anna", "471936", "manager")
_CASHIER: Final = ShopOperator("2", "Ben", "205814", "cashier")
_OPERATORS: Final = (_MANAGER, _CASHIER)
_OUTAGE: Final = (20, 45)
_PAPER_TIMEOUT_S: Final = 60.0
_STORE: Final = {
    "name": "Evertill Demo",
    "currency": "GBP",
    "exponent": 2,
    "tax_mode": "inclusive",
    "time_zone": "Europe/London",
    "receipt_head": ["Evertill Demo", "12 Harbour Street", "not a fiscal receipt"],
    "receipt_foot": ["Thank you", "Goods of a real day: UCI Online Retail, CC BY 4.0"],
}

Say = Callable[[str], None]


def has_display() -> bool:
    """Whether a window could be shown to a person."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


class _Narrator(Audience):
    """Tells the day, a line for every few sales."""

    def __init__(self, say: Say, count: int, papers: SimulatedPeripherals) -> None:
        self._say = say
        self._count = count
        self._papers = papers

    @override
    def sold(self, ordinal: int, transaction: LogTransaction, gross_minor: int) -> None:
        at = datetime.fromtimestamp(transaction.at_ms / 1000, UTC)
        what = "sold" if gross_minor >= 0 else "took back"
        amount = f"{abs(gross_minor) // 100}.{abs(gross_minor) % 100:02d}"
        lines = len(transaction.lines)
        self._say(
            f"{at:%H:%M}  {ordinal + 1:>3} of {self._count}: {what} {lines} lines, {amount}"
        )

    @override
    def cut(self) -> None:
        self._say("       the network is cut; the till sells on")

    @override
    def restored(self, seconds: float) -> None:
        self._say(f"       the network is back after {seconds:.1f} s")

    @override
    def closed(self) -> None:
        self._say("       the day is counted, settled and closed")
        # One paper a sale and the settlement's own.
        self._papers.wait_for_papers(self._count + 1, _PAPER_TIMEOUT_S)


def play_demo(out: Path, say: Say) -> dict[str, Any]:
    """Play the demo day into a folder and return the replay's report.

    ``out`` is made new: receipts, screenshots, report and logs land there.
    """
    log = read_log(_RESOURCES / "day.csv", CANONICAL)
    _renew(out)
    with tempfile.TemporaryDirectory(prefix="evertill-demo-") as folder:
        papers = SimulatedPeripherals()
        try:
            report = _play(log, Path(folder), out, papers, say)
        finally:
            papers.close()
    (out / "report.json").write_bytes(msgspec.json.format(msgspec.json.encode(report)))
    verdict = "are equal to the cent" if report["equal"] else "DIFFER"
    gross = f"{report['gross_minor'] / 100:.2f} {_STORE['currency']}"
    say(
        f"{report['transactions']} transactions, {gross}; witness, till and server"
        f" {verdict}; receipts and screenshots are in {out}"
    )
    return report


def open_demo(out: Path, say: Say) -> int:
    """Open the window on the demo shop; return its exit code."""
    from terminal.bootstrap.window.program import run_window

    _renew(out)
    with tempfile.TemporaryDirectory(prefix="evertill-demo-") as folder:
        plan = _plan(Path(folder), {})
        say(sign_on_hint())
        with open_shop(plan) as shop:
            assert shop.cable is not None
            switch = _CableSwitch(shop.cable)
            return run_window(plan.home, network=switch)


def sign_on_hint() -> str:
    """Return who may sign on to the demo shop and with which PIN.

    For the terminal only: a till never shows a PIN on its screen.
    """
    who = (f"{one.name} ({one.role}) with PIN {one.pin}" for one in _OPERATORS)
    return f"Sign on as {' or as '.join(who)}"


def demo_catalogue() -> bytes:
    """Return the goods of the real day, then the made-up ones sold by weight."""
    out = io.StringIO()
    with (
        (_RESOURCES / "catalogue.csv").open(encoding="utf-8", newline="") as real,
        (_RESOURCES / "weighed.csv").open(encoding="utf-8", newline="") as weighed,
    ):
        rows, more = csv.DictReader(real), csv.DictReader(weighed)
        writer = csv.DictWriter(out, more.fieldnames or ())
        writer.writeheader()
        writer.writerows([*rows, *more])
    return out.getvalue().encode()


class _CableSwitch:
    """The network as the window's panel of simulated devices cuts it."""

    def __init__(self, cable: Cable) -> None:
        self._cable = cable

    def cut(self) -> None:
        """Let nothing through."""
        self._cable.pull()

    def join(self) -> None:
        """Let everything through again."""
        self._cable.plug()


def _plan(folder: Path, devices: dict[str, Any]) -> ShopPlan:
    return ShopPlan(
        folder=folder,
        home=folder / "home",
        catalogue=demo_catalogue(),
        operators=_OPERATORS,
        store=_STORE,
        devices=devices,
        has_cable=True,
    )


def _play(
    log: Log, folder: Path, out: Path, papers: SimulatedPeripherals, say: Say
) -> dict[str, Any]:
    settings = papers.settings()
    plan = _plan(
        folder,
        {name: msgspec.to_builtins(settings[name]) for name in (PRINTER_ID, DRAWER_ID)},
    )
    options = ReplayOptions(folder=folder, home=plan.home, outage=_OUTAGE)
    try:
        with open_shop(plan) as shop:
            report = play_in(
                shop,
                log,
                options,
                operator=_MANAGER,
                audience=_Narrator(say, len(log.transactions), papers),
            )
            _save_papers(papers, out / "receipts", say)
            _take_screenshots(plan.home, out / "screens", say)
    finally:
        _keep_logs(folder, out / "logs")
    return report


def _save_papers(papers: SimulatedPeripherals, folder: Path, say: Say) -> None:
    """Draw every paper that came out."""
    for number, paper in enumerate(papers.papers, start=1):
        save_paper(paper, folder, number)
    say(f"       {len(papers.papers)} papers came out of the printer")


def _take_screenshots(home: Path, folder: Path, say: Say) -> None:
    """Open the real window offscreen in a process of its own and photograph it."""
    done = subprocess.run(
        [
            *(sys.executable, str(_MAIN), "screenshots"),
            *("--home", str(home), "--out", str(folder)),
            *("--operator", _MANAGER.operator_id, "--pin", _MANAGER.pin),
        ],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        say(f"       no screenshots: {done.stderr.strip()}")


def _renew(out: Path) -> None:
    """Empty the parts of the folder that a demo writes; touch nothing else."""
    out.mkdir(parents=True, exist_ok=True)
    for name in ("receipts", "screens", "logs"):
        shutil.rmtree(out / name, ignore_errors=True)


def _keep_logs(folder: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.log"):
        shutil.copy(path, out / path.name)
