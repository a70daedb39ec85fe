"""The scripted day that the recorded till goes through."""

from __future__ import annotations

import threading
from typing import Any, Final

import msgspec

from terminal.diagnostics.replay.processes import TillProcess

OPERATOR_ID: Final = "1"
PIN: Final = "402817"
CODES: Final = ("4006381333931", "5449000000996", "7622210449283", "3017620422003")
LOAN_MINOR: Final = 20_000

_MS_A_COMMAND: Final = 20_000
_ONE_MICRO: Final = 1_000_000
# Longer than a till waits before it uses a pause (a second).
_PAUSE_S: Final = 1.3


class Step(msgspec.Struct, frozen=True):
    """One command and the flow of work it belongs to.

    Attributes:
        at_ms: The till's clock during it; no other command has the same.
    """

    flow: str
    at_ms: int


class Day:
    """Gives commands to a till and remembers them in order.

    Attributes:
        steps: The commands so far.
    """

    def __init__(self, at_ms: int) -> None:
        """Begin at *at_ms*, after everything that is in the ledger."""
        self.steps: list[Step] = []
        self._at_ms = at_ms
        self._till: TillProcess | None = None
        self._sold = 0

    def on(self, till: TillProcess) -> Day:
        """Give the commands to *till* from now on."""
        self._till = till
        return self

    def call(self, flow: str, do: str, **with_: object) -> Any:
        """Give one command, which must succeed, and return its answer."""
        assert self._till is not None
        self._at_ms += _MS_A_COMMAND
        self.steps.append(Step(flow, self._at_ms))
        return msgspec.json.decode(self._till.call(do, self._at_ms, **with_))

    def start(self, flow: str = "start") -> None:
        """Wait for the till, which opens its ledger first."""
        self.call(flow, "get_till_state")

    def open(self, business_day: str) -> None:
        """Sign on and open day and till."""
        self.call("sign-on", "sign_on", operator_id=OPERATOR_ID, pin=PIN)
        self.call("day", "open_business_day", business_day=business_day)
        self.call("day", "open_till_period", loan_minor=LOAN_MINOR)

    def ring_up(self, lines: int, flow: str = "sale") -> None:
        """Scan so many items, each another."""
        for _ in range(lines):
            self._sold += 1
            code = CODES[self._sold % len(CODES)]
            self.call(flow, "add_item", scan_code=code)

    def sell(self, lines: int) -> dict[str, Any]:
        """Sell so many items for cash; return the finished sale."""
        self.ring_up(lines)
        self.call("sale", "tender_cash")
        finished: dict[str, Any] = self.call("sale", "complete_sale")
        return finished

    def take_back(self, sale: dict[str, Any]) -> None:
        """Take the first line of a sale back."""
        self.call(
            "return",
            "add_return_with_receipt",
            series=sale["series"],
            number=sale["number"],
            line_sequence=1,
            quantity_micro=_ONE_MICRO,
        )
        self.call("return", "pay_cash_exact")

    def void(self, sale: dict[str, Any]) -> None:
        """Void a finished sale."""
        self.call(
            "void",
            "void_transaction",
            series=sale["series"],
            number=sale["number"],
            reason="wrong customer",
        )

    def suspend_and_retrieve(self) -> None:
        """Put a sale aside, serve the next shopper, finish the first."""
        self.ring_up(2, "suspend")
        aside = self.call("suspend", "suspend_transaction")
        self.sell(1)
        self.call(
            "suspend",
            "retrieve_transaction",
            transaction_id=aside["transaction_id"],
        )
        self.call("suspend", "pay_cash_exact")

    def cancel(self) -> None:
        """Ring something up and give up."""
        self.ring_up(1, "void")
        self.call("void", "cancel_transaction", reason="changed their mind")

    def rest(self) -> None:
        """Let the till use a pause: it checkpoints and syncs its drafts."""
        threading.Event().wait(_PAUSE_S)

    def settle(self) -> None:
        """Count, settle, close the day and sign off."""
        self.call("settlement", "settle_till", counted_minor=LOAN_MINOR)
        self.call("settlement", "close_business_day")
        self.call("sign-on", "sign_off")


def play_day(day: Day, till: TillProcess, size: int) -> None:
    """Play a whole day; *size* is how often each kind of sale comes."""
    day.on(till)
    day.start()
    day.open("2026-03-02")
    for number in range(size):
        first = day.sell(3)
        second = day.sell(1)
        day.ring_up(1)
        day.rest()
        day.call("sale", "pay_cash_exact")
        day.take_back(first)
        day.void(second)
        day.suspend_and_retrieve()
        day.cancel()
        day.call("drawer", "record_no_sale", reason=f"change {number}")
        day.call("print queue", "reprint_receipt", **_receipt_of(first))
    day.rest()
    day.settle()


def play_after_migration(day: Day, till: TillProcess) -> None:
    """Start on an older ledger, which is migrated, and sell."""
    day.on(till)
    day.start("migration")
    day.open("2026-03-03")
    day.sell(2)
    day.settle()


def _receipt_of(sale: dict[str, Any]) -> dict[str, Any]:
    return {"series": sale["series"], "number": sale["number"]}
