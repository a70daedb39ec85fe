"""Tills on disk: the contract, and what only a ledger on disk can show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest

from sync.protocol.envelope import decode_header
from sync.protocol.events import EventBody, decode_body
from sync.protocol.events.tender_control_recorded_v1 import TenderControlRecorded
from sync.protocol.events.till_settled_v2 import TillSettled
from terminal.application.till_control.count_till import CountTill
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.settle_till import SettleTill
from terminal.application.till_control.void_tender_control import VoidTenderControl
from terminal.domain.till.pending_sync import PendingSync
from terminal.domain.till.tender_control import TenderControlKind
from terminal.persistence.ledger.till_records import TillRecords
from terminal.persistence.ledger.verify import verify_ledger
from terminal.persistence.ledger.verify_report import Outcome
from tests.contract.till_store_contract import TillStoreContract, move
from tests.fakes.till import open_till, sell
from tests.unit.terminal.persistence.ledger.test_unit_of_work import SqlTill

BodyT = TypeVar("BodyT", bound=EventBody)


@pytest.fixture
def till(tmp_path: Path) -> Iterator[SqlTill]:
    till = SqlTill(tmp_path)
    yield till
    till.ledger.close()


class TestSqlTillStore(TillStoreContract):
    """The contract, kept by the real adapter (fixture ``till`` above)."""


def failures(till: SqlTill) -> dict[str, str]:
    """Close the till, verify its ledger and open it again."""
    till.ledger.close()
    report = verify_ledger(till.home.home, till.home.keys)
    till.reopen()
    return {c.name: c.detail for c in report.checks if c.outcome is Outcome.FAILED}


def play_two_periods(till: SqlTill) -> None:
    open_till(till)
    for kind in TenderControlKind:
        move(till, kind, 700)
        sell(till)
    till.use_cases.void_tender_control(
        VoidTenderControl(series="A0", number=2, reason="twice")
    )
    till.use_cases.count_till(CountTill(pieces={"EUR": {100: 3}}))
    till.use_cases.settle_till(SettleTill())
    till.use_cases.open_till_period(OpenTillPeriod(loan_minor=5))
    move(till, TenderControlKind.PICKUP, 900)
    till.use_cases.settle_till(SettleTill(uncounted_reason="no time"))


def test_every_projection_of_a_till_is_what_a_rebuild_makes(till: SqlTill) -> None:
    play_two_periods(till)

    assert failures(till) == {}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tender_control SET amount_minor = amount_minor - 1 WHERE number = 1",
        "UPDATE settlement SET copies = 3",
        "DELETE FROM till_count",
        "UPDATE till_period SET currency = 'USD'",
        "UPDATE control_total SET returns_minor = 1 WHERE tender = ''",
    ],
)
def test_a_changed_row_is_found(till: SqlTill, statement: str) -> None:
    play_two_periods(till)
    till.ledger.connection.execute(statement)

    assert failures(till) != {}


@pytest.mark.parametrize(
    ("number", "is_void", "is_sound"),
    [(3, False, True), (7, False, False), (3, True, False)],
)
def test_a_movement_that_does_not_follow_is_found(
    till: SqlTill, number: int, is_void: bool, is_sound: bool
) -> None:
    """Numbers have no gap, and nothing is voided twice."""
    open_till(till)
    move(till, TenderControlKind.PICKUP, 700)
    till.use_cases.void_tender_control(
        VoidTenderControl(series="A0", number=1, reason="twice")
    )
    body = _last(till, TenderControlRecorded)
    with till.ledger.final() as uow:
        voids = body.voids if is_void else None
        uow.events.append(msgspec.structs.replace(body, number=number, voids=voids))
        uow.commit()

    assert (failures(till) == {}) is is_sound


@pytest.mark.parametrize(
    "changes", [{"grand_total_before_minor": 1}, {"gross_minor": 5}, {"settled": ()}]
)
def test_a_settlement_with_other_figures_is_found(
    till: SqlTill, changes: dict[str, int | tuple[()]]
) -> None:
    play_two_periods(till)
    body = _last(till, TillSettled)
    with till.ledger.final() as uow:
        changed = {"z_number": body.z_number + 1} | changes
        uow.events.append(msgspec.structs.replace(body, **changed))
        uow.commit()

    assert failures(till) != {}


def test_epochs_of_the_file_are_compared_with_what_the_center_told(
    till: SqlTill,
) -> None:
    open_till(till)
    head = till.ledger.head
    records = TillRecords(till.ledger.connection)

    known = records.pending_sync(head.event_no, {head.epoch: head.seq - 2})

    assert known == PendingSync(is_known=True, events=2)
    assert records.pending_sync(head.event_no, {}).events == head.event_no


def _last(till: SqlTill, kind: type[BodyT]) -> BodyT:
    """Return the body of the last event, which is of this kind."""
    header_bytes, body_bytes = till.ledger.connection.execute(
        "SELECT header, body FROM event ORDER BY event_no DESC LIMIT 1"
    ).fetchone()
    header = decode_header(header_bytes)
    body = decode_body(header.type, header.type_v, body_bytes)
    assert isinstance(body, kind)
    return body
