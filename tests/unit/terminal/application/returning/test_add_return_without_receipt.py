"""Goods come back without a receipt by permission and with a reason."""

from __future__ import annotations

import pytest

from sync.protocol.events.access_refused_v1 import AccessRefused
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from terminal.application.returning.add_return_without_receipt import (
    AddReturnWithoutReceipt,
)
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.domain.errors import PermissionRefusedError, ReasonRequiredError
from tests.fakes.reference_data import PEN
from tests.fakes.till import open_memory_till, sign_on


def back(
    reason: str = " broken ", keyed_price_micro: int | None = None
) -> AddReturnWithoutReceipt:
    return AddReturnWithoutReceipt(
        scan_code=PEN.scan_code,
        quantity_micro=2_000_000,
        reason=reason,
        keyed_price_micro=keyed_price_micro,
        source_reference="log-1",
    )


def test_return_is_refunded_at_today_s_price() -> None:
    till = open_memory_till()

    change = till.use_cases.add_return_without_receipt(back())
    till.use_cases.pay_cash_exact(PayCashExact())

    assert change.line.amount_minor == -298
    assert change.line.reason == "broken"
    body = till.ledger.events[-1].body
    assert isinstance(body, SaleCompleted)
    assert body.source_reference == "log-1"
    assert body.gross_minor == -298
    assert body.tenders[0].amount_minor == -298
    assert body.lines[0].return_of is None


def test_keyed_price_is_refunded_by_those_who_may() -> None:
    till = open_memory_till()

    change = till.use_cases.add_return_without_receipt(back(keyed_price_micro=500_000))

    assert change.line.amount_minor == -100


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_reason_is_required(reason: str) -> None:
    till = open_memory_till()

    with pytest.raises(ReasonRequiredError):
        till.use_cases.add_return_without_receipt(back(reason))


def test_cashier_may_not_and_the_refusal_is_recorded() -> None:
    till = open_memory_till()
    sign_on(till, "c1")

    with pytest.raises(PermissionRefusedError) as caught:
        till.use_cases.add_return_without_receipt(back())

    assert caught.value.details["permission"] == "return.without_receipt"
    body = till.ledger.events[-1].body
    assert isinstance(body, AccessRefused)
    assert (body.operator_id, body.permission) == ("c1", "return.without_receipt")
    assert body.command == "AddReturnWithoutReceipt"
