"""Lets the n-th call to the disk fail in every flow that writes, for every n.

As SQLite tests itself: n grows until a run meets no error any more.  The till is
the shipped process, started and used as in a shop; after each error it must have
said so in words, must not have lost anything, and must go on or start again.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from terminal.diagnostics.replay.processes import RefusedError
from terminal.diagnostics.torture.faulty_init import make_under
from terminal.diagnostics.torture.faulty_till import FaultyTill, Met, Tried
from terminal.diagnostics.torture.injection import CALLS, ERRORS, Fault
from terminal.diagnostics.torture.recording import Shop
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.migrations.older import make_older

_COUNTED_MINOR: Final = 20_000
_ONE_MICRO: Final = 1_000_000
_PAUSE_S: Final = 1.3
_WORDS_MIN: Final = 5
_PROBLEMS_MAX: Final = 20
_LONG_FLOW: Final = "first key"
_LONG_FLOW_EVERY: Final = 8

Attempt = Callable[[FaultyTill, Fault], Tried]


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What a sweep tries.

    Attributes:
        flows: Names of `FLOWS`; all of them when empty.
        calls: Which system calls fail.
        errors: With which errors.
        every: Each so many-th call only.
        last: No call after that number; None until no error is met.
    """

    flows: tuple[str, ...] = ()
    calls: tuple[str, ...] = CALLS
    errors: tuple[str, ...] = ERRORS
    every: int = 1
    last: int | None = None

    def faults(self) -> Iterator[Iterator[Fault]]:
        """Yield, for each call and error, the faults in order."""
        for call in self.calls:
            for error in self.errors:
                yield self._numbered(call, error)

    def _numbered(self, call: str, error: str) -> Iterator[Fault]:
        number = 1
        while self.last is None or number <= self.last:
            yield Fault(call, error, number)
            number += self.every


def sweep(work: Path, scope: Scope, shop: Shop | None = None) -> dict[str, Any]:
    """Run the sweep and return the report of ``main.py torture --errors --json``.

    Args:
        work: An empty folder for the till.
        scope: What to try.
        shop: A till that is there already, instead of a new one.

    Raises:
        RecorderError: strace is not there, or may not watch.
        ProcessError: The till failed without a fault.
    """
    started = time.monotonic()
    if shop is None:
        shop = Shop(work)
        shop.init_unrecorded()
    till = FaultyTill(shop, work)
    by_flow: dict[str, int] = {}
    answers: Counter[str] = Counter()
    wrong: list[str] = []
    try:
        for name in scope.flows or FLOWS:
            found = list(_sweep_flow(till, FLOWS[name], _scope_of(name, scope)))
            by_flow[name] = len(found)
            answers.update(_answer(tried.met) for _, tried in found)
            for fault, tried in found:
                wrong += [
                    f"{name}, {fault.error} in {fault.call} {fault.number}: {what}"
                    for what in tried.wrong
                ]
            wrong += [f"{name}: {what}" for what in till.audit()]
    finally:
        till.stop()
    if "Traceback" in till.log:
        wrong.append(f"a traceback: {till.log[-2_000:]}")
    return {
        "errors_injected": sum(by_flow.values()),
        "by_flow": by_flow,
        "answers": dict(sorted(answers.items())),
        "sales_owed": len(till.owed),
        "wrong": len(wrong),
        "problems": wrong[:_PROBLEMS_MAX],
        "every": scope.every,
        "seconds": round(time.monotonic() - started, 1),
        "verdict": "ok" if not wrong and by_flow else "FAILED",
    }


def _scope_of(name: str, scope: Scope) -> Scope:
    """Try only some of the hundreds of calls that make a till."""
    if name != _LONG_FLOW:
        return scope
    return msgspec.structs.replace(scope, every=scope.every * _LONG_FLOW_EVERY)


def _sweep_flow(
    till: FaultyTill, attempt: Attempt, scope: Scope
) -> Iterator[tuple[Fault, Tried]]:
    for numbered in scope.faults():
        for fault in numbered:
            tried = attempt(till, fault)
            if not tried.met.is_met:
                break
            yield fault, _in_words(tried)


def _in_words(tried: Tried) -> Tried:
    """Add what is wrong with how the error was told."""
    met = tried.met
    if met.is_dead:
        return Tried(met, (*tried.wrong, "the till went away without an answer"))
    if (met.code or met.later) and len(met.said.split()) < _WORDS_MIN:
        return Tried(met, (*tried.wrong, f"it says only {met.said!r}"))
    return tried


def _answer(met: Met) -> str:
    if met.is_dead:
        return "died"
    if met.later:
        return f"done, then {met.later}"
    return met.code or "done"


# The flows.  Each does its work once under the fault, then makes sure that it was
# done exactly once, and says what was wrong.


def _line(till: FaultyTill, fault: Fault) -> Tried:
    till.ring_up(2)
    met = till.under(fault, lambda: till.call("add_item", scan_code="4006381333931"))
    lines = till.open_lines()
    allowed = {3} if met.is_done else {2, 3}
    wrong = () if lines in allowed else (f"the open sale has {lines} lines",)
    return Tried(met, wrong)


def _sale(till: FaultyTill, fault: Fault) -> Tried:
    till.ring_up(2)
    return _completed(till, fault)


def _return(till: FaultyTill, fault: Fault) -> Tried:
    sold = till.sell()
    till.call(
        "add_return_with_receipt",
        series=sold["series"],
        number=sold["number"],
        line_sequence=1,
        quantity_micro=_ONE_MICRO,
    )
    return _completed(till, fault)


def _completed(till: FaultyTill, fault: Fault) -> Tried:
    """Complete the open sale, in a second attempt if need be."""
    lines = till.open_lines()
    reference = till.new_reference()
    met = till.under(fault, lambda: till.finish(reference))
    if till.is_in_ledger(reference):
        till.owed.add(reference)
        return Tried(met)
    if met.is_done:
        return Tried(met, ("an acknowledged sale is lost",))
    kept = till.open_lines()
    if kept != lines:
        return Tried(met, (f"of the open sale {kept} lines of {lines} are left",))
    till.finish(reference)
    return Tried(met)


def _void(till: FaultyTill, fault: Fault) -> Tried:
    sold = till.sell()

    def void() -> None:
        till.call(
            "void_transaction",
            series=sold["series"],
            number=sold["number"],
            reason="wrong customer",
        )

    met = till.under(fault, void)
    try:
        void()
    except RefusedError:
        return Tried(met)
    return Tried(met, ("an acknowledged void is lost",) if met.is_done else ())


def _suspend(till: FaultyTill, fault: Fault) -> Tried:
    till.ring_up(2)
    met = till.under(fault, lambda: till.call("suspend_transaction"))
    if till.open_lines():
        if met.is_done:
            return Tried(met, ("an acknowledged suspension is lost",))
        till.call("suspend_transaction")
    aside = till.call("list_suspended")
    if len(aside) != 1:
        return Tried(met, (f"{len(aside)} sales are suspended",))
    till.call("retrieve_transaction", transaction_id=aside[0]["transaction_id"])
    till.finish(till.new_reference())
    return Tried(met)


def _print_queue(till: FaultyTill, fault: Fault) -> Tried:
    sold = till.sell()
    receipt = {"series": sold["series"], "number": sold["number"]}
    met = till.under(fault, lambda: till.call("reprint_receipt", **receipt))
    till.call("reprint_receipt", **receipt)
    return Tried(met)


def _sentinel(till: FaultyTill, fault: Fault) -> Tried:
    """Sign off, which makes the sentinel durable."""
    till.open_up()
    met = till.under(fault, lambda: till.call("sign_off"))
    is_off = not till.call("get_till_state").get("session")
    if met.is_done and not is_off:
        return Tried(met, ("an acknowledged sign-off is lost",))
    return Tried(met)


def _settlement(till: FaultyTill, fault: Fault) -> Tried:
    """Settle, which also empties the WAL and tells the key store."""
    till.sell()

    def settle() -> None:
        till.call("settle_till", counted_minor=_COUNTED_MINOR)

    met = till.under(fault, settle)
    wrong: tuple[str, ...] = ()
    if till.call("get_till_state").get("period"):
        if met.is_done:
            wrong = ("an acknowledged settlement is lost",)
        settle()
    till.call("close_business_day")
    return Tried(met, wrong)


def _checkpoint(till: FaultyTill, fault: Fault) -> Tried:
    """Let the till rest, which checkpoints; it tells what failed when asked next."""
    till.sell()

    def rest() -> None:
        threading.Event().wait(_PAUSE_S)
        till.call("get_till_state")

    return Tried(till.under(fault, rest))


def _start(till: FaultyTill, fault: Fault) -> Tried:
    """Start after a kill, with a WAL to bring in and a sale that is open."""
    till.ring_up(2)
    till.kill()
    return _started(till, fault, 2)


def _migration(till: FaultyTill, fault: Fault) -> Tried:
    """Start on a ledger of an older program."""
    till.ring_up(2)
    till.stop()
    home = Home.load(till.shop.home)
    make_older(home, load_keys(home))
    return _started(till, fault, 2)


def _started(till: FaultyTill, fault: Fault, lines: int) -> Tried:
    before = len(till.log)
    met = till.started_under(fault)
    said = till.log[before:]
    if met.is_dead and "Traceback" not in said:
        # A till that does not start says why in one line, and ends.
        met = Met(is_met=met.is_met, code="did not start", said=said)
    kept = till.open_lines()
    if kept != lines:
        return Tried(met, (f"of the open sale {kept} lines of {lines} are left",))
    return Tried(met)


FLOWS: Final[dict[str, Attempt]] = {
    "line": _line,
    "sale": _sale,
    "return": _return,
    "void": _void,
    "suspend": _suspend,
    "print queue": _print_queue,
    "sentinel": _sentinel,
    "settlement": _settlement,
    "checkpoint": _checkpoint,
    "start": _start,
    "migration": _migration,
    "first key": make_under,
}
