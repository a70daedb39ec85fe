"""Plays transactions of a log through a till process that may die at any moment.

The player never guesses.  After a death it asks the ledger, by the log's own
reference, whether a sale was committed, and the open basket how far it got.
"""

import time
from collections.abc import Callable
from typing import Any, Final

import msgspec

from structs.decoding import decode_json, json_decoder
from terminal.bootstrap.phase_page import IDLE, PhasePage
from terminal.diagnostics.replay.kill_plan import LINE, SALE, SETTLEMENT, KillPlan
from terminal.diagnostics.replay.log_reader import LogLine, LogTransaction
from terminal.diagnostics.replay.processes import (
    ProcessError,
    RefusedError,
    TillDiedError,
    TillProcess,
)
from terminal.diagnostics.replay.witness import Acknowledgement, Witness

LOAN_MINOR: Final = 10_000
RETURN_REASON: Final = "replayed from a log"
_NOTE_MINOR: Final = 500
_CHANGE_EVERY: Final = 3
_LAST_MOMENT_MS: Final = 1_000
_AIM_TIMEOUT_S: Final = 30.0
_STARTS_MAX: Final = 5


class _Totals(msgspec.Struct, frozen=True):
    total_minor: int
    due_minor: int


class _Tender(msgspec.Struct, frozen=True):
    sequence: int


class _OpenSale(msgspec.Struct, frozen=True):
    lines: list[msgspec.Raw]
    totals: _Totals
    tenders: list[_Tender] = []


class _LineChange(msgspec.Struct, frozen=True):
    totals: _Totals


class _Completed(msgspec.Struct, frozen=True):
    series: str
    number: int
    gross_minor: int
    event_hash: str


class _TillState(msgspec.Struct, frozen=True):
    business_day: dict[str, Any] | None = None
    period: dict[str, Any] | None = None
    session: dict[str, Any] | None = None


class _Settlement(msgspec.Struct, frozen=True):
    expected_minor: int


class Player:
    """Drives one till through a log, day by day.

    Attributes:
        refused: Lines the till refused, by the code of its reason.
        scan_s: Seconds from each scan to its answer.
        commit_s: Seconds from each completion to its answer.
        settlements: Days that were settled and closed.
        settlement_error_minor: By how much the cash that the till expected at
            its settlements differs from what the player handed over.
    """

    def __init__(
        self,
        start_till: Callable[[], TillProcess],
        witness: Witness,
        operator: tuple[str, str],
        kills: KillPlan | None = None,
        page: PhasePage | None = None,
    ) -> None:
        self._start_till = start_till
        self._witness = witness
        self._operator = operator
        self._kills = kills
        self._page = page
        self._till = start_till()
        self._day: str | None = None
        self._cash_minor = 0
        self._at_ms = 0
        self._open_sale = json_decoder(_OpenSale | None).decode
        self._line_change = json_decoder(_LineChange).decode
        self._completed = json_decoder(_Completed).decode
        self.refused: dict[str, int] = {}
        self.scan_s: list[float] = []
        self.commit_s: list[float] = []
        self.settlements = 0
        self.settlement_error_minor = 0

    def play(self, transaction: LogTransaction) -> int | None:
        """Sell one transaction, opening and closing business days as needed.

        Returns its gross in minor units, or None when no line could be sold.
        """
        day = transaction.business_day
        if day != self._day:
            self.close_day()
            # The log is a shop's; a till's clock never runs backwards.
            self._at_ms = max(self._at_ms, transaction.at_ms)
            self._open_day(day)
        self._at_ms = max(self._at_ms, transaction.at_ms)
        completed = self._complete(transaction)
        if completed is None:
            return None
        self._cash_minor += completed.gross_minor
        self._witness.record(
            Acknowledgement(
                reference=transaction.reference,
                series=completed.series,
                number=completed.number,
                gross_minor=completed.gross_minor,
                tender_minor=completed.gross_minor,
                event_hash=completed.event_hash,
                business_day=day,
            )
        )
        return completed.gross_minor

    def close_day(self) -> None:
        """Count, settle and close the open day, if one is open."""
        if self._day is None:
            return
        at_ms = self._at_ms + _LAST_MOMENT_MS
        while True:
            try:
                state = self._state(at_ms)
                if state.period is not None:
                    counted = max(LOAN_MINOR + self._cash_minor, 0)
                    answer = self._call(
                        SETTLEMENT, "settle_till", at_ms, counted_minor=counted
                    )
                    settled = decode_json(answer, _Settlement)
                    error = settled.expected_minor - LOAN_MINOR - self._cash_minor
                    self.settlement_error_minor += abs(error)
                if state.business_day is not None:
                    self._call(SETTLEMENT, "close_business_day", at_ms)
                break
            except TillDiedError:
                self._restart()
        self.settlements += 1
        self._day = None

    def stop(self) -> None:
        """End the till process."""
        self._till.stop()

    def ask(self, do: str, **with_: object) -> bytes:
        """Run one use case outside of any kill."""
        return self._till.call(do, self._at_ms, **with_)

    def _open_day(self, day: str) -> None:
        self._day = day
        self._cash_minor = 0
        while True:
            try:
                self._sign_on()
                state = self._state(self._at_ms)
                if state.business_day is None:
                    self._call(
                        "day", "open_business_day", self._at_ms, business_day=day
                    )
                if state.period is None:
                    self._call(
                        "day", "open_till_period", self._at_ms, loan_minor=LOAN_MINOR
                    )
            except TillDiedError:
                self._restart()
            else:
                return

    def _complete(self, transaction: LogTransaction) -> _Completed | None:
        """Sell one transaction through any number of deaths."""
        done = 0
        while True:
            try:
                return self._sell(transaction, done)
            except TillDiedError:
                self._restart()
                found = self._find(transaction.reference)
                if found is not None:
                    return found
                done = self._lines_in_basket()

    def _sell(self, transaction: LogTransaction, done: int) -> _Completed | None:
        """Scan what is left, tender and complete; None when nothing was sold."""
        at_ms = self._at_ms
        due: int | None = None
        for line in transaction.lines[done:]:
            due = self._scan(line, at_ms, due)
        if due is None:
            sale = self._open_sale(self._call("ask", "get_open_sale", at_ms))
            if sale is None:
                return None
            due = sale.totals.due_minor
        if due != 0:
            self._call("tender", "tender_cash", at_ms, given_minor=self._given(due))
        started = time.perf_counter()
        answer = self._call(
            SALE, "complete_sale", at_ms, source_reference=transaction.reference
        )
        self.commit_s.append(time.perf_counter() - started)
        return self._completed(answer)

    def _scan(self, line: LogLine, at_ms: int, due: int | None) -> int | None:
        started = time.perf_counter()
        try:
            if line.quantity_micro > 0:
                answer = self._call(
                    LINE,
                    "add_item",
                    at_ms,
                    scan_code=line.scan_code,
                    quantity_micro=line.quantity_micro,
                    keyed_price_micro=line.unit_price_micro,
                )
            else:
                answer = self._call(
                    LINE,
                    "add_return_without_receipt",
                    at_ms,
                    scan_code=line.scan_code,
                    quantity_micro=-line.quantity_micro,
                    reason=RETURN_REASON,
                    keyed_price_micro=line.unit_price_micro,
                )
        except RefusedError as refusal:
            self.refused[refusal.code] = self.refused.get(refusal.code, 0) + 1
            return due
        self.scan_s.append(time.perf_counter() - started)
        return self._line_change(answer).totals.due_minor

    def _given(self, due_minor: int) -> int | None:
        """Return the cash handed over: exact, or a round sum every third time."""
        if due_minor < 0:
            return None
        if len(self.commit_s) % _CHANGE_EVERY:
            return due_minor
        return -(-due_minor // _NOTE_MINOR) * _NOTE_MINOR

    def _sign_on(self) -> None:
        if self._state(self._at_ms).session is None:
            operator_id, pin = self._operator
            self._call("day", "sign_on", self._at_ms, operator_id=operator_id, pin=pin)

    def _state(self, at_ms: int) -> _TillState:
        answer = self._call("ask", "get_till_state", at_ms)
        return decode_json(answer, _TillState)

    def _find(self, reference: str) -> _Completed | None:
        answer = self._call(
            "ask", "find_transaction", self._at_ms, source_reference=reference
        )
        return decode_json(answer, _Completed | None)

    def _lines_in_basket(self) -> int:
        sale = self._open_sale(self._call("ask", "get_open_sale", self._at_ms))
        if sale is None:
            return 0
        for tender in sale.tenders:
            self._call(
                "ask", "remove_tender", self._at_ms, tender_sequence=tender.sequence
            )
        return len(sale.lines)

    def _restart(self) -> None:
        """Start a new till; one that cannot stay up is not tried for ever."""
        for _ in range(_STARTS_MAX):
            self._till = self._start_till()
            try:
                self._sign_on()
            except TillDiedError:
                continue
            return
        raise ProcessError("the till does not start again; see till.log")

    def _call(self, kind: str, do: str, at_ms: int, **with_: object) -> bytes:
        kills = self._kills
        if kills is None:
            return self._till.call(do, at_ms, **with_)
        kill = kills.draw(kind)
        started = time.perf_counter()
        self._till.send(do, at_ms, with_)
        if kill is None:
            answer = self._till.receive()
            kills.note(kind, time.perf_counter() - started)
            return answer
        assert self._page is not None
        if kill.aim is None:
            remaining_s = kill.after_s - (time.perf_counter() - started)
            answered = self._till.is_answering(remaining_s)
        else:
            answered = self._await_phase(kill.aim, self._page)
        self._till.kill()
        kills.count(kind, self._page.value, answered=answered)
        # The next till has not spoken yet; its phase is not the dead one's.
        self._page.set(IDLE)
        raise TillDiedError

    def _await_phase(self, aim: int, page: PhasePage) -> bool:
        """Watch the till until it enters a phase; whether it answered before."""
        if aim == IDLE:
            return self._till.is_answering(_AIM_TIMEOUT_S)
        while page.value != aim:
            if self._till.is_answering(0):
                return True
        return False
