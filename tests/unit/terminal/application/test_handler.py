"""A refusal for want of a permission is a fact; every other one is not."""

from __future__ import annotations

import pytest

from sync.protocol.events.access_refused_v1 import AccessRefused
from terminal.application.selling.change_quantity import ChangeQuantity
from terminal.application.till_control.record_no_sale import RecordNoSale
from terminal.domain.errors import NoOpenTransactionError, PermissionRefusedError
from tests.fakes.till import add, open_memory_till, sign_on


def test_missing_permission_is_recorded_in_a_unit_of_its_own() -> None:
    till = open_memory_till()
    sign_on(till, "c1")
    add(till)
    commits = till.ledger.final_commits

    with pytest.raises(PermissionRefusedError, match="Carla may not"):
        till.use_cases.record_no_sale(RecordNoSale(reason="change"))

    assert till.ledger.final_commits == commits + 1
    event = till.ledger.events[-1]
    assert isinstance(event.body, AccessRefused)
    assert (event.body.permission, event.body.command) == (
        "drawer.no_sale",
        "RecordNoSale",
    )
    assert event.business_day == "2030-03-17"
    assert add(till).totals.item_count == 2


def test_other_refusals_are_not_recorded() -> None:
    till = open_memory_till()
    events = till.ledger.events

    with pytest.raises(NoOpenTransactionError):
        till.use_cases.change_quantity(
            ChangeQuantity(line_sequence=1, quantity_micro=1)
        )

    assert till.ledger.events == events
