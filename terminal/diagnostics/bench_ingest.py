"""How fast the central acknowledges sales, beside storing bare rows durably.

The real server process over real HTTP; other processes play the tills and send sales
of ten lines, signed, chained and compressed, which they made before.  The floor stores
rows of the same number and size in batches of the same size, without a server.  What the
projector is behind at the end of the pushes is waited for and measured apart.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from terminal.diagnostics.errors import DiagnosticsError
from terminal.diagnostics.ingest_generator import Load, Made, Sent, sale_bytes
from terminal.diagnostics.load_process import LoadProcess
from terminal.diagnostics.percentiles import percentiles_ms
from terminal.diagnostics.private_postgresql import find_programs, private_server
from terminal.diagnostics.replay.processes import MAIN

HELP = "Ten-line sales a second that the central acknowledges, beside bare rows."

RATIO_MIN: Final = 0.3
"""Of the floor that stores as many bytes a row as a sale's body has."""

SMALL_ROW_BYTES: Final = 2_000
"""The floor's own default; told beside, because it is the harder comparison."""

PROJECTED_PER_S_MIN: Final = 1_000.0
SERVERS: Final = min(4, os.cpu_count() or 1)
"""Server processes that a bench starts: one for each processor, as one is advised to."""

_SALES: Final = 20_000
_BATCH: Final = 100
_PROCESSES: Final = 2
# Enough of them that each server process gets about its share of the connections.
_TILLS: Final = 10
_STORE: Final = "bench"
_FLOOR: Final = Path(__file__).with_name("floors") / "ingest.py"
_GENERATOR: Final = "terminal.diagnostics.ingest_generator"
_LISTENING: Final = "listening on "
_LAG: Final = "evertill_central_projection_lag_events"
_WAIT_S: Final = 300.0
_LOOK_S: Final = 0.5
_STOP_S: Final = 30
_IDLE_S: Final = 0.1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare how much, where, and on which databases."""
    parser.add_argument("--sales", type=int, default=_SALES, metavar="N")
    parser.add_argument(
        "--batch", type=int, default=_BATCH, metavar="N", help="sales of one push"
    )
    parser.add_argument(
        "--directory",
        type=Path,
        metavar="DIR",
        help="a folder on the disk to measure (default: that of temporary files)",
    )
    parser.add_argument(
        "--postgresql",
        metavar="URL",
        help="an empty database (default: a server of its own, if installed)",
    )
    parser.add_argument(
        "--processes",
        type=int,
        default=SERVERS,
        metavar="N",
        help=f"server processes (default: {SERVERS})",
    )
    parser.add_argument(
        "--only", choices=("sqlite", "postgresql"), help="leave the other one out"
    )


def measure(arguments: argparse.Namespace) -> dict[str, object]:
    """Measure on each database; both must keep the budget."""
    report: dict[str, object] = {"sales": arguments.sales, "batch": arguments.batch}
    kept = []
    if arguments.only != "postgresql":
        found = _measure(arguments, None)
        report["sqlite"], is_kept = found
        kept.append(is_kept)
    if arguments.only != "sqlite":
        with _postgresql(arguments) as url:
            if url is None:
                report["postgresql"] = "not installed"
            else:
                report["postgresql"], is_kept = _measure(arguments, url)
                kept.append(is_kept)
    return {**report, "within_budget": all(kept)}


@contextmanager
def _postgresql(arguments: argparse.Namespace) -> Iterator[str | None]:
    if arguments.postgresql is not None:
        yield arguments.postgresql
    elif find_programs() is None:
        yield None
    else:
        with private_server(arguments.directory) as url:
            yield url


def _measure(
    arguments: argparse.Namespace, url: str | None
) -> tuple[dict[str, object], bool]:
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=arguments.directory) as name,
        ExitStack() as stack,
    ):
        folder = Path(name)
        # The floor before and after: other work on the computer hits both.
        floors = _Floors(arguments, url)
        floors.measure(folder)
        server = stack.enter_context(CentralUnderLoad(folder, url, arguments.processes))
        generators = [
            stack.enter_context(LoadProcess(_GENERATOR, order, Made, Sent))
            for order in _orders(arguments, server)
        ]
        made = [generator.made() for generator in generators]
        idle_cpu_s = sum(server.cpu_s())
        for generator in generators:
            generator.begin()
        sent = [generator.done() for generator in generators]
        sent_s = time.monotonic()
        sent_cpu_s = sum(server.cpu_s())
        lag = server.lag()
        server.wait_until_projected()
        projected_s = time.monotonic()
        totals = server.totals()
        cpu_s = server.cpu_s()
    with tempfile.TemporaryDirectory(prefix="bench-", dir=arguments.directory) as name:
        floors.measure(Path(name))
    acknowledged = sum(each.acknowledged for each in sent)
    if acknowledged != totals["transactions"] or acknowledged != arguments.sales:
        raise DiagnosticsError(f"{acknowledged} acknowledged, {totals} stored")
    began_s = min(each.began_s for each in sent)
    rate = acknowledged / (max(each.ended_s for each in sent) - began_s)
    ratio = rate / floors.mean(floors.row_bytes)
    projected = acknowledged / (projected_s - began_s)
    report = {
        "acknowledged_sales_per_s": round(rate),
        "ratio": round(ratio, 3),
        "ratio_min": RATIO_MIN,
        "floor_row_bytes": floors.row_bytes,
        "floor_rows_per_s": round(floors.mean(floors.row_bytes)),
        "floors": floors.found[floors.row_bytes],
        "smaller_rows": {
            "floor_row_bytes": SMALL_ROW_BYTES,
            "floor_rows_per_s": round(floors.mean(SMALL_ROW_BYTES)),
            "ratio": round(rate / floors.mean(SMALL_ROW_BYTES), 3),
        },
        "server_processes": arguments.processes,
        "push_ms": percentiles_ms([ms / 1e3 for each in sent for ms in each.push_ms]),
        "busy": sum(each.busy for each in sent),
        "projections": {
            "sales_per_s": round(projected),
            "sales_per_s_min": PROJECTED_PER_S_MIN,
            "behind_at_end_of_pushes": lag,
            "catching_up_s": round(projected_s - sent_s, 3),
            "left_over": 0,
        },
        "server_cpu_us_per_sale": round(1e6 * (sent_cpu_s - idle_cpu_s) / acknowledged),
        "server_cpu_s": [round(each, 2) for each in cpu_s],
        "generator": _generator_report(arguments, made, sent),
    }
    is_kept = ratio >= RATIO_MIN and projected >= PROJECTED_PER_S_MIN
    return report, is_kept


def _generator_report(
    arguments: argparse.Namespace, made: list[Made], sent: list[Sent]
) -> dict[str, object]:
    return {
        "processes": len(made),
        "making_alone_sales_per_cpu_s": round(
            arguments.sales / sum(each.making_s for each in made)
        ),
        "signing_alone_sales_per_cpu_s": round(
            arguments.sales / sum(each.sending_s for each in made)
        ),
        "cpu_s_while_sending": round(sum(each.cpu_s for each in sent), 2),
        "body_bytes": round(sum(each.body_bytes for each in made) / len(made)),
        "push_bytes": round(sum(each.push_bytes for each in made) / len(made)),
    }


def _orders(arguments: argparse.Namespace, server: CentralUnderLoad) -> list[Load]:
    tills = _PROCESSES * _TILLS
    each, rest = divmod(arguments.sales, tills)
    if rest:
        raise DiagnosticsError(f"the sales must be a multiple of {tills}")
    address = urlsplit(server.url)
    assert address.hostname is not None
    assert address.port is not None
    return [
        Load(
            host=address.hostname,
            port=address.port,
            store=_STORE,
            tills=[
                (f"bench-{number}", server.code(f"bench-{number}"), number)
                for number in range(first, first + _TILLS)
            ],
            sales=each,
            batch=arguments.batch,
        )
        for first in range(1, tills + 1, _TILLS)
    ]


class _Floors:
    """Storing bare rows: as many bytes as a sale's body has, and fewer.

    Attributes:
        row_bytes: Bytes of the body of a ten-line sale, which the budget is about.
        found: Rows a second of each run, by bytes of a row.
    """

    def __init__(self, arguments: argparse.Namespace, url: str | None) -> None:
        self.row_bytes = sale_bytes()
        self.found: dict[int, list[int]] = {self.row_bytes: [], SMALL_ROW_BYTES: []}
        self._amount = [
            "--rows",
            str(arguments.sales),
            "--batch",
            str(arguments.batch),
        ]
        self._url = url

    def measure(self, folder: Path) -> None:
        """Measure each size once, below *folder* unless a server stores."""
        for size_bytes, rates in self.found.items():
            file = str(folder / f"floor-{size_bytes}.db")
            where = (
                ["--sqlite", file] if self._url is None else ["--postgresql", self._url]
            )
            words = [*where, *self._amount, "--bytes", str(size_bytes)]
            done = subprocess.run(
                [sys.executable, str(_FLOOR), *words],
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode != 0:
                raise DiagnosticsError(
                    f"the floor failed: {done.stderr.strip()[-400:]}"
                )
            rates.append(int(json.loads(done.stdout)["rows_per_s"]))

    def mean(self, size_bytes: int) -> float:
        """Return the mean rate of the runs with rows of this size."""
        rates = self.found[size_bytes]
        return sum(rates) / len(rates)


class CentralUnderLoad:
    """The central, in a process of its own."""

    def __init__(self, folder: Path, url: str | None, processes: int) -> None:
        self._processes = processes
        self._words = ["--home", str(folder)]
        if url is not None:
            self._words += ["--database", url]
        self.url = ""
        self._token = ""
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> CentralUnderLoad:
        made = subprocess.run(
            [*self._command("init"), "--tenant", "bench", "--json"],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode != 0:
            raise DiagnosticsError(f"no central: {made.stderr.strip()}")
        self._token = json.loads(made.stdout)["administrator_token"]
        self._process = subprocess.Popen(
            [
                *self._command("run"),
                "--listen",
                "127.0.0.1:0",
                "--processes",
                str(self._processes),
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.startswith(_LISTENING):
            raise DiagnosticsError(f"the central does not start: {line.strip()}")
        self.url = line.removeprefix(_LISTENING).strip()
        return self

    def __exit__(self, *_error: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(_STOP_S)
            assert self._process.stdout is not None
            self._process.stdout.close()

    def code(self, till: str) -> str:
        """Return an enrolment code."""
        asked = {"store": _STORE, "workstation": till}
        answer = json.loads(self._ask("/v1/enrolment-codes", asked))
        return str(answer["code"])

    def totals(self) -> dict[str, Any]:
        """Return the control totals of the store."""
        answer: dict[str, Any] = json.loads(
            self._ask(f"/v1/stores/{_STORE}/control-totals")
        )
        return answer

    def lag(self) -> int:
        """Return how many events the projections are behind."""
        for line in self._ask("/v1/metrics").decode().splitlines():
            if line.startswith(_LAG):
                return int(float(line.rpartition(" ")[2]))
        raise DiagnosticsError(f"the central does not tell {_LAG}")

    def wait_until_projected(self) -> None:
        """Return when nothing is left over."""
        deadline = time.monotonic() + _WAIT_S
        while self.lag():
            if time.monotonic() > deadline:
                raise DiagnosticsError("the projections do not catch up")
            threading.Event().wait(_LOOK_S)

    def cpu_s(self) -> list[float]:
        """Return the processor time so far of each process that serves.

        Empty where the system does not tell.
        """
        assert self._process is not None
        with contextlib.suppress(OSError):
            first = self._process.pid
            if self._processes == 1:
                return [_cpu_s(first)]
            tasks = Path(f"/proc/{first}/task/{first}/children")
            children = map(int, tasks.read_text(encoding="ascii").split())
            # The one that watches for resources does nothing.
            return [spent for child in children if (spent := _cpu_s(child)) > _IDLE_S]
        return []

    def _ask(self, target: str, body: object = None) -> bytes:
        request = urllib.request.Request(  # noqa: S310 - our own server
            self.url + target,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self._token}"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            data: bytes = answer.read()
        return data

    def _command(self, action: str) -> list[str]:
        return [sys.executable, str(MAIN), "central", action, *self._words]


def _cpu_s(pid: int) -> float:
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
