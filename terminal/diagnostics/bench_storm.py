"""Many tills that come back at the same moment, each with sales it kept meanwhile.

The real server process; the tills are the upload of the real agent over real HTTP,
played by processes of their own.  Nobody may starve: the longest time in which a till
makes no progress is told, and every sale must be at the center exactly once.
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from terminal.diagnostics.bench_ingest import SERVERS, CentralUnderLoad
from terminal.diagnostics.ingest_generator import Load
from terminal.diagnostics.load_process import LoadProcess
from terminal.diagnostics.percentiles import percentiles_ms
from terminal.diagnostics.storm_tills import StormDone, StormMade, StormOrder
from terminal.replication.lone_upload import LoneStatus

HELP = "Hundreds of tills that reconnect at once: all drained, none starving."

PAUSE_S_MAX: Final = 120.0
"""A till that makes no progress for so long raises an alarm of its own (liveness)."""

_TILLS: Final = 500
_SALES: Final = 200
_LIMIT_S: Final = 900.0
_PROCESSES: Final = 2
_STORE: Final = "bench"
_TILLS_OF: Final = "terminal.diagnostics.storm_tills"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare how many tills, and how much each kept."""
    parser.add_argument("--tills", type=int, default=_TILLS, metavar="N")
    parser.add_argument("--sales", type=int, default=_SALES, metavar="N")
    parser.add_argument(
        "--processes",
        type=int,
        default=SERVERS,
        metavar="N",
        help=f"server processes (default: {SERVERS})",
    )
    parser.add_argument(
        "--directory",
        type=Path,
        metavar="DIR",
        help="a folder for the center (default: that of temporary files)",
    )


def measure(arguments: argparse.Namespace) -> dict[str, object]:
    """Let the storm come; say whether all of it was stored and nobody starved."""
    with (
        tempfile.TemporaryDirectory(prefix="storm-", dir=arguments.directory) as name,
        ExitStack() as stack,
    ):
        server = stack.enter_context(
            CentralUnderLoad(Path(name), None, arguments.processes)
        )
        crowds = [
            stack.enter_context(LoadProcess(_TILLS_OF, order, StormMade, StormDone))
            for order in _orders(arguments, server)
        ]
        made = [crowd.made() for crowd in crowds]
        for crowd in crowds:
            crowd.begin()
        done = [crowd.done() for crowd in crowds]
        server.wait_until_projected()
        totals = server.totals()
        server_cpu_s = server.cpu_s()
    tills = [till for each in done for till in each.tills]
    sales = arguments.tills * arguments.sales
    stored = totals["transactions"]
    drained = [till for till in tills if till.ended_ms is not None]
    report = _report(tills, drained)
    longest_s = max(till.pause_ms_max for till in tills) / 1000
    is_whole = stored == sales and len(drained) == arguments.tills
    is_fair = longest_s <= PAUSE_S_MAX and not any(till.too_early for till in tills)
    return {
        "tills": arguments.tills,
        "sales_each": arguments.sales,
        "drained": len(drained),
        "sales_at_center": stored,
        "sales_missing": sales - stored,
        **report,
        "making_cpu_s": round(sum(each.making_s for each in made), 2),
        "tills_cpu_s": round(sum(each.cpu_s for each in done), 2),
        "server_cpu_s": [round(each, 2) for each in server_cpu_s],
        "pause_s_max": PAUSE_S_MAX,
        "within_budget": is_whole and is_fair,
    }


def _report(tills: list[LoneStatus], drained: list[LoneStatus]) -> dict[str, object]:
    began_ms = min(till.began_ms for till in tills)
    finished = [(till.ended_ms or 0) - began_ms for till in drained]
    failures: dict[str, int] = {}
    for till in tills:
        for cause, count in till.failures.items():
            failures[cause] = failures.get(cause, 0) + count
    seconds = max(finished, default=0) / 1000
    events = sum(till.stored for till in tills)
    return {
        "duration_s": round(seconds, 3),
        "sales_per_s": round(events / seconds) if seconds else 0,
        "finish_ms": percentiles_ms([ms / 1000 for ms in finished]) if finished else {},
        "finish_first_ms": min(finished, default=0),
        "without_progress_ms": percentiles_ms(
            [till.pause_ms_max / 1000 for till in tills]
        ),
        "without_progress_longest_ms": max(till.pause_ms_max for till in tills),
        "requests": sum(till.requests for till in tills),
        "asked_to_come_back": sum(till.busy for till in tills),
        "tills_asked_to_come_back": sum(till.busy > 0 for till in tills),
        "came_back_too_early": sum(till.too_early for till in tills),
        "not_simply_applied": sum(till.verdicts for till in tills),
        "other_failures": failures,
    }


def _orders(
    arguments: argparse.Namespace, server: CentralUnderLoad
) -> list[StormOrder]:
    address = urlsplit(server.url)
    assert address.hostname is not None
    assert address.port is not None
    named = [
        (f"storm-{number}", server.code(f"storm-{number}"), number)
        for number in range(1, arguments.tills + 1)
    ]
    return [
        StormOrder(
            load=Load(
                host=address.hostname,
                port=address.port,
                store=_STORE,
                tills=share,
                sales=arguments.sales,
                batch=1,
            ),
            limit_s=_LIMIT_S,
        )
        for share in (named[first::_PROCESSES] for first in range(_PROCESSES))
        if share
    ]
