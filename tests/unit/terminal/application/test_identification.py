"""Who somebody is, whether they sign on or approve: one count, one delay."""

from __future__ import annotations

import pytest

from sync.protocol.events.operator_sign_on_failed_v1 import OperatorSignOnFailed
from terminal.application.handler import Services
from terminal.application.identification import NotIdentified, identify
from terminal.domain.errors import SignOnDelayedError
from tests.fakes.till import MemoryTill, open_memory_till


def services_of(till: MemoryTill) -> Services:
    return Services(till.ledger, till.clock, till.ids, till.pin_hasher)


def test_right_pin_gives_the_operator_and_records_nothing() -> None:
    till = open_memory_till()
    events = till.ledger.events

    found = identify(services_of(till), " c1 ", "111111")

    assert not isinstance(found, NotIdentified)
    assert found.operator_id == "c1"
    assert till.ledger.events == events


def test_wrong_pin_is_recorded_and_delays_the_next() -> None:
    till = open_memory_till()
    services = services_of(till)

    assert identify(services, "c1", "000000") == NotIdentified(wait_ms=1_000)

    body = till.ledger.events[-1].body
    assert isinstance(body, OperatorSignOnFailed)
    assert (body.operator_id, body.reason, body.failures) == ("c1", "pin", 1)
    assert till.ledger.events[-1].business_day == "2030-03-17"
    with pytest.raises(SignOnDelayedError):
        identify(services, "c1", "111111")
    till.clock.advance(1_000)
    assert identify(services, "c1", "000000") == NotIdentified(wait_ms=2_000)
