"""Goods come back for what was paid for them."""

from __future__ import annotations

import msgspec
import pytest

from terminal.application.returning.add_return_with_receipt import (
    AddReturnWithReceipt,
)
from terminal.application.tendering.complete_sale import CompleteSale
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.domain.errors import (
    PermissionRefusedError,
    ReceiptNotFoundError,
    ReturnExceedsSoldError,
)
from tests.fakes.reference_data import EXCLUSIVE_STORE, PEN
from tests.fakes.till import MemoryTill, add, open_memory_till, sell

ONE = 1_000_000


def back(number: int = 1, quantity_micro: int = ONE) -> AddReturnWithReceipt:
    return AddReturnWithReceipt(
        series="A", number=number, line_sequence=1, quantity_micro=quantity_micro
    )


def restrict(till: MemoryTill) -> None:
    """Sign on an operator who may do nothing."""
    state = till.ledger.state.till["state"]
    assert state.session is not None
    session = msgspec.structs.replace(state.session, permissions=frozenset())
    till.ledger.state.till["state"] = msgspec.structs.replace(state, session=session)


def test_return_line_mirrors_the_sold_one() -> None:
    till = open_memory_till()
    sell(till, quantity=3)

    change = till.use_cases.add_return_with_receipt(back(quantity_micro=2 * ONE))

    assert change.line.kind == "return"
    assert (change.line.quantity_micro, change.line.amount_minor) == (-2 * ONE, -298)
    assert change.totals.total_minor == -298


def test_quantity_left_is_enforced_over_all_transactions() -> None:
    till = open_memory_till()
    sell(till, quantity=3)
    till.use_cases.add_return_with_receipt(back(quantity_micro=2 * ONE))
    till.use_cases.pay_cash_exact(PayCashExact())

    with pytest.raises(ReturnExceedsSoldError) as caught:
        till.use_cases.add_return_with_receipt(back(quantity_micro=2 * ONE))

    assert caught.value.details["left_micro"] == ONE
    till.use_cases.add_return_with_receipt(back())


@pytest.mark.parametrize("mode", ["inclusive", "exclusive"])
def test_parts_add_up_to_what_was_paid(mode: str) -> None:
    till = (
        open_memory_till() if mode == "inclusive" else open_memory_till(EXCLUSIVE_STORE)
    )
    add(till, quantity=3, keyed_price_micro=333_333)
    paid = till.use_cases.pay_cash_exact(PayCashExact()).gross_minor

    refunded = []
    for _ in range(3):
        till.use_cases.add_return_with_receipt(back())
        refunded.append(till.use_cases.pay_cash_exact(PayCashExact()).gross_minor)

    assert sum(refunded) == -paid
    assert paid == (100 if mode == "inclusive" else 120)


def test_exchange_has_signs_mixed_in_one_transaction() -> None:
    till = open_memory_till()
    sell(till)
    till.use_cases.add_return_with_receipt(back())
    add(till, PEN.scan_code)

    completed = till.use_cases.complete_sale(CompleteSale())

    assert completed.gross_minor == 0
    assert completed.totals.item_count == 2


def test_unknown_receipt_is_refused() -> None:
    with pytest.raises(ReceiptNotFoundError, match="A-000009"):
        open_memory_till().use_cases.add_return_with_receipt(back(9))


def test_permission_is_needed() -> None:
    till = open_memory_till()
    sell(till)
    restrict(till)

    with pytest.raises(PermissionRefusedError):
        till.use_cases.add_return_with_receipt(back())
