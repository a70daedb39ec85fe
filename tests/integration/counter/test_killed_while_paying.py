"""SIGKILL of the till with its window while a customer pays, and all devices run.

The devices are simulated by this process and live on, as real ones do.  The next till
finds the sale in the ledger or still open, never both and never neither; every sale
has a paper, a second one only as a copy, and the drawer never opens twice for one.
"""

from __future__ import annotations

import os
import queue
import random
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.scanner.simulator import SimulatedScanner
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.ledger.verify import verify_ledger
from terminal.settings.schema import DeviceSettings
from tests.integration.counter.shop import (
    BREAD,
    BREAD_MINOR,
    MILK,
    MILK_MINOR,
    OPEN_LEVEL,
    new_card_reader,
    new_home,
    new_pole,
    new_printer,
    new_scale,
    new_scanner,
    sold_in,
)

pytestmark = [
    pytest.mark.gui,
    pytest.mark.skipif(
        sys.platform == "win32", reason="Windows has no pseudo-terminals"
    ),
]

_ROOT = Path(__file__).parents[3]
_WAIT_S = 30.0
_TOTAL = MILK_MINOR + BREAD_MINOR
_MOMENTS_S = 0.12
"""From the wish to pay until the paper is out, on a slow computer."""

_NUMBER = re.compile(r"A-(\d{6})")


class _Counter:
    """The devices, which outlive the till, and its home."""

    def __init__(self, folder: Path) -> None:
        self.scanner, scanner = new_scanner()
        self.printer, printer = new_printer()
        _, pole = new_pole("cd5220")
        _, scale = new_scale("toledo-8217")
        _, badges = new_card_reader()
        self._units = {
            "scanner": scanner,
            "printer": printer,
            "pole": pole,
            "scale": scale,
            "badges": badges,
        }
        settings = {name: unit.settings for name, unit in self._units.items()}
        settings["drawer"] = DeviceSettings(
            kind="cash_drawer",
            options={"printer": "printer", "open_level": OPEN_LEVEL},
        )
        self.home = new_home(folder, settings)

    def close(self) -> None:
        for unit in self._units.values():
            unit.close()


class _Till:
    """One run of the till."""

    def __init__(self, home: Home, scanner: SimulatedScanner) -> None:
        self._scanner = scanner
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.integration.counter.window_process",
                str(home.path),
            ],
            cwd=_ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._said: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()
        self.open_lines = int(self.until("ready"))

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.put(line.strip())
        self._said.put("gone")

    def until(self, word: str) -> str:
        """Wait until it says *word*; return what it says with it."""
        while True:
            said, _, rest = self._said.get(timeout=_WAIT_S).partition(" ")
            assert said == word or said != "gone", f"gone before {word}"
            if said == word:
                return rest

    def ring(self) -> None:
        """Scan what a sale of two lines still lacks."""
        for count, code in enumerate((MILK, BREAD), 1):
            if count > self.open_lines:
                self._scanner.scan(code)
                assert self.until("lines") == str(count)
        self.open_lines = 0

    def tell(self, word: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()

    def pay(self) -> int:
        """Pay, and return what was paid."""
        self.tell("pay")
        return int(self.until("paid"))

    def kill(self, after_s: float) -> bool:
        """Kill it that long after it was told to pay; return whether it had paid."""
        self.tell("pay")
        self.until("paying")
        threading.Event().wait(after_s)
        self._process.kill()
        self._end()
        said = []
        while not self._said.empty():
            said.append(self._said.get())
        return f"paid {_TOTAL}" in said

    def close(self) -> None:
        self.tell("close")
        self.until("closed")
        self._end()
        assert self._process.returncode == 0

    def _end(self) -> None:
        self._process.wait(_WAIT_S)
        self._listener.join(_WAIT_S)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[_Counter]:
    counter = _Counter(tmp_path)
    yield counter
    counter.close()


def _sell_and_kill(counter: _Counter, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    outcomes: Counter[str] = Counter()
    sold = left_open = 0
    for _ in range(kills):
        till = _Till(counter.home, counter.scanner)
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
    till = _Till(counter.home, counter.scanner)
    assert till.open_lines == left_open
    till.ring()
    assert till.pay() == _TOTAL
    assert counter.printer.wait_for_papers(sold + 1, _WAIT_S)
    till.close()
    sys.stdout.write(
        f"{kills} kills: {dict(outcomes)}; {sold + 1} sales,"
        f" {len(counter.printer.papers)} papers, {counter.printer.pulse_count} pulses\n"
    )
    _check(counter, sold + 1)


def _check(counter: _Counter, count: int) -> None:
    sales = sold_in(counter.home)
    assert [sale.number for sale in sales] == list(range(1, count + 1))
    for sale in sales:
        assert [line.amount_minor for line in sale.lines] == [MILK_MINOR, BREAD_MINOR]
        assert sale.gross_minor == _TOTAL
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
    counter: _Counter,
) -> None:
    _sell_and_kill(counter, 40, 2)
