"""A till is counted blind."""

from __future__ import annotations

import msgspec
import pytest

from sync.protocol.events import encode_body
from sync.protocol.events.till_counted_v1 import TillCounted
from terminal.application.till_control.count_till import CountTill
from terminal.application.till_control.get_till_state import GetTillState
from terminal.application.till_control.list_tender_control import ListTenderControl
from terminal.application.till_control.record_tender_control import (
    RecordTenderControl,
)
from terminal.application.till_control.take_x_report import TakeXReport
from terminal.domain.access.permissions import REPORT_X
from terminal.domain.errors import InvalidAmountError, PermissionRefusedError
from terminal.domain.till.tender_control import TenderControlKind
from tests.fakes.reference_data import CASHIER, MemoryOperators
from tests.fakes.till import MemoryTill, open_memory_till, sell, sign_on


def test_pieces_sums_and_other_tenders_are_recorded_sorted() -> None:
    till = open_memory_till()

    view = till.use_cases.count_till(
        CountTill(
            pieces={"EUR": {200: 3, 5_000: 1, 10: 0}},
            sums_minor={"CHF": 1_250},
            others_minor={"voucher": 30, "card": 0},
        )
    )

    body = till.ledger.events[-1].body
    assert isinstance(body, TillCounted)
    assert [(c.currency, c.amount_minor) for c in body.cash] == [
        ("CHF", 1_250),
        ("EUR", 5_600),
    ]
    assert body.cash[1].denominations == ((5_000, 1), (200, 3))
    assert body.others == (("card", 0), ("voucher", 30))
    assert (view.count_number, body.count_number) == (1, 1)
    assert till.use_cases.count_till(CountTill()).count_number == 2
    assert till.use_cases.get_till_state(GetTillState()).count_number == 2


def test_an_empty_drawer_is_counted_too() -> None:
    view = open_memory_till().use_cases.count_till(CountTill())

    assert [(c.currency, c.amount_minor) for c in view.cash] == [("EUR", 0)]


@pytest.mark.parametrize(
    "command",
    [
        CountTill(pieces={"EUR": {-5: 1}}),
        CountTill(sums_minor={"EUR": -1}),
        CountTill(pieces={"EUR": {5: 1}}, sums_minor={"EUR": 5}),
        CountTill(others_minor={"card": -1}),
        CountTill(others_minor={"cash": 1}),
        CountTill(others_minor={"my card": 1}),
        CountTill(sums_minor={"ZZZ": 1}),
        CountTill(pieces={"euro": {100: 1}}),
    ],
)
def test_an_impossible_count_is_refused(command: CountTill) -> None:
    till = open_memory_till()
    events = till.ledger.events

    with pytest.raises(InvalidAmountError):
        till.use_cases.count_till(command)

    assert till.ledger.events == events


def till_of_cashier(*granted: str) -> MemoryTill:
    """Return a till with 77.31 expected that a cashier is signed on to."""
    till = open_memory_till()
    sell(till)
    till.use_cases.record_tender_control(
        RecordTenderControl(
            kind=TenderControlKind.PICKUP, amount_minor=2_418, reason="lift"
        )
    )
    cashier = msgspec.structs.replace(CASHIER, permissions=frozenset(granted))
    till.ledger.operators = MemoryOperators((cashier,))
    sign_on(till, "c1")
    return till


SECRET = (b"7731", b"2418", b"77.31", b"24.18")


def test_nothing_that_a_cashier_may_ask_tells_what_is_expected() -> None:
    till = till_of_cashier()

    count = till.use_cases.count_till(CountTill(sums_minor={"EUR": 1}))
    state = till.use_cases.get_till_state(GetTillState())

    for view in (count, state):
        told = msgspec.json.encode(view)
        assert not any(secret in told for secret in SECRET)
    assert not any(
        secret in encode_body(till.ledger.events[-1].body) for secret in SECRET
    )
    for refused in (
        lambda: till.use_cases.take_x_report(TakeXReport()),
        lambda: till.use_cases.list_tender_control(ListTenderControl()),
    ):
        with pytest.raises(PermissionRefusedError):
            refused()


def test_an_x_report_for_who_counts_blind_leaves_the_drawer_out() -> None:
    till = till_of_cashier(REPORT_X)

    view = till.use_cases.take_x_report(TakeXReport())

    assert view.expected_minor is None
    assert view.totals.gross_minor == 149
    assert (view.totals.tenders_minor, view.totals.movements) == ((), ())
    assert not any(secret in msgspec.json.encode(view) for secret in SECRET)
