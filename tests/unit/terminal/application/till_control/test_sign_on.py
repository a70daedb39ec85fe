"""Signing on opens a session; failing costs time and is recorded."""

from __future__ import annotations

import pytest

from sync.protocol.events.operator_sign_on_failed_v1 import OperatorSignOnFailed
from sync.protocol.events.operator_signed_off_v1 import OperatorSignedOff
from sync.protocol.events.operator_signed_on_v1 import OperatorSignedOn
from terminal.application.selling.get_open_sale import GetOpenSale
from terminal.application.till_control.sign_on import SignOn
from terminal.domain.errors import SignOnDelayedError, SignOnRefusedError
from tests.fakes.till import MemoryTill, add, open_memory_till, sign_on

WRONG = SignOn(operator_id="c1", pin="000000")
RIGHT = SignOn(operator_id="c1", pin="111111")


def fail(till: MemoryTill, command: SignOn = WRONG) -> int:
    """Fail to sign on and return the delay that it cost."""
    with pytest.raises(SignOnRefusedError) as caught:
        till.use_cases.sign_on(command)
    wait_ms = caught.value.details["wait_ms"]
    assert isinstance(wait_ms, int)
    return wait_ms


def test_session_carries_role_and_permissions() -> None:
    till = MemoryTill()

    view = sign_on(till, "c1")

    assert (view.operator_id, view.name, view.role) == ("c1", "Carla", "cashier")
    assert "sell" in view.permissions
    assert "price.key" not in view.permissions
    body = till.ledger.events[-1].body
    assert isinstance(body, OperatorSignedOn)
    assert body.session_id == view.session_id
    assert body.permissions == tuple(sorted(view.permissions))


def test_whoever_signs_on_ends_the_session_before() -> None:
    till = open_memory_till()
    opened = add(till)
    first = till.ledger.state.till["state"].session
    assert first is not None

    sign_on(till, "c1")

    off, on = till.ledger.events[-2:]
    assert isinstance(off.body, OperatorSignedOff)
    assert off.body.session_id == first.session_id
    assert isinstance(on.body, OperatorSignedOn)
    view = till.use_cases.get_open_sale(GetOpenSale())
    assert view is not None
    assert view.transaction_id == opened.transaction_id


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (WRONG, "pin"),
        (SignOn(operator_id="c1", pin="1" * 1_000_000), "pin"),
        (SignOn(operator_id="nobody", pin="111111"), "unknown"),
        (SignOn(operator_id="f1", pin="333333"), "inactive"),
        (SignOn(operator_id="x" * 10_000, pin=""), "unknown"),
        (SignOn(operator_id="\ud800\x00\x1b", pin="\ud800"), "unknown"),
    ],
)
def test_failure_is_recorded_without_the_pin(command: SignOn, reason: str) -> None:
    till = MemoryTill()

    fail(till, command)

    body = till.ledger.events[-1].body
    assert isinstance(body, OperatorSignOnFailed)
    assert (body.reason, body.failures) == (reason, 1)
    assert len(body.operator_id) <= 64
    assert till.ledger.state.till["state"].session is None


def test_each_failure_doubles_the_delay() -> None:
    till = MemoryTill()

    waits = []
    for _ in range(11):
        waits.append(fail(till))
        till.clock.advance(waits[-1])

    assert waits[:4] == [1_000, 2_000, 4_000, 8_000]
    assert waits[-2:] == [300_000, 300_000]


def test_within_the_delay_not_even_the_right_pin_helps() -> None:
    till = MemoryTill()
    fail(till)
    events = till.ledger.events
    asked = till.pin_hasher.verified
    till.clock.advance(400)

    with pytest.raises(SignOnDelayedError, match="in 1 s") as caught:
        till.use_cases.sign_on(RIGHT)

    assert caught.value.details["wait_ms"] == 600
    assert till.pin_hasher.verified == asked
    assert till.ledger.events == events
    till.clock.advance(600)
    assert till.use_cases.sign_on(RIGHT).operator_id == "c1"


def test_delay_is_kept_across_restarts_of_program_and_machine() -> None:
    till = MemoryTill()
    for _ in range(10):
        till.clock.advance(fail(till))
    fail(till)
    till.reopen()
    till.clock.reboot()
    till.clock.set_wall(0)

    with pytest.raises(SignOnDelayedError):
        till.use_cases.sign_on(RIGHT)
    till.clock.advance(299_000)

    assert till.use_cases.sign_on(RIGHT).operator_id == "c1"


def test_right_pin_forgives_the_failures() -> None:
    till = MemoryTill()
    till.clock.advance(fail(till))
    till.clock.advance(fail(till))
    till.use_cases.sign_on(RIGHT)

    assert fail(till) == 1_000


def test_one_operator_s_failures_do_not_hinder_another() -> None:
    till = MemoryTill()
    fail(till)

    assert sign_on(till, "m1").operator_id == "m1"


def test_failed_attempt_leaves_the_session_of_the_other_operator() -> None:
    till = open_memory_till()

    fail(till)

    assert add(till).totals.item_count == 1
