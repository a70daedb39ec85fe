"""A voided line is a fact in the ledger."""

from __future__ import annotations

import pytest

from sync.protocol.events.line_voided_v1 import LineVoided
from terminal.application.selling.void_line import VoidLine
from terminal.domain.catalog.item_rules import ItemRules, LinkedItem
from terminal.domain.errors import UnknownLineError
from tests.fakes.shop_floor import article, shop
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


def test_deposit_goes_with_its_bottle_and_both_are_recorded() -> None:
    till = shop(
        article("deposit", unit_price_micro=250_000),
        article("water", ItemRules(linked_items=(LinkedItem(item_id="deposit"),))),
    )
    add(till, "WATER")
    before = len(till.ledger.events)

    change = till.use_cases.void_line(VoidLine(line_sequence=1))

    voided = [event.body for event in till.ledger.events[before:]]
    assert [
        (body.sequence, body.item_id, body.amount_minor)
        for body in voided
        if isinstance(body, LineVoided)
    ] == [(1, "water", 149), (2, "deposit", 25)]
    assert len(voided) == 2
    assert change.totals.item_count == 0
