"""Signing off ends the session and nothing else."""

from __future__ import annotations

import pytest

from sync.protocol.events.operator_signed_off_v1 import OperatorSignedOff
from terminal.application.till_control.sign_off import SignOff
from terminal.domain.errors import NotSignedOnError
from tests.fakes.till import MemoryTill, add, open_memory_till, sign_on


def test_signed_off_till_sells_nothing_until_somebody_signs_on() -> None:
    till = open_memory_till()
    opened = add(till)

    till.use_cases.sign_off(SignOff())

    event = till.ledger.events[-1]
    assert isinstance(event.body, OperatorSignedOff)
    assert event.business_day == "2030-03-17"
    with pytest.raises(NotSignedOnError):
        add(till)
    sign_on(till, "c1")
    assert add(till).transaction_id == opened.transaction_id


def test_nobody_cannot_leave() -> None:
    with pytest.raises(NotSignedOnError):
        MemoryTill().use_cases.sign_off(SignOff())
