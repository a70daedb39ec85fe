"""Receipts of other tills come back by look-up, claimed at the center."""

from __future__ import annotations

import pytest

from terminal.application.ports.center import NO_CENTER
from terminal.application.returning.add_return_with_receipt import (
    AddReturnWithReceipt,
)
from terminal.application.returning.find_receipt import FindReceipt
from terminal.application.returning.finished_view import FinishedView
from terminal.application.selling.cancel_transaction import CancelTransaction
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.domain.errors import (
    CenterSilentError,
    ReceiptNotFoundError,
    ReturnExceedsSoldError,
)
from terminal.domain.receipt_code import ReceiptCode
from tests.fakes.returns_center import ReturnsCenter
from tests.fakes.till import MemoryTill, add, open_memory_till, open_till, sell

ONE = 1_000_000


def connected(center: ReturnsCenter) -> MemoryTill:
    """Return a till with a center behind it."""
    till = MemoryTill(make_center=lambda: center)
    open_till(till)
    return till


@pytest.fixture
def center() -> ReturnsCenter:
    return ReturnsCenter()


@pytest.fixture
def receipt(center: ReturnsCenter) -> str:
    """Return the receipt of three pens for 1.00 that another till sold."""
    other = open_memory_till()
    add(other, quantity=3, keyed_price_micro=333_333)
    other.use_cases.pay_cash_exact(PayCashExact())
    return center.hear(other.ledger.events[-1])


def back(found: FinishedView, quantity: int = 1) -> AddReturnWithReceipt:
    return AddReturnWithReceipt(
        series=found.series,
        number=found.number,
        event_id=found.event_id,
        line_sequence=1,
        quantity_micro=quantity * ONE,
    )


def test_a_foreign_receipt_comes_back_at_the_price_paid(
    center: ReturnsCenter, receipt: str
) -> None:
    till = connected(center)

    found = till.use_cases.find_receipt(FindReceipt(receipt_text=receipt))
    change = till.use_cases.add_return_with_receipt(back(found, 2))
    done = till.use_cases.pay_cash_exact(PayCashExact())

    assert (found.workstation, found.store) == ("T-09", "S-02")
    assert found.lines[0].left_micro == 3 * ONE
    assert change.line.amount_minor == -67
    assert done.gross_minor == -67
    (claim,) = center.claims.values()
    assert claim.transaction_id == done.transaction_id
    line = done.finished.lines[0]
    assert line.return_of is not None
    assert (line.return_of.event_id, line.return_of.line_sequence) == (
        found.event_id,
        1,
    )


def test_parts_on_several_tills_add_up_to_what_was_paid(
    center: ReturnsCenter, receipt: str
) -> None:
    refunded = []
    for _ in range(3):
        till = connected(center)
        found = till.use_cases.find_receipt(FindReceipt(receipt_text=receipt))
        till.use_cases.add_return_with_receipt(back(found))
        refunded.append(till.use_cases.pay_cash_exact(PayCashExact()).gross_minor)
        # Each memory till gives its transactions the same ids.
        center.claims[f"t-{len(refunded)}"] = center.claims.pop(
            next(key for key in center.claims if not key.startswith("t-"))
        )

    assert sum(refunded) == -100


def test_goods_that_another_till_took_back_are_refused_with_the_figures(
    center: ReturnsCenter, receipt: str
) -> None:
    first, second = connected(center), connected(center)
    sell(second)
    found = first.use_cases.find_receipt(FindReceipt(receipt_text=receipt))
    second.use_cases.find_receipt(FindReceipt(receipt_text=receipt))
    first.use_cases.add_return_with_receipt(back(found, 2))

    with pytest.raises(ReturnExceedsSoldError) as caught:
        second.use_cases.add_return_with_receipt(back(found, 2))

    assert caught.value.details["left_micro"] == ONE
    change = second.use_cases.add_return_with_receipt(back(found, 1))
    assert change.line.amount_minor == -33


def test_a_second_line_of_the_same_receipt_claims_both(
    center: ReturnsCenter, receipt: str
) -> None:
    till = connected(center)
    found = till.use_cases.find_receipt(FindReceipt(receipt_text=receipt))
    till.use_cases.add_return_with_receipt(back(found, 1))
    till.use_cases.add_return_with_receipt(back(found, 2))

    (claim,) = center.claims.values()
    assert [line.quantity_micro for line in claim.lines] == [3 * ONE]
    with pytest.raises(ReturnExceedsSoldError):
        till.use_cases.add_return_with_receipt(back(found, 1))
    assert till.use_cases.pay_cash_exact(PayCashExact()).gross_minor == -100


def test_a_silent_center_names_the_way_without_receipt(
    center: ReturnsCenter, receipt: str
) -> None:
    till = connected(center)
    center.is_silent = True

    with pytest.raises(CenterSilentError, match="without receipt, with a supervisor"):
        till.use_cases.find_receipt(FindReceipt(receipt_text=receipt))


def test_a_claim_that_nobody_answered_does_not_stand_in_the_way_of_the_next(
    center: ReturnsCenter, receipt: str
) -> None:
    till = connected(center)
    found = till.use_cases.find_receipt(FindReceipt(receipt_text=receipt))
    center.is_silent = True
    with pytest.raises(CenterSilentError):
        till.use_cases.add_return_with_receipt(back(found, 3))
    assert len(center.claims) == 1
    center.is_silent = False

    till.use_cases.find_receipt(FindReceipt(receipt_text=receipt))
    change = till.use_cases.add_return_with_receipt(back(found, 3))

    assert change.line.amount_minor == -100
    assert len(center.claims) == 1


def test_a_till_that_died_with_the_line_completes_it_afterwards(
    center: ReturnsCenter, receipt: str
) -> None:
    till = connected(center)
    found = till.use_cases.find_receipt(FindReceipt(receipt_text=receipt))
    till.use_cases.add_return_with_receipt(back(found, 3))

    till.reopen()
    center.is_silent = True

    assert till.use_cases.pay_cash_exact(PayCashExact()).gross_minor == -100


def test_own_receipts_ask_nobody(center: ReturnsCenter) -> None:
    till = connected(center)
    sold = sell(till)
    center.is_silent = True

    found = till.use_cases.find_receipt(FindReceipt(receipt_text=sold.receipt_text))
    till.use_cases.add_return_with_receipt(back(found))
    till.use_cases.cancel_transaction(CancelTransaction())

    assert found.workstation is None
    assert center.asked == 0
    assert center.claims == {}


def test_a_number_alone_proves_nothing_about_another_till(
    center: ReturnsCenter, receipt: str
) -> None:
    till = connected(center)

    with pytest.raises(ReceiptNotFoundError, match="eight digits"):
        till.use_cases.find_receipt(FindReceipt(receipt_text=receipt[:8]))
    with pytest.raises(ReceiptNotFoundError, match="center knows no"):
        till.use_cases.find_receipt(FindReceipt(receipt_text=receipt[:8] + " 00000000"))


def test_a_till_that_stands_alone_asks_nobody() -> None:
    with pytest.raises(ReceiptNotFoundError, match="no center to ask"):
        NO_CENTER.find_receipt(ReceiptCode("A", 1, "0" * 8))
