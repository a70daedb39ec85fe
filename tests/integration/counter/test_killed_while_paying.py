"""SIGKILL of the till with its window while a customer pays, and all devices run.

The devices are simulated by this process and live on, as real ones do.  The next till
finds the sale in the ledger or still open, never both and never neither; every sale
has a paper, a second one only as a copy, and the drawer never opens twice for one.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.persistence.keys import load_keys
from terminal.persistence.ledger.verify import verify_ledger
from tests.integration.counter.shop import BREAD_MINOR, MILK_MINOR, sold_in
from tests.integration.counter.window_till import (
    TOTAL,
    WAIT_S,
    OutlivingCounter,
    WindowTill,
)

pytestmark = [
    pytest.mark.gui,
    pytest.mark.skipif(
        sys.platform == "win32", reason="Windows has no pseudo-terminals"
    ),
]

_MOMENTS_S = 0.12
"""From the wish to pay until the paper is out, on a slow computer."""

_NUMBER = re.compile(r"A-(\d{6})")


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[OutlivingCounter]:
    counter = OutlivingCounter(tmp_path)
    yield counter
    counter.close()


def _sell_and_kill(counter: OutlivingCounter, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    outcomes: Counter[str] = Counter()
    sold = left_open = 0
    for _ in range(kills):
        till = WindowTill(counter.home, counter.scanner)
        assert till.open_lines == left_open
        till.ring()
        counter.printer.close_drawer()
        was_paid = till.kill(chance.random() * _MOMENTS_S)
        before, sold = sold, len(sold_in(counter.home))
        assert sold == before + 1 or (sold == before and not was_paid)
        # What was not sold is still there, whole.
        left_open = 2 if sold == before else 0
        outcomes[
            "still open" if left_open else "told" if was_paid else "sold, not told"
        ] += 1
    till = WindowTill(counter.home, counter.scanner)
    assert till.open_lines == left_open
    till.ring()
    assert till.pay() == TOTAL
    assert counter.printer.wait_for_papers(sold + 1, WAIT_S)
    till.close()
    sys.stdout.write(
        f"{kills} kills: {dict(outcomes)}; {sold + 1} sales,"
        f" {len(counter.printer.papers)} papers, {counter.printer.pulse_count} pulses\n"
    )
    _check(counter, sold + 1)


def _check(counter: OutlivingCounter, count: int) -> None:
    sales = sold_in(counter.home)
    assert [sale.number for sale in sales] == list(range(1, count + 1))
    for sale in sales:
        assert [line.amount_minor for line in sale.lines] == [MILK_MINOR, BREAD_MINOR]
        assert sale.gross_minor == TOTAL
    report = verify_ledger(counter.home, load_keys(counter.home))
    assert report.ok, report.checks
    originals: Counter[int] = Counter()
    copies: Counter[int] = Counter()
    for paper in counter.printer.papers:
        found = _NUMBER.search(paper.text)
        assert found is not None, paper.text
        (copies if "COPY" in paper.text else originals)[int(found[1])] += 1
    assert set(originals) | set(copies) == set(range(1, count + 1))
    assert max(originals.values()) == 1
    # Whoever was killed before the drawer's turn opens it never: nobody is there.
    assert counter.printer.pulse_count <= count


@pytest.mark.campaign
@pytest.mark.timeout(1800)
def test_a_till_that_is_killed_forty_times_while_paying_sells_each_once(
    counter: OutlivingCounter,
) -> None:
    _sell_and_kill(counter, 40, 2)
