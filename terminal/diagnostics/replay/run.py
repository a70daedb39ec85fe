"""One whole replay: a shop of real processes, a log, faults, and the verdict."""

import csv
import io
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec

from terminal.bootstrap.headless import read_ledger_events, read_reference_counts
from terminal.bootstrap.phase_page import PhasePage
from terminal.diagnostics.percentiles import percentiles_ms
from terminal.diagnostics.replay import books
from terminal.diagnostics.replay.cable import Cable
from terminal.diagnostics.replay.kill_plan import KillPlan
from terminal.diagnostics.replay.log_reader import Log, LogTransaction
from terminal.diagnostics.replay.player import Player
from terminal.diagnostics.replay.processes import (
    ProcessError,
    TillProcess,
    run_command,
)
from terminal.diagnostics.replay.ruffian import Ruffian
from terminal.diagnostics.replay.shop import (
    Shop,
    ShopOperator,
    ShopPlan,
    open_shop,
)
from terminal.diagnostics.replay.witness import Witness

_OPERATOR: Final = ShopOperator("R01", "Replay", "480517", "manager")
_STORE: Final = {
    "name": "Replay",
    "currency": "GBP",
    "exponent": 2,
    "tax_mode": "inclusive",
    "time_zone": "Europe/London",
}
_MICRO: Final = 1_000_000
_CATALOGUE_TIMEOUT_S: Final = 120.0
_DRAIN_TIMEOUT_S: Final = 300.0
_POLL_S: Final = 0.05
_SERVER_FIGURES: Final = (
    "transactions",
    "sale_lines",
    "return_lines",
    "gross_minor",
    "tenders_minor",
)


class ReplayOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What to play on and which faults to inject.

    ``outage`` is a half-open range of transaction ordinals from 0 during which
    the network is cut; ``kill_every`` is about how many scanned lines lie
    between two kills of the till, ``kill_others_s`` about how many seconds
    between two kills of the agent, and of the server; ``central`` is (URL, administrator token) of
    a server that runs already.
    """

    folder: Path
    home: Path
    catalogue: Path | None = None
    central: tuple[str, str] | None = None
    outage: tuple[int, int] | None = None
    kill_every: int | None = None
    kill_others_s: float | None = None
    seed: int = 0


class Audience:
    """Hears what happens during a replay; the demo tells it to people."""

    def sold(self, ordinal: int, transaction: LogTransaction, gross_minor: int) -> None:
        """A transaction was acknowledged."""

    def cut(self) -> None:
        """The network was cut."""

    def restored(self, seconds: float) -> None:
        """The network came back after so many seconds."""

    def closed(self) -> None:
        """The last day is closed; the till still runs until this returns."""


def replay(log: Log, options: ReplayOptions) -> dict[str, Any]:
    """Play a log and return the report of ``main.py replay --json``.

    Raises ProcessError when a process of the shop could not do its part.
    """
    catalogue = (
        catalogue_csv(log).encode()
        if options.catalogue is None
        else options.catalogue.read_bytes()
    )
    plan = ShopPlan(
        folder=options.folder,
        home=options.home,
        catalogue=catalogue,
        operators=(_OPERATOR,),
        store=_STORE,
        central=options.central,
        has_cable=options.outage is not None,
    )
    with open_shop(plan) as shop:
        return play_in(
            shop,
            log,
            options,
            operator=_OPERATOR,
            audience=Audience(),
        )


def catalogue_csv(log: Log) -> str:
    """Return the items of a log as a catalogue file; all prices may be keyed."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        ["scan_code", "description", "unit_price", "tax_rate", "open_price"]
    )
    for code, description, price_micro in log.catalogue():
        writer.writerow([code, description, _decimal(price_micro), "20", "yes"])
    return text.getvalue()


def play_in(
    shop: Shop,
    log: Log,
    options: ReplayOptions,
    *,
    operator: ShopOperator,
    audience: Audience,
) -> dict[str, Any]:
    """Play a log in a shop that is open and compare its three books."""
    folder = options.folder
    kills = KillPlan(options.kill_every, options.seed) if options.kill_every else None
    phase_file = folder / "phase" if kills else None
    page = PhasePage(phase_file) if phase_file else None
    witness_path = folder / "witness.jsonl"
    _await_catalogue(options.home)
    with Witness(witness_path) as witness:
        player = Player(
            lambda: TillProcess(options.home, folder / "till.log", phase_file),
            witness,
            (operator.operator_id, operator.pin),
            kills,
            page,
        )
        ruffian = Ruffian(
            shop.processes if options.kill_others_s is not None else {},
            options.kill_others_s or 0,
            options.seed,
        )
        try:
            started = time.perf_counter()
            ruffian.start()
            try:
                outages = _play_all(log, options.outage, player, shop.cable, audience)
            finally:
                ruffian.stop()
            played_s = time.perf_counter() - started
            audience.closed()
        finally:
            player.stop()
    till = books.read_till_book(read_ledger_events(options.home))
    _await_server(shop, till.events[-1])
    total_s = time.perf_counter() - started
    totals = shop.api.control_totals(shop.workstation)
    verdict = books.compare(
        Witness.read(witness_path),
        till,
        list(shop.api.events(shop.workstation)),
        books.read_server_days(totals),
    )
    figures = _till_figures(log, till, player)
    server = {name: totals[name] for name in _SERVER_FIGURES}
    same = all(figures[name] == server[name] for name in server)
    lines = till.sale_lines + till.return_lines
    return figures | {
        "server": server,
        "equal": verdict.is_equal and same,
        "differences": verdict.differences,
        "acknowledged_lost": verdict.acknowledged_lost,
        "sold_twice": verdict.sold_twice,
        "number_gaps": verdict.number_gaps,
        "business_days": player.settlements,
        "settlement_error_minor": player.settlement_error_minor,
        "lines_per_second": round(lines / total_s, 1),
        "seconds": round(total_s, 3),
        "till_seconds": round(played_s, 3),
        "commit_ms": _percentiles(player.commit_s),
        "scan_ms": _percentiles(player.scan_s),
        "outages": outages,
        "kills": kills.kills if kills else 0,
        "kill_hits": kills.hits if kills else {},
        "other_kills": ruffian.kills,
        "events": len(till.events),
        "ledger_verified": _verify(options.home),
    }


@contextmanager
def working_folder() -> Iterator[Path]:
    """Yield a folder for one replay; it goes away afterwards."""
    with tempfile.TemporaryDirectory(prefix="evertill-replay-") as folder:
        yield Path(folder)


def _percentiles(seconds: list[float]) -> dict[str, float]:
    """Return the percentiles; of one sample, or none, there is nothing to cut."""
    return percentiles_ms(seconds) if len(seconds) > 1 else {}


def _decimal(micro: int) -> str:
    whole, rest = divmod(micro, _MICRO)
    return f"{whole}.{rest:06d}"


def _till_figures(log: Log, till: books.TillBook, player: Player) -> dict[str, Any]:
    refused = Counter(row.reason for row in log.refused) + Counter(player.refused)
    tenders: Counter[str] = Counter()
    for day in till.days.values():
        tenders.update(day.tenders_minor)
    return {
        "transactions": len(till.sales),
        "sale_lines": till.sale_lines,
        "return_lines": till.return_lines,
        "refused": dict(sorted(refused.items())),
        "gross_minor": sum(sale.gross_minor for sale in till.sales),
        "tenders_minor": dict(tenders),
    }


def _play_all(
    log: Log,
    outage: tuple[int, int] | None,
    player: Player,
    cable: Cable | None,
    audience: Audience,
) -> list[dict[str, Any]]:
    outages: list[dict[str, Any]] = []
    first, last = outage or (-1, -1)
    last = min(last, len(log.transactions))
    cut_at = 0.0

    def restore() -> None:
        assert cable is not None
        cable.plug()
        seconds = round(time.perf_counter() - cut_at, 3)
        outages.append({"from": first, "to": last, "seconds": seconds})
        audience.restored(seconds)

    for ordinal, transaction in enumerate(log.transactions):
        if cable is not None and ordinal == first:
            cable.pull()
            cut_at = time.perf_counter()
            audience.cut()
        if cable is not None and ordinal == last:
            restore()
        gross_minor = player.play(transaction)
        if gross_minor is not None:
            audience.sold(ordinal, transaction, gross_minor)
    player.close_day()
    if cable is not None and first < last == len(log.transactions):
        restore()
    return outages


def _await_catalogue(home: Path) -> None:
    """Wait until the agent has brought the items and the operator."""
    deadline = time.monotonic() + _CATALOGUE_TIMEOUT_S
    pause = threading.Event()
    while time.monotonic() < deadline:
        items, operators = read_reference_counts(home)
        if items and operators:
            return
        pause.wait(_POLL_S)
    raise ProcessError("the catalogue did not reach the till in time; see agent.log")


def _await_server(shop: Shop, last: books.EventLine) -> None:
    """Wait until the server holds the till's last event."""
    deadline = time.monotonic() + _DRAIN_TIMEOUT_S
    pause = threading.Event()
    while time.monotonic() < deadline:
        if shop.api.event_page(shop.workstation, last.epoch, last.seq - 1, 1):
            return
        pause.wait(_POLL_S)
    raise ProcessError("the server did not get everything in time; see agent.log")


def _verify(home: Path) -> bool:
    try:
        return bool(run_command("ledger", "verify", "--home", str(home))["ok"])
    except ProcessError:
        return False
