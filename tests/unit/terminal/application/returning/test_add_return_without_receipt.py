"""Goods come back without a receipt by permission and with a reason."""

from __future__ import annotations

import msgspec
import pytest

from sync.protocol.events.access_approved_v1 import AccessApproved
from sync.protocol.events.access_refused_v1 import AccessRefused
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from terminal.application.approval import Approval
from terminal.application.returning.add_return_without_receipt import (
    AddReturnWithoutReceipt,
)
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.domain.access.limits import RoleLimits
from terminal.domain.catalog.item_rules import ItemRules
from terminal.domain.errors import (
    AboveLimitError,
    NotReturnableError,
    PermissionRefusedError,
    ReasonRequiredError,
    ReceiptNotFoundError,
)
from terminal.domain.pricing.price_list import PriceList, PriceRow
from terminal.domain.pricing.unproved_price import MS_PER_DAY
from terminal.domain.transaction.return_policy import ReturnPolicy, UnprovedPrice
from tests.fakes.reference_data import PEN, STORE, MemoryCatalog
from tests.fakes.till import PINS, open_memory_till, sign_on


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


def test_the_price_is_the_lowest_of_the_last_days() -> None:
    till = open_memory_till()
    now_ms = till.clock.wall_ms()
    till.ledger.catalog = MemoryCatalog(
        prices=(
            PriceRow(
                item_id=PEN.item_id,
                price_list_id="sale",
                unit=PEN.unit,
                unit_price_micro=990_000,
                ends_at_ms=now_ms - MS_PER_DAY,
            ),
        ),
        price_lists=(PriceList(price_list_id="sale", name="Sale"),),
    )

    change = till.use_cases.add_return_without_receipt(back())

    assert change.line.amount_minor == -198


def test_a_shop_may_give_back_today_s_price() -> None:
    policy = ReturnPolicy(unproved_price=UnprovedPrice.CURRENT)
    till = open_memory_till(msgspec.structs.replace(STORE, returns=policy))
    now_ms = till.clock.wall_ms()
    till.ledger.catalog = MemoryCatalog(
        prices=(
            PriceRow(
                item_id=PEN.item_id,
                price_list_id="sale",
                unit=PEN.unit,
                unit_price_micro=990_000,
                ends_at_ms=now_ms - MS_PER_DAY,
            ),
        ),
        price_lists=(PriceList(price_list_id="sale", name="Sale"),),
    )

    change = till.use_cases.add_return_without_receipt(back())

    assert change.line.amount_minor == -298


def approved(**changes: object) -> AddReturnWithoutReceipt:
    approval = Approval(operator_id="m1", pin=PINS["m1"])
    return msgspec.structs.replace(back(), approval=approval, **changes)


def test_a_supervisor_approves_what_the_cashier_may_not() -> None:
    till = open_memory_till()
    sign_on(till, "c1")

    till.use_cases.add_return_without_receipt(approved())

    body = till.ledger.events[-1].body
    assert isinstance(body, AccessApproved)
    assert (body.approver_id, body.operator_id) == ("m1", "c1")
    assert "return.without_receipt" in body.permissions


def test_several_small_returns_come_no_further_than_the_limit() -> None:
    limits = (
        RoleLimits(role="manager", return_without_receipt_minor_max=400),
        RoleLimits(role="cashier", return_without_receipt_minor_max=0),
    )
    till = open_memory_till(msgspec.structs.replace(STORE, role_limits=limits))
    till.use_cases.add_return_without_receipt(back())

    with pytest.raises(AboveLimitError):
        till.use_cases.add_return_without_receipt(back())


def test_goods_that_are_not_taken_back_are_refused() -> None:
    till = open_memory_till()
    till.ledger.catalog.add(
        msgspec.structs.replace(PEN, rules=ItemRules(is_returnable=False))
    )

    with pytest.raises(NotReturnableError):
        till.use_cases.add_return_without_receipt(back())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("b-7-0123ABCD", "B-000007 0123abcd"),
        ("B-000007", "B-000007"),
        (None, None),
        (" ", None),
    ],
)
def test_the_receipt_that_nobody_could_look_up_is_on_the_record(
    text: str | None, named: str | None
) -> None:
    till = open_memory_till()
    till.use_cases.add_return_without_receipt(
        msgspec.structs.replace(back(), receipt_text=text)
    )
    till.reopen()

    till.use_cases.pay_cash_exact(PayCashExact())

    body = till.ledger.events[-1].body
    assert isinstance(body, SaleCompleted)
    assert body.lines[0].named_receipt == named


def test_a_name_that_is_none_is_refused() -> None:
    till = open_memory_till()

    with pytest.raises(ReceiptNotFoundError):
        till.use_cases.add_return_without_receipt(
            msgspec.structs.replace(back(), receipt_text="lost")
        )
