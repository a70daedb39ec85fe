"""A voided line is a fact in the ledger."""

from __future__ import annotations

import pytest

from sync.protocol.events.line_voided_v1 import LineVoided
from terminal.application.selling.void_line import VoidLine
from terminal.domain.errors import UnknownLineError
from tests.fakes.till import add, open_memory_till


def test_voided_line_is_recorded_and_stays_visible() -> None:
    till = open_memory_till()
    add(till, quantity=2)
    added = add(till)

    change = till.use_cases.void_line(VoidLine(line_sequence=1))

    assert change.line.is_voided
    assert change.line.voided_at_ms == till.clock.wall_ms()
    assert change.totals.total_minor == 149
    event = till.ledger.events[-1]
    assert isinstance(event.body, LineVoided)
    assert event.body.transaction_id == added.transaction_id
    assert (event.body.sequence, event.body.amount_minor) == (1, 298)
    assert event.control is None
    assert event.business_day == "2030-03-17"


def test_void_that_cannot_be_stored_did_not_happen() -> None:
    till = open_memory_till()
    add(till)
    events = till.ledger.events
    till.ledger.fail_next_commit = True

    with pytest.raises(OSError, match="full"):
        till.use_cases.void_line(VoidLine(line_sequence=1))

    assert till.ledger.events == events
    assert add(till).totals.total_minor == 298


def test_unknown_line_is_refused() -> None:
    till = open_memory_till()
    add(till)

    with pytest.raises(UnknownLineError):
        till.use_cases.void_line(VoidLine(line_sequence=2))
