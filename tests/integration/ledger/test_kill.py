"""SIGKILL at any moment: nothing acknowledged is lost, nothing is there twice.

The process kills itself at named points of a commit, or is killed from outside at a
moment nobody chose; the next process must find every acknowledged sale, dense
numbers, an open basket or none, and a ledger that verifies.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from terminal.persistence.ledger.verify import verify_ledger
from tests.fakes.till_home import TillHome

PROGRAM = Path(__file__).with_name("till_process.py")


def run_killed(folder: Path, wish: str, sales: int = 30) -> list[int]:
    """Run until the process kills itself; return the acknowledged numbers."""
    result = subprocess.run(
        [sys.executable, PROGRAM, folder, str(sales), wish],
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )
    assert result.returncode == -signal.SIGKILL, result.stderr
    return acknowledged(result.stdout)


def acknowledged(output: str) -> list[int]:
    return [
        int(line.split()[1]) for line in output.splitlines() if line.startswith("ack ")
    ]


def check(folder: Path, acked: list[int], *, basket_lines: set[int]) -> None:
    till = TillHome(folder)
    ledger = till.open()
    with ledger.draft() as uow:
        newest = uow.finished.list_recent(1)
        count = newest[0].number if newest else 0
        # One sale may be in the ledger whose acknowledgement died with the process.
        assert count - len(acked) in {0, 1}
        assert acked == list(range(1, len(acked) + 1))
        for number in range(1, count + 1):
            assert uow.finished.find_by_receipt("A", number) is not None
        basket = uow.baskets.open_basket()
        assert (basket.line_count if basket else 0) in basket_lines
    ledger.close()
    report = verify_ledger(till.home, till.keys)
    assert report.ok, report.checks
    assert report.transactions == count


@pytest.mark.parametrize(
    ("wish", "acked", "basket_lines"),
    [
        # Two drafts a sale: the ninth ends inside the fifth sale.
        ("draft.commit:entered:9", 4, {0, 2}),
        ("draft.commit:left:9", 4, {1}),
        ("draft.commit:left:10", 4, {2}),
        # Three events open the day and one the epoch; then each final is a sale.
        ("final.commit:entered:9", 4, {2}),
        ("final.commit:left:9", 4, {2}),
        ("final.commit:left:1", 0, {0}),
    ],
)
def test_kill_at_each_point_of_a_commit(
    tmp_path: Path, wish: str, acked: int, basket_lines: set[int]
) -> None:
    found = run_killed(tmp_path, wish)

    assert len(found) == acked
    check(tmp_path, found, basket_lines=basket_lines)


def test_sale_after_commit_and_before_its_acknowledgement_is_kept(
    tmp_path: Path,
) -> None:
    acked = run_killed(tmp_path, "final.commit:left:9")

    till = TillHome(tmp_path)
    ledger = till.open()
    assert ledger.head.number == len(acked) + 1
    ledger.close()


@pytest.mark.slow
def test_kill_at_random_moments_again_and_again(tmp_path: Path) -> None:
    chosen = random.Random(20_260_302)
    acked: list[int] = []
    for _ in range(8):
        process = subprocess.Popen(
            [sys.executable, PROGRAM, tmp_path, "100000"],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        stop_after = chosen.randrange(1, 40)
        lines: list[str] = []
        for line in process.stdout:
            lines.append(line)
            if sum(one.startswith("ack") for one in lines) >= stop_after:
                break
        # From here to the kill lies a moment that nobody chose.
        timer = threading.Timer(chosen.random() / 200, process.kill)
        timer.start()
        lines += process.stdout.readlines()
        process.wait()
        timer.join()
        process.stdout.close()
        new = acknowledged("".join(lines))
        # A committed sale whose acknowledgement died is not sold again: the next
        # process goes on with the next number.
        assert not acked or new[0] in {acked[-1] + 1, acked[-1] + 2}
        acked += new

    till = TillHome(tmp_path)
    ledger = till.open()
    with ledger.draft() as uow:
        for number in acked:
            assert uow.finished.find_by_receipt("A", number) is not None
    ledger.close()
    report = verify_ledger(till.home, till.keys)
    assert report.ok, report.checks
    assert len(acked) <= report.transactions <= len(acked) + 8
