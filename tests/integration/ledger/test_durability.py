"""The disk is asked before the shopper is told, and its refusals lose nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.persistence.ledger.verify import verify_ledger
from terminal.persistence.migrations.ledger import MIGRATIONS
from terminal.persistence.migrations.runner import migration_names
from tests.fakes.till_home import TillDay, TillHome

PROGRAM = Path(__file__).with_name("till_process.py")

SALES = 100

needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace is not installed"
)


def traced(
    folder: Path, sales: int, *options: str, synchronous: str = "FULL"
) -> tuple[str, str]:
    """Run the till under strace; return what it wrote and what strace saw."""
    trace = folder / "trace.txt"
    result = subprocess.run(
        [
            "strace",
            "-f",
            "-y",
            "-o",
            trace,
            "-e",
            "trace=fsync,fdatasync,write",
            *options,
            sys.executable,
            PROGRAM,
            folder,
            str(sales),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=55,
        env={**os.environ, "TILL_SYNCHRONOUS": synchronous},
    )
    if "ptrace" in result.stderr:
        pytest.skip("this system forbids strace")
    return result.stdout, trace.read_text()


def sales_without_sync(trace: str) -> list[int]:
    """Return the acknowledged sales whose WAL was not synced before they were."""
    missing = []
    is_synced = False
    for line in trace.splitlines():
        if re.search(r"\b(fsync|fdatasync)\(\d+<[^>]*ledger\.db-wal>\) += 0", line):
            is_synced = True
        elif re.search(r'write\(1<[^>]*>, "sale \d+', line):
            is_synced = False
        elif found := re.search(r'write\(1<[^>]*>, "ack (\d+)', line):
            missing += [] if is_synced else [int(found.group(1))]
    return missing


@needs_strace
@pytest.mark.slow
def test_each_sale_is_synced_before_it_is_acknowledged(tmp_path: Path) -> None:
    output, trace = traced(tmp_path, SALES)

    assert output.count("ack ") == SALES
    assert sales_without_sync(trace) == []


@needs_strace
@pytest.mark.slow
def test_the_same_check_fails_for_sales_committed_like_lines(tmp_path: Path) -> None:
    output, trace = traced(tmp_path, SALES, synchronous="NORMAL")

    assert output.count("ack ") == SALES
    assert len(sales_without_sync(trace)) > SALES * 0.8


@needs_strace
def test_lines_of_an_open_basket_cost_no_sync(tmp_path: Path) -> None:
    _, trace = traced(tmp_path, 20)

    syncs = len(re.findall(r"\(\d+<[^>]*ledger\.db-wal>\) += 0", trace))

    # Twenty sales with two draft lines each, the seven commits of the opening and
    # one of each migration.
    assert 20 <= syncs <= 20 + 12 + len(migration_names(MIGRATIONS))


@needs_strace
def test_failed_sync_stops_selling_and_keeps_every_acknowledged_sale(
    tmp_path: Path,
) -> None:
    till = TillHome(tmp_path)
    till.open().close()

    output, trace = traced(
        tmp_path,
        SALES,
        "-e",
        # Whichever of the two this build of SQLite calls.
        "inject=fsync,fdatasync:error=EIO:when=30+",
        "-P",
        str(till.wal_path),
    )

    assert "EIO" in trace
    acked = output.count("ack ")
    assert "failed storage_fault" in output
    assert "Stop selling" in output
    assert 0 < acked < SALES
    ledger = till.open()
    assert ledger.head.number in {acked, acked + 1}
    ledger.close()
    report = verify_ledger(till.home, till.keys)
    assert report.ok, report.checks


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder],
        capture_output=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_full_disk_undoes_one_sale_and_selling_goes_on_when_there_is_room(
    small_disk: Path,
) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(200_000))

    first = subprocess.run(
        [sys.executable, PROGRAM, small_disk, "100000"],
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )
    ballast.unlink()
    second = subprocess.run(
        [sys.executable, PROGRAM, small_disk, "3"],
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )

    acked = first.stdout.count("ack ")
    assert first.returncode == 1
    assert "failed disk_full: The disk that holds" in first.stdout
    assert first.stderr == ""
    assert acked > 0
    assert f"ack {acked + 1}\n" in second.stdout
    assert second.returncode == 0, second.stdout
    till = TillHome(small_disk)
    report = verify_ledger(till.home, till.keys)
    assert report.ok, report.checks
    assert report.transactions == acked + 3


_AT_THE_LIMIT = """
import resource, runpy, sys
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX limits")
def test_failed_write_stops_selling_and_keeps_every_acknowledged_sale(
    tmp_path: Path,
) -> None:
    till = TillHome(tmp_path)
    till.open().close()

    result = subprocess.run(
        [sys.executable, "-c", _AT_THE_LIMIT, "600000", PROGRAM, tmp_path, "100000"],
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )

    acked = result.stdout.count("ack ")
    assert "failed storage_fault" in result.stdout
    assert "every finished sale is kept" in result.stdout
    assert acked > 0
    ledger = till.open()
    assert ledger.head.number == acked
    ledger.close()
    report = verify_ledger(till.home, till.keys)
    assert report.ok, report.checks


_POLL = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from terminal.persistence.ledger.reader import LedgerReader
from tests.fakes.till_home import TillHome
till = TillHome(Path(sys.argv[2]))
reader = LedgerReader(till.home, till.keys)
print("ready", flush=True)
for line in sys.stdin:
    for head in reader.epochs():
        reader.events_after(head.epoch, max(0, head.last_seq - 100), 100)
reader.close()
"""


def test_wal_stays_bounded_beside_a_reader_that_is_always_there(
    tmp_path: Path,
) -> None:
    till = TillHome(tmp_path)
    ledger = till.open()
    day = TillDay(till, ledger)
    day.open()
    root = Path(__file__).parents[3]
    reader = subprocess.Popen(
        [sys.executable, "-c", _POLL, root, tmp_path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdin is not None
    assert reader.stdout is not None
    assert reader.stdout.readline() == "ready\n"
    largest = 0

    for _ in range(600):
        day.sell(10)
        reader.stdin.write("look\n")
        reader.stdin.flush()
        largest = max(largest, till.wal_path.stat().st_size)

    reader.stdin.close()
    reader.wait()
    reader.stdout.close()
    ledger.close()
    # 600 sales write some 20 MB; about 1,000 pages may wait at a time.
    assert largest < 9 * 1024 * 1024
    assert till.home.ledger_path.stat().st_size > 3 * 1024 * 1024
