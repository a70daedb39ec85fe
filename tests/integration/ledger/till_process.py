"""A till in a process of its own, for tests that kill it or starve its disk.

Run as ``python till_process.py FOLDER SALES [KILL]``: opens the ledger in FOLDER,
opens a day when none is open, and sells SALES times two lines, each as a draft
commit and then the sale as a final one.  For every sale it writes ``sale N`` before
and ``ack N`` after the commit returned, unbuffered, as a till that prints.

KILL is ``POINT:EVENT:COUNT``, such as ``final.commit:entered:7``: the process kills
itself when the probe tells that for the COUNT-th time.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from terminal.domain.transaction.retail_transaction import RetailTransaction
from terminal.domain.transaction.transaction_header import TaxMode, TransactionHeader
from terminal.persistence.errors import StorageError
from terminal.persistence.ledger.sql_ledger import SqlLedger
from tests.fakes.reference_data import PEN
from tests.fakes.till_home import DAY, TillDay, TillHome


class KillingProbe:
    """Kills this process at the wished moment, as a cut of power to it would."""

    def __init__(self, wish: str) -> None:
        self._point, self._event, count = wish.split(":")
        self._left = int(count)

    def entered(self, name: str) -> None:
        self._hear(name, "entered")

    def left(self, name: str) -> None:
        self._hear(name, "left")

    def _hear(self, name: str, event: str) -> None:
        if (name, event) == (self._point, self._event):
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


def ring_up(till: TillHome, ledger: SqlLedger) -> None:
    """Store two lines of an open basket, one draft commit each."""
    with ledger.draft() as uow:
        old = uow.baskets.open_basket()
        if old is not None:
            uow.baskets.discard(old.transaction_id)
        transaction = RetailTransaction(
            TransactionHeader(
                transaction_id=till.ids.new(),
                operator_id="0007",
                session_id="session-1",
                till_period_id="period-1",
                business_day=DAY,
                opened_at_ms=till.clock.wall_ms(),
                currency=uow.store.currency,
                tax_mode=TaxMode(uow.store.tax_mode),
            )
        )
        transaction.add_item(PEN, 1_000_000)
        uow.baskets.save(transaction)
        uow.commit()
    with ledger.draft() as uow:
        transaction.add_item(PEN, 2_000_000)
        uow.baskets.save(transaction)
        uow.commit()


def main() -> int:
    folder, sales = Path(sys.argv[1]), int(sys.argv[2])
    probe = KillingProbe(sys.argv[3]) if len(sys.argv) > 3 else None
    if os.environ.get("TILL_SYNCHRONOUS") == "NORMAL":
        # What the strace test must catch: sales committed like lines.
        setattr(SqlLedger, "prepare", _always_normal)  # noqa: B010 - the mutant
    till = TillHome(folder)
    try:
        ledger = till.open(probe=probe)
        day = TillDay(till, ledger)
        with ledger.draft() as uow:
            is_open = uow.till.state().business_day is not None
        if not is_open:
            day.open()
        first = ledger.head.number + 1
        for number in range(first, first + sales):
            say(f"sale {number}")
            ring_up(till, ledger)
            day.sell()
            say(f"ack {number}")
        ledger.close()
    except StorageError as error:
        say(f"failed {error.code}: {error}")
        return error.exit_code
    return 0


def _always_normal(ledger: SqlLedger, *, is_final: bool) -> None:
    ledger.connection.execute("PRAGMA synchronous = NORMAL")


if __name__ == "__main__":
    sys.exit(main())
