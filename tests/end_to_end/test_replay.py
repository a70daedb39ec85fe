"""The whole path on real processes: scan, tender, complete, sync, compare.

Till, agent and server run as a shop runs them; the verdict comes from the
witness, never from the till alone.
"""

import csv
import gzip
import json
import os
import random
import subprocess
import sys
import threading
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.support.central_server import CentralServer

_ROOT = Path(__file__).resolve().parents[2]
_REAL_LOG = _ROOT.parent / "shared/data/online-retail-uci/online_retail.csv.gz"
_DEMO_LOG = _ROOT / "resources/demo/day.csv"
_NEEDS_REAL_LOG = pytest.mark.skipif(
    not _REAL_LOG.exists(), reason="../shared/data is not here"
)


def _replay(*words: str, expect: int = 0, token: str | None = None) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(_ROOT / "main.py"), "replay", *words, "--json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=_ROOT,
        env=os.environ | ({"EVERTILL_TOKEN": token} if token else {}),
    )
    assert done.returncode == expect, done.stdout + done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _write_log(path: Path, *, days: int, transactions: int, seed: int) -> None:
    """Write a made-up shop: sales of 1 to 12 lines, every ninth a return."""
    draw = random.Random(seed)
    with path.open("w", newline="", encoding="utf-8") as text:
        writer = csv.writer(text)
        writer.writerow(
            [
                "transaction_id",
                "at",
                "scan_code",
                "description",
                "quantity",
                "unit_price",
                "tender",
            ]
        )
        for day in range(days):
            for number in range(transactions):
                sign = -1 if number % 9 == 8 else 1
                for _ in range(draw.randint(1, 12)):
                    item = draw.randint(1, 300)
                    writer.writerow(
                        [
                            f"{day}-{number}",
                            f"2024-03-{day + 1:02d}T{8 + number % 10:02d}:00:00+00:00",
                            f"SHELF{item:05d}",
                            f"Item {item}",
                            sign * draw.choice((1, 1, 1, 2, 12)),
                            f"{draw.randint(1, 5000) / 100:.2f}",
                            "cash",
                        ]
                    )


def _independent_figures(
    path: Path, rows_max: int
) -> tuple[int, int, int, Counter[str]]:
    """Count lines, transactions and pence by the issue's rule, with csv and Decimal."""
    lines = pence = 0
    invoices = set()
    refused: Counter[str] = Counter()
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        for number, row in enumerate(csv.DictReader(text)):
            if number == rows_max:
                break
            price, quantity = Decimal(row["UnitPrice"]), Decimal(row["Quantity"])
            if price > 0 and quantity != 0:
                lines += 1
                invoices.add(row["InvoiceNo"])
                pence += int(
                    (price * quantity * 100).quantize(Decimal(1), ROUND_HALF_UP)
                )
            elif price == 0:
                refused["unit_price_zero"] += 1
            else:
                refused["unit_price_negative"] += 1
    return lines, len(invoices), pence, refused


def _assert_nothing_lost(report: dict[str, Any]) -> None:
    assert report["differences"] == []
    assert report["acknowledged_lost"] == 0
    assert report["sold_twice"] == 0
    assert report["number_gaps"] == 0
    assert report["settlement_error_minor"] == 0
    assert report["ledger_verified"] is True
    assert report["equal"] is True


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_demo_day_with_an_outage_ends_equal() -> None:
    report = _replay(str(_DEMO_LOG), "--format", "canonical", "--outage", "20:45")

    _assert_nothing_lost(report)
    assert report["transactions"] == 64
    assert report["sale_lines"] + report["return_lines"] == 785 - sum(
        report["refused"].values()
    )
    assert report["server"]["gross_minor"] == report["gross_minor"]
    assert [(cut["from"], cut["to"]) for cut in report["outages"]] == [(20, 45)]


@pytest.mark.slow
@pytest.mark.timeout(420)
def test_thirty_kills_lose_nothing_and_sell_nothing_twice(tmp_path: Path) -> None:
    _assert_kills_cost_nothing(tmp_path, days=3, kills=30, hits_each=1)


@pytest.mark.campaign
@pytest.mark.timeout(420)
def test_a_hundred_kills_lose_nothing_and_sell_nothing_twice(tmp_path: Path) -> None:
    _assert_kills_cost_nothing(tmp_path, days=8, kills=100, hits_each=5)


def _assert_kills_cost_nothing(
    folder: Path, *, days: int, kills: int, hits_each: int
) -> None:
    log = folder / "log.csv"
    _write_log(log, days=days, transactions=40, seed=11)

    report = _replay(
        *(str(log), "--format", "canonical"),
        *("--kill-every", "15", "--outage", "100:180"),
    )

    _assert_nothing_lost(report)
    assert report["transactions"] == 40 * days
    assert report["kills"] >= kills
    hits = report["kill_hits"]
    for window in (
        "between_lines",
        "in_line_commit",
        "in_sale_commit",
        "after_commit_before_acknowledgement",
        "in_settlement",
    ):
        assert hits[window] >= hits_each, hits


@_NEEDS_REAL_LOG
@pytest.mark.slow
@pytest.mark.timeout(240)
def test_first_rows_of_the_real_log_match_an_independent_count() -> None:
    rows = 8_000
    lines, transactions, pence, refused = _independent_figures(_REAL_LOG, rows)

    report = _replay(
        *(str(_REAL_LOG), "--format", "uci-online-retail", "--rows", str(rows))
    )

    _assert_nothing_lost(report)
    assert report["sale_lines"] + report["return_lines"] == lines
    assert report["transactions"] == transactions
    assert report["gross_minor"] == pence
    assert report["tenders_minor"] == {"cash": pence}
    assert report["refused"] == dict(refused)


@_NEEDS_REAL_LOG
@pytest.mark.campaign
@pytest.mark.timeout(1800)
def test_three_hundred_kills_of_till_agent_and_server_over_a_real_log() -> None:
    report = _replay(
        *(str(_REAL_LOG), "--format", "uci-online-retail", "--rows", "40000"),
        *("--kill-every", "150", "--kill-others", "5000"),
    )

    _assert_nothing_lost(report)
    others = report["other_kills"]
    assert others.keys() == {"agent", "server"}
    assert min(others.values()) >= 3, others
    assert report["kills"] + sum(others.values()) >= 300, report


@_NEEDS_REAL_LOG
@pytest.mark.campaign
@pytest.mark.timeout(1800)
def test_whole_real_log_is_equal() -> None:
    report = _replay(str(_REAL_LOG), "--format", "uci-online-retail")

    _assert_nothing_lost(report)
    assert report["transactions"] == 19_621
    assert report["sale_lines"] + report["return_lines"] == 429_476
    assert report["gross_minor"] == 787_444_779


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_two_replays_at_a_server_that_runs_already_are_two_tills(
    tmp_path: Path,
) -> None:
    log = tmp_path / "log.csv"
    _write_log(log, days=1, transactions=12, seed=3)
    server = CentralServer.make(tmp_path / "central")
    server.start()
    try:
        reports = [
            _replay(
                *(str(log), "--format", "canonical", "--central", server.url),
                token=server.token,
            )
            for _ in range(2)
        ]
    finally:
        server.close()

    for report in reports:
        _assert_nothing_lost(report)
        assert report["server"]["transactions"] == 12


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_replay_that_is_told_to_end_ends_in_order(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    _write_log(log, days=20, transactions=200, seed=5)
    home = tmp_path / "home"
    parent = subprocess.Popen(
        [
            *(sys.executable, "main.py", "replay", str(log)),
            *("--format", "canonical", "--home", str(home)),
        ],
        cwd=_ROOT,
        stdout=subprocess.DEVNULL,
    )
    pause = threading.Event()
    while not (home / "agent.sock").exists():
        assert parent.poll() is None
        pause.wait(0.05)

    parent.terminate()

    assert parent.wait(60) == 143
    # The agent gives its address back when it ends in order.
    assert not (home / "agent.sock").exists()


def test_server_that_runs_already_needs_its_token() -> None:
    done = subprocess.run(
        [
            *(sys.executable, "main.py", "replay", str(_DEMO_LOG)),
            *("--format", "canonical", "--central", "http://127.0.0.1:1"),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=_ROOT,
        env={k: v for k, v in os.environ.items() if k != "EVERTILL_TOKEN"},
    )

    assert done.returncode == 2
    assert "EVERTILL_TOKEN" in done.stderr


def test_log_that_is_none_is_refused_with_one_line(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("a,b\n1,2\n")

    done = subprocess.run(
        [sys.executable, "main.py", "replay", str(path), "--format", "canonical"],
        capture_output=True,
        text=True,
        check=False,
        cwd=_ROOT,
    )

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "log.csv" in done.stderr
