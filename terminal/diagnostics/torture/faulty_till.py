"""A real till process whose disk can be told to fail, and what it owes its shop."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import msgspec

from sync.protocol.envelope import decode_header
from terminal.bootstrap.headless import read_ledger_events
from terminal.diagnostics.replay.processes import (
    TillDiedError,
    TillFailedError,
    TillProcess,
)
from terminal.diagnostics.torture.day import CODES, LOAN_MINOR, OPERATOR_ID, PIN
from terminal.diagnostics.torture.injection import Fault, Injection
from terminal.diagnostics.torture.recorder import TILL
from terminal.diagnostics.torture.recording import KEYS, Shop
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.keys.home_keys import home_id_of
from terminal.persistence.ledger.verify import verify_ledger

_MS_A_COMMAND: Final = 1_000
_MS_A_DAY: Final = 86_400_000
_AHEAD_MS: Final = 3_600_000
# After these the till goes on by itself; after any other it must be started again.
GOES_ON: Final = frozenset({"disk_full", "database_busy"})
_FILES: Final = ("ledger.db", "ledger.db-wal", "ledger.db-shm", "sentinel")


class Met(msgspec.Struct, frozen=True, kw_only=True):
    """How a command ended that met a fault, or none.

    Attributes:
        is_met: The fault was met.
        code: Code of the storage error; empty when the command was done.
        said: What the person was told.
        is_dead: The till went away without an answer.
        later: Code of the error that the next command met, once the disk was well.
    """

    is_met: bool
    code: str = ""
    said: str = ""
    is_dead: bool = False
    later: str = ""

    @property
    def is_done(self) -> bool:
        """Whether the till said that it did it."""
        return not self.code and not self.is_dead


class Tried(msgspec.Struct, frozen=True):
    """One command under one fault, and what was wrong afterwards."""

    met: Met
    wrong: tuple[str, ...] = ()


class FaultyTill:
    """The shop of one sweep: one home, started again as often as needed.

    Attributes:
        owed: References of sales that the till said were finished, or that were
            finished in a second attempt: each must be in the ledger exactly once.
    """

    def __init__(self, shop: Shop, work: Path) -> None:
        self.shop = shop
        self.owed: set[str] = set()
        self._work = work
        self._till: TillProcess | None = None
        self._at_ms = time.time_ns() // 1_000_000 + _AHEAD_MS
        self._reference = 0
        self._name = self._at_ms
        self._day = 0
        self._log = work / "till.log"
        item = home_id_of(Home.load(shop.home))
        keys = shop.root / KEYS
        self._paths = [
            shop.home,
            keys,
            *(shop.home / name for name in _FILES),
            *(keys / name for name in (f"{item}.witness", f".{item}.witness.new")),
        ]

    @property
    def log(self) -> str:
        """What the till wrote to its standard error so far."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    def call(self, do: str, **with_: object) -> Any:
        """Give one command; the till is started when it does not run."""
        if self._till is None:
            self._till = TillProcess(self.shop.home, self._log)
        self._at_ms += _MS_A_COMMAND
        return msgspec.json.decode(self._till.call(do, self._at_ms, **with_))

    def new_reference(self) -> str:
        """Return a name for a sale that no other has."""
        self._reference += 1
        return f"sale-{self._name}-{self._reference}"

    def under(self, fault: Fault, act: Callable[[], object]) -> Met:
        """Do something that gives commands while the disk has *fault*."""
        self.call("get_till_state")
        assert self._till is not None
        injection = Injection(fault, self._paths, self._work / "faults.txt")
        with injection.attach(self._till.process.pid):
            met = _met(act)
        if met.is_done:
            # What failed after the commit is told by the next command.
            later = _met(lambda: self.call("get_till_state"))
            met = msgspec.structs.replace(met, later=later.code, said=later.said)
        code = met.code or met.later
        if met.is_dead or (code and code not in GOES_ON):
            self.stop()
        return msgspec.structs.replace(met, is_met=injection.was_met)

    def started_under(self, fault: Fault) -> Met:
        """Start the till while the disk has *fault*, and end it."""
        self.stop()
        injection = Injection(fault, self._paths, self._work / "faults.txt")
        self._till = TillProcess(
            self.shop.home, self._log, program=(*injection.prefix, *TILL)
        )
        met = _met(lambda: self.call("get_till_state"))
        self.stop()
        return msgspec.structs.replace(met, is_met=injection.was_met)

    def stop(self) -> None:
        """Let the till end; it is started again when needed."""
        if self._till is not None:
            self._till.stop()
        self._till = None

    def kill(self) -> None:
        """End the till as a loss of power to its process does."""
        if self._till is not None:
            self._till.kill()
        self._till = None

    def open_up(self) -> None:
        """Sign on and open day and till, as far as they are not."""
        state = self.call("get_till_state")
        if not state.get("session"):
            self.call("sign_on", operator_id=OPERATOR_ID, pin=PIN)
        if not state.get("business_day"):
            self._day += 1
            self._at_ms += _MS_A_DAY
            self.call(
                "open_business_day",
                business_day=f"2031-{1 + self._day // 28:02d}-{1 + self._day % 28:02d}",
                is_confirmed=True,
            )
        if not state.get("period"):
            self.call("open_till_period", loan_minor=LOAN_MINOR)

    def ring_up(self, lines: int) -> None:
        """Begin a sale of so many items; whatever was open is finished first."""
        self.open_up()
        if self.open_lines():
            self.finish(self.new_reference())
        for number in range(lines):
            self.call("add_item", scan_code=CODES[number % len(CODES)])

    def open_lines(self) -> int:
        """Return how many lines the open sale has."""
        sale = self.call("get_open_sale")
        return len(sale["lines"]) if sale else 0

    def finish(self, reference: str) -> Any:
        """Pay the open sale and owe it from now on."""
        done = self.call("pay_cash_exact", source_reference=reference)
        self.owed.add(reference)
        return done

    def sell(self) -> Any:
        """Sell one item, undisturbed."""
        self.ring_up(1)
        return self.finish(self.new_reference())

    def is_in_ledger(self, reference: str) -> bool:
        """Ask the till for a sale by its reference."""
        found = self.call("find_transaction", source_reference=reference)
        return found is not None

    def audit(self) -> list[str]:
        """Stop the till and return what is wrong with its ledger."""
        self.stop()
        home = Home.load(self.shop.home)
        report = verify_ledger(home, load_keys(home))
        wrong = [] if report.ok else [f"verify: {report.checks}"]
        found: dict[str, int] = {}
        epochs = set()
        for event in read_ledger_events(self.shop.home):
            epochs.add(decode_header(event.header).epoch)
            reference = msgspec.json.decode(event.body).get("source_reference")
            if reference:
                found[reference] = found.get(reference, 0) + 1
        wrong += [f"{one} is lost" for one in sorted(self.owed) if one not in found]
        wrong += [f"{one} is there twice" for one, count in found.items() if count > 1]
        if len(epochs) > 1:
            wrong.append("a new epoch began without need")
        return wrong


def _met(act: Callable[[], object]) -> Met:
    try:
        act()
    except TillFailedError as error:
        return Met(is_met=False, code=error.code, said=error.said)
    except TillDiedError:
        return Met(is_met=False, is_dead=True)
    return Met(is_met=False)
