"""Operator, permission, day and period are asked in this order."""

from __future__ import annotations

import pytest

from terminal.application.standing import (
    require_no_open_transaction,
    require_no_tender,
    require_open_transaction,
    require_reason,
    require_session,
    require_standing,
)
from terminal.application.tendering.tender_cash import TenderCash
from terminal.application.till_control.open_business_day import OpenBusinessDay
from terminal.domain.access.permissions import PRICE_KEY, SELL
from terminal.domain.errors import (
    BusinessDayClosedError,
    NoOpenTransactionError,
    NotSignedOnError,
    PermissionRefusedError,
    ReasonRequiredError,
    TenderStartedError,
    TillPeriodClosedError,
    TransactionOpenError,
)
from terminal.domain.till.till_state import TillState
from tests.fakes.till import MemoryTill, add, open_memory_till, sign_on


def test_each_missing_thing_has_its_own_refusal() -> None:
    till = MemoryTill()

    def refused() -> type[Exception]:
        with till.ledger.draft() as uow:
            try:
                require_standing(uow, PRICE_KEY)
            except Exception as refusal:  # noqa: BLE001 - its type is the subject
                return type(refusal)
        return AssertionError

    seen = [refused()]
    sign_on(till, "c1")
    seen.append(refused())
    sign_on(till, "m1")
    seen.append(refused())
    till.use_cases.open_business_day(OpenBusinessDay())
    seen.append(refused())

    assert seen == [
        NotSignedOnError,
        PermissionRefusedError,
        BusinessDayClosedError,
        TillPeriodClosedError,
    ]


def test_standing_names_session_period_and_day() -> None:
    till = open_memory_till()

    with till.ledger.draft() as uow:
        standing = require_standing(uow, SELL)
        state = uow.till.state()

    assert standing.session == state.session
    assert state.period is not None
    assert standing.till_period_id == state.period.till_period_id
    assert standing.business_day == "2030-03-17"


def test_session_is_enough_where_nothing_is_sold() -> None:
    till = MemoryTill()
    with pytest.raises(NotSignedOnError):
        require_session(TillState(), SELL)
    sign_on(till, "c1")

    state = till.ledger.state.till["state"]

    assert require_session(state, SELL).operator_id == "c1"
    with pytest.raises(PermissionRefusedError):
        require_session(state, PRICE_KEY)


def test_open_transaction_and_tender() -> None:
    till = open_memory_till()
    with till.ledger.draft() as uow:
        require_no_open_transaction(uow)
        with pytest.raises(NoOpenTransactionError):
            require_open_transaction(uow)
    add(till)
    with till.ledger.draft() as uow:
        require_no_tender(require_open_transaction(uow))
        with pytest.raises(TransactionOpenError):
            require_no_open_transaction(uow)
    till.use_cases.tender_cash(TenderCash())
    with till.ledger.draft() as uow, pytest.raises(TenderStartedError):
        require_no_tender(require_open_transaction(uow))


def test_reason_is_stripped_and_bounded() -> None:
    assert require_reason("  broken ") == "broken"
    assert require_reason("the\nlid\tis off") == "the lid is off"
    for reason in ("", "   ", "x" * 201, "\x1bp0", "\ud800"):
        with pytest.raises(ReasonRequiredError):
            require_reason(reason)
