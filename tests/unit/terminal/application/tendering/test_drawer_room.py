"""A store may keep its drawers from holding too much."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from terminal.application.selling.cancel_transaction import CancelTransaction
from terminal.application.tendering.complete_sale import CompleteSale
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.tendering.take_tender import TakeTender
from terminal.application.tendering.tender_cash import TenderCash
from terminal.application.till_control.record_tender_control import (
    RecordTenderControl,
)
from terminal.domain.errors import DrawerFullError
from terminal.domain.till.tender_control import TenderControlKind
from terminal.domain.till.till_policy import DrawerLimitPolicy, TillPolicy
from tests.fakes.reference_data import STORE
from tests.fakes.till import LOAN_MINOR, MemoryTill, add, open_memory_till, sell


def till_with_room(room_minor: int) -> MemoryTill:
    policy = TillPolicy(
        drawer_limit_minor=LOAN_MINOR + room_minor,
        drawer_limit_policy=DrawerLimitPolicy.REFUSE,
    )
    return open_memory_till(msgspec.structs.replace(STORE, till=policy))


@pytest.mark.parametrize(
    "pay",
    [
        lambda till: till.use_cases.tender_cash(TenderCash()),
        lambda till: till.use_cases.pay_cash_exact(PayCashExact()),
    ],
)
def test_cash_is_refused_until_some_is_taken_out(
    pay: Callable[[MemoryTill], object],
) -> None:
    till = till_with_room(150)
    sell(till)
    add(till)
    events = till.ledger.events

    with pytest.raises(DrawerFullError):
        pay(till)

    assert till.ledger.events == events
    till.use_cases.record_tender_control(
        RecordTenderControl(
            kind=TenderControlKind.PICKUP, amount_minor=5_000, reason="lift"
        )
    )
    pay(till)


def test_cash_already_on_the_counter_counts_and_change_does_not() -> None:
    till = till_with_room(149)
    add(till)
    till.use_cases.tender_cash(TenderCash(given_minor=100))
    till.use_cases.tender_cash(TenderCash(given_minor=20_000))

    till.use_cases.complete_sale(CompleteSale())

    add(till)
    till.use_cases.cancel_transaction(CancelTransaction())
    add(till)
    with pytest.raises(DrawerFullError):
        till.use_cases.tender_cash(TenderCash(given_minor=1))


def test_another_tender_is_taken_whatever_the_drawer_holds() -> None:
    till = till_with_room(0)
    add(till)

    till.use_cases.take_tender(TakeTender(method="voucher"))

    assert till.use_cases.complete_sale(CompleteSale()).gross_minor == 149
