"""What the agent asks for is recorded once."""

from __future__ import annotations

from sync.protocol.events.request_recorded_v1 import RequestRecorded
from terminal.application.till_control.record_request import RecordRequest
from tests.fakes.till import MemoryTill, open_memory_till

JUMP = RecordRequest(request_id="r1", kind="clock_jump", detail="The clock jumped.")


def test_request_is_recorded_once() -> None:
    till = open_memory_till()

    assert till.use_cases.record_request(JUMP) is True
    assert till.use_cases.record_request(JUMP) is False

    event = till.ledger.events[-1]
    assert isinstance(event.body, RequestRecorded)
    assert (event.body.request_id, event.body.kind) == ("r1", "clock_jump")
    assert event.business_day == "2030-03-17"
    bodies = [row.body for row in till.ledger.events]
    assert sum(isinstance(body, RequestRecorded) for body in bodies) == 1


def test_nobody_need_be_signed_on() -> None:
    till = MemoryTill()

    assert till.use_cases.record_request(JUMP) is True
    assert till.ledger.events[-1].business_day is None
