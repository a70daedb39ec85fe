"""Opens what a cut of power left, as the shipped program opens it, and judges it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Final

import msgspec

from sync.protocol.envelope import StoredEvent, decode_header
from sync.protocol.uuid7 import Uuid7Factory
from terminal.application.selling.add_item import AddItem
from terminal.application.selling.get_open_sale import GetOpenSale
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.till_control.get_till_state import GetTillState
from terminal.application.till_control.open_business_day import OpenBusinessDay
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.sign_on import SignOn
from terminal.bootstrap.headless import open_till
from terminal.bootstrap.system_clock import InjectedClock
from terminal.diagnostics.torture.day import CODES, LOAN_MINOR, OPERATOR_ID, PIN
from terminal.diagnostics.torture.recording import Recording
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.ledger.opening import open_ledger
from terminal.persistence.ledger.reader import EVENTS_MAX, LedgerReader
from terminal.persistence.ledger.verify import verify_ledger
from terminal.persistence.ledger.verify_report import Outcome

_LATER_MS: Final = 86_400_000
_DAY: Final = "2026-04-01"


class Verdict(Enum):
    """What became of a till after a cut of power."""

    OK = "ok"
    """Everything acknowledged is there, whole, and the till goes on."""
    LOST = "acknowledged lost"
    """Somebody was told of something that is not there."""
    UNREADABLE = "unreadable"
    """The shipped program does not open it."""
    BROKEN = "half or altered"
    """It opens, but does not verify, or holds what nobody did."""
    ESTRANGED = "new epoch without need"
    """It took itself for a restored till, though nothing is missing."""


class Judgement(msgspec.Struct, frozen=True):
    """A verdict and the words that explain it."""

    verdict: Verdict
    detail: str = ""

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        return self.verdict is Verdict.OK


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What to hold a state against.

    Attributes:
        recording: The process that was cut.
        acknowledged: Events that somebody had been told of.
        sells: Whether to sell something afterwards.
        verifies_first: Whether `ledger verify` comes before the till.
    """

    recording: Recording
    acknowledged: int
    sells: bool = False
    verifies_first: bool = False


def judge(root: Path, question: Question) -> Judgement:
    """Judge what is below *root* now; it is changed by that."""
    path = root / question.recording.home
    if not path.exists() or not any(path.iterdir()):
        if question.acknowledged:
            return Judgement(Verdict.LOST, "the home is gone")
        return Judgement(Verdict.OK, "no home yet")
    try:
        return _opened(path, question)
    except Exception as error:  # noqa: BLE001 - whatever it is, this till does not sell
        return Judgement(Verdict.UNREADABLE, f"{type(error).__name__}: {error}")


class _Found:
    """The home that a cut of power left."""

    def __init__(self, path: Path) -> None:
        self.home = Home.load(path)
        self.keys = load_keys(self.home)

    def open_and_close(self) -> None:
        """Do what a till does when it starts, and what it does when it ends."""
        clock = InjectedClock()
        ids = Uuid7Factory(clock.wall_ms, os.urandom)
        with self.home.lock_ledger():
            open_ledger(self.home, self.keys, clock=clock, ids=ids).close()

    def events(self) -> Iterator[StoredEvent]:
        """Return every event, oldest first."""
        reader = LedgerReader(self.home, self.keys)
        try:
            for head in reader.epochs():
                yield from reader.events_after(head.epoch, 0, EVENTS_MAX)
        finally:
            reader.close()

    def verified(self) -> Judgement | None:
        """Run `ledger verify`."""
        report = verify_ledger(self.home, self.keys)
        if report.ok:
            return None
        return Judgement(
            Verdict.BROKEN,
            "; ".join(
                f"{check.name}: {check.detail}"
                for check in report.checks
                if check.outcome is Outcome.FAILED
            ),
        )

    def compared(self, question: Question) -> Judgement | None:
        """Hold the events against those that the program wrote in the end."""
        events = list(self.events())
        wanted = question.recording.hashes
        same = sum(
            1
            for found, hash_ in zip(events, wanted, strict=False)
            if found.hash == hash_
        )
        if same < question.acknowledged:
            told = question.acknowledged
            return Judgement(Verdict.LOST, f"{same} events of {told} acknowledged")
        epochs = len({decode_header(event.header).epoch for event in events})
        if epochs > question.recording.epochs:
            return Judgement(Verdict.ESTRANGED, f"{epochs} epochs")
        if same < len(events):
            return Judgement(Verdict.BROKEN, f"event {same + 1} is nobody's")
        return None

    def sold(self) -> Judgement | None:
        """Sell one thing more; its number was never given before."""
        before, last_ms = set[tuple[str, int]](), 0
        for event in self.events():
            last_ms = max(last_ms, decode_header(event.header).t_wall)
            body = msgspec.json.decode(event.body)
            if "number" in body and "series" in body:
                before.add((str(body["series"]), int(body["number"])))
        number = _sell(self.home.path, last_ms + _LATER_MS)
        if number in before:
            return Judgement(Verdict.BROKEN, f"receipt {number} was given twice")
        return self.verified()


def _opened(path: Path, question: Question) -> Judgement:
    found = _Found(path)
    if question.verifies_first:
        bad = found.verified()
        if bad is not None:
            return bad
    found.open_and_close()
    return (
        found.compared(question)
        or found.verified()
        or (found.sold() if question.sells else None)
        or Judgement(Verdict.OK)
    )


def _sell(path: Path, at_ms: int) -> tuple[str, int]:
    """Finish the open sale, or one of one item; return the receipt's number."""
    clock = InjectedClock()
    clock.now_ms = at_ms
    till = open_till(path, clock=clock, starts_agent=False)
    try:
        do = till.use_cases
        state = do.get_till_state(GetTillState())
        if state.session is None:
            do.sign_on(SignOn(operator_id=OPERATOR_ID, pin=PIN))
        if state.business_day is None:
            do.open_business_day(OpenBusinessDay(business_day=_DAY, is_confirmed=True))
        if state.period is None:
            do.open_till_period(OpenTillPeriod(loan_minor=LOAN_MINOR))
        if do.get_open_sale(GetOpenSale()) is None:
            do.add_item(AddItem(scan_code=CODES[0]))
        sold = do.pay_cash_exact(PayCashExact())
        return sold.series, sold.number
    finally:
        till.close()
