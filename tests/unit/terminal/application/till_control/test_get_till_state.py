"""Anybody may see where the till stands."""

from __future__ import annotations

import msgspec

from terminal.application.selling.suspend_transaction import SuspendTransaction
from terminal.application.till_control.get_till_state import GetTillState
from terminal.domain.till.business_day import DayStanding
from terminal.domain.till.till_policy import TillPolicy
from tests.fakes.reference_data import STORE
from tests.fakes.till import LOAN_MINOR, MemoryTill, add, open_memory_till, sell


def test_new_till_proposes_a_day() -> None:
    view = MemoryTill().use_cases.get_till_state(GetTillState())

    assert (view.business_day, view.period, view.session) == (None, None, None)
    assert view.proposed_business_day == "2030-03-17"
    assert (view.store_name, view.workstation_name) == ("Corner Shop", "Till 7")
    assert not view.has_open_transaction


def test_selling_till_tells_all_of_it() -> None:
    till = open_memory_till()
    sell(till)
    add(till)
    till.use_cases.suspend_transaction(SuspendTransaction())
    add(till)

    view = till.use_cases.get_till_state(GetTillState())

    assert view.business_day is not None
    assert view.period is not None
    assert view.session is not None
    assert view.session.name == "Mani"
    assert view.has_open_transaction
    assert view.suspended_count == 1
    assert view.perpetual_gross_minor == 149


def test_state_tells_how_the_day_stands_and_when_a_lift_is_due() -> None:
    policy = TillPolicy(lift_at_minor=LOAN_MINOR + 200)
    till = open_memory_till(msgspec.structs.replace(STORE, till=policy))
    sell(till)

    before = till.use_cases.get_till_state(GetTillState())
    sell(till)
    till.clock.advance(24 * 3_600_000)
    after = till.use_cases.get_till_state(GetTillState())

    assert (before.day_standing, before.is_lift_due) == (DayStanding.CURRENT, False)
    assert (after.day_standing, after.is_lift_due) == (DayStanding.OVERDUE, True)
    assert after.faces[0] == 50_000
    assert after.count_number == 0
