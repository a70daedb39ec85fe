"""A second person helps once, behind their own PIN, and both are in the ledger."""

from __future__ import annotations

import pytest

from sync.protocol.events.access_approved_v1 import AccessApproved
from sync.protocol.events.operator_sign_on_failed_v1 import OperatorSignOnFailed
from terminal.application.approval import (
    Approval,
    Approver,
    Authority,
    identify_approver,
    open_unit,
    require_authority,
)
from terminal.application.handler import Services
from terminal.domain.access.permissions import (
    DISCOUNT_GIVE,
    PRICE_BELOW_COST,
    PRICE_OVERRIDE,
    SELL,
    permissions_of,
)
from terminal.domain.errors import (
    AboveLimitError,
    ApprovalRefusedError,
    PermissionRefusedError,
    SignOnDelayedError,
)
from tests.fakes.till import MemoryTill, open_memory_till, sign_on

RIGHT = Approval(operator_id="m1", pin="999999")
WRONG = Approval(operator_id="m1", pin="123456")
SUPERVISOR = Approver(
    operator_id="s1",
    name="Susi",
    role="supervisor",
    permissions=permissions_of("supervisor", frozenset()),
)


def cashiers_till() -> MemoryTill:
    till = open_memory_till()
    sign_on(till, "c1")
    return till


def services_of(till: MemoryTill) -> Services:
    return Services(till.ledger, till.clock, till.ids, till.pin_hasher)


def authority_of(till: MemoryTill, approver: Approver | None = None) -> Authority:
    with till.ledger.draft() as uow:
        authority = require_authority(uow, approver, SELL)
        uow.commit()
    return authority


def test_command_without_approval_asks_nobody() -> None:
    till = cashiers_till()
    asked = till.pin_hasher.verified

    assert identify_approver(services_of(till), None) is None
    assert till.pin_hasher.verified == asked


def test_wrong_pin_of_an_approver_is_recorded_and_slowed_down() -> None:
    till = cashiers_till()
    services = services_of(till)

    with pytest.raises(ApprovalRefusedError) as caught:
        identify_approver(services, WRONG)

    assert caught.value.details["wait_ms"] == 1_000
    body = till.ledger.events[-1].body
    assert isinstance(body, OperatorSignOnFailed)
    assert body.operator_id == "m1"
    asked = till.pin_hasher.verified
    with pytest.raises(SignOnDelayedError):
        identify_approver(services, RIGHT)
    assert till.pin_hasher.verified == asked


def test_permission_of_the_operator_needs_no_approver() -> None:
    authority = authority_of(cashiers_till(), SUPERVISOR)

    authority.require(SELL)

    assert authority.approved_by is None


def test_permission_of_the_approver_counts_and_says_whose() -> None:
    authority = authority_of(cashiers_till(), SUPERVISOR)

    authority.require(PRICE_OVERRIDE)

    assert authority.approved_by == "s1"


def test_what_neither_may_is_refused_to_the_one_who_was_asked_last() -> None:
    till = cashiers_till()

    with pytest.raises(PermissionRefusedError, match="Carla") as alone:
        authority_of(till).require(PRICE_BELOW_COST)
    with pytest.raises(PermissionRefusedError, match="Susi") as together:
        authority_of(till, SUPERVISOR).require(PRICE_BELOW_COST)

    assert alone.value.details["operator_id"] == "c1"
    assert together.value.details["operator_id"] == "s1"


def test_limit_of_the_operator_is_widened_by_the_approver_s() -> None:
    till = cashiers_till()
    limit = "discount_ppm_max"

    authority_of(till).require_within(DISCOUNT_GIVE, limit, 100_000)
    with pytest.raises(AboveLimitError) as caught:
        authority_of(till).require_within(DISCOUNT_GIVE, limit, 100_001)
    helped = authority_of(till, SUPERVISOR)
    helped.require_within(DISCOUNT_GIVE, limit, 500_000)
    with pytest.raises(AboveLimitError) as above:
        helped.require_within(DISCOUNT_GIVE, limit, 500_001)

    assert (caught.value.details["operator_id"], caught.value.details["limit"]) == (
        "c1",
        100_000,
    )
    assert above.value.details["operator_id"] == "s1"
    assert helped.approved_by == "s1"


def test_limit_without_the_permission_itself_is_worth_nothing() -> None:
    till = cashiers_till()

    with pytest.raises(PermissionRefusedError) as caught:
        authority_of(till).require_within(PRICE_OVERRIDE, "override_down_ppm_max", 1)

    assert not isinstance(caught.value, AboveLimitError)


def test_approval_is_a_fact_that_forgives_the_wrong_pins_before_it() -> None:
    till = cashiers_till()
    services = services_of(till)
    with pytest.raises(ApprovalRefusedError):
        identify_approver(services, WRONG)
    till.clock.advance(1_000)

    approver = identify_approver(services, RIGHT)
    with open_unit(services, approver) as uow:
        authority = require_authority(uow, approver, SELL)
        authority.require(PRICE_OVERRIDE)
        authority.require(PRICE_OVERRIDE)
        authority.record(uow, "OverridePrice", 7, "t1")
        uow.commit()

    body = till.ledger.events[-1].body
    assert isinstance(body, AccessApproved)
    assert (body.operator_id, body.approver_id) == ("c1", "m1")
    assert body.permissions == ("price.override",)
    assert (body.command, body.transaction_id, body.at_ms) == ("OverridePrice", "t1", 7)
    with pytest.raises(ApprovalRefusedError) as caught:
        identify_approver(services, WRONG)
    assert caught.value.details["wait_ms"] == 1_000


def test_approver_who_was_not_needed_leaves_no_record() -> None:
    till = cashiers_till()
    services = services_of(till)
    approver = identify_approver(services, RIGHT)
    events = till.ledger.events

    with open_unit(services, approver) as uow:
        require_authority(uow, approver, SELL).record(uow, "AddItem", 7)
        uow.commit()

    assert till.ledger.events == events


def test_pin_is_in_no_text_of_an_approval() -> None:
    assert "999999" not in repr(RIGHT)
