"""A transaction opens with its first line."""

from __future__ import annotations

import msgspec

from terminal.application.selling.opening import require_or_open_transaction
from terminal.application.standing import require_standing
from terminal.domain.access.permissions import SELL
from terminal.domain.money import Rounding
from terminal.domain.tax.tax_policy import TaxRounding
from terminal.domain.transaction.transaction_header import TaxMode
from tests.fakes.reference_data import EXCLUSIVE_STORE
from tests.fakes.till import add, open_memory_till


def test_new_transaction_carries_where_it_stands() -> None:
    till = open_memory_till(EXCLUSIVE_STORE)
    services = till.use_cases.add_item._services
    with till.ledger.draft() as uow:
        standing = require_standing(uow, SELL)

        transaction = require_or_open_transaction(uow, services, standing, "log-1")

        state = uow.till.state()
    assert state.session is not None
    assert state.period is not None
    header = msgspec.structs.asdict(transaction.header)
    assert header | {"transaction_id": ""} == {
        "transaction_id": "",
        "operator_id": "m1",
        "session_id": state.session.session_id,
        "till_period_id": state.period.till_period_id,
        "business_day": "2030-03-17",
        "opened_at_ms": till.clock.wall_ms(),
        "currency": EXCLUSIVE_STORE.currency,
        "tax_mode": TaxMode.EXCLUSIVE,
        "source_reference": "log-1",
        "tax_rounding": TaxRounding.PER_DOCUMENT,
        "tax_step_minor": 1,
        "tax_halves": Rounding.HALF_AWAY_FROM_ZERO,
        "cash_rounding": None,
        "store": "s-01",
        "channel": "store",
    }


def test_open_transaction_is_taken_as_it_is() -> None:
    till = open_memory_till()
    first = add(till)
    services = till.use_cases.add_item._services

    with till.ledger.draft() as uow:
        standing = require_standing(uow, SELL)
        transaction = require_or_open_transaction(uow, services, standing, "other")

    assert transaction.transaction_id == first.transaction_id
    assert transaction.header.source_reference is None
