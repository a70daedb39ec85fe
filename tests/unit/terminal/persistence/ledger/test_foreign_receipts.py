"""Receipts of other tills survive the program, but not for ever."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from sync.protocol.returns import FoundReceipt, LineBack
from terminal.application.ports.foreign_receipts import ForeignReceipt
from terminal.persistence.ledger.foreign_receipts import KEPT_MS
from terminal.persistence.ledger.sql_ledger import SqlLedger
from tests.fakes.till_home import TillHome

RECEIPT = ForeignReceipt(
    event_id="e-1",
    found=FoundReceipt(
        workstation="T-09",
        store="S-02",
        seq=3,
        header="{}",
        body='{"a": "é"}',
        prev="0" * 64,
        hash="1" * 64,
        back=(LineBack(line_sequence=1, quantity_micro=5),),
    ),
)


@pytest.fixture
def ledger(home: TillHome) -> Iterator[SqlLedger]:
    opened = home.open()
    yield opened
    opened.close()


def save(ledger: SqlLedger, receipt: ForeignReceipt, at_ms: int = 0) -> None:
    with ledger.draft() as uow:
        uow.foreign.save(receipt, at_ms)
        uow.commit()


def find(ledger: SqlLedger, event_id: str) -> ForeignReceipt | None:
    with ledger.draft() as uow:
        return uow.foreign.find(event_id)


def test_a_receipt_is_found_again_after_a_restart(home: TillHome) -> None:
    first = home.open()
    save(first, RECEIPT)
    first.close()

    again = home.open()

    assert find(again, "e-1") == RECEIPT
    assert find(again, "e-2") is None
    again.close()


def test_saving_again_replaces(ledger: SqlLedger) -> None:
    save(ledger, RECEIPT)
    renewed = msgspec.structs.replace(RECEIPT, unsure=("t-1", "t-2"))

    save(ledger, renewed)

    assert find(ledger, "e-1") == renewed


def test_a_unit_that_does_not_commit_keeps_nothing(ledger: SqlLedger) -> None:
    with ledger.draft() as uow:
        uow.foreign.save(RECEIPT, 0)

    assert find(ledger, "e-1") is None


def test_old_receipts_are_forgotten(ledger: SqlLedger) -> None:
    save(ledger, RECEIPT, 1)
    other = msgspec.structs.replace(RECEIPT, event_id="e-2")

    save(ledger, other, KEPT_MS + 2)

    assert find(ledger, "e-1") is None
    assert find(ledger, "e-2") == other
