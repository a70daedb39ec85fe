"""Goods come back for what was paid, in whatever parts."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.errors import (
    NotReturnableError,
    ReturnExceedsSoldError,
    TransactionTooLargeError,
    UnknownLineError,
)
from terminal.domain.transaction.line_item import LineKind, OriginalLine, PriceSource
from terminal.domain.transaction.retail_transaction import ORIGINALS_MAX
from terminal.domain.transaction.transaction_header import TaxMode
from tests.fakes.open_sale import ONE, fixed_tax, sold, transaction

MODES = st.sampled_from(list(TaxMode))


def test_return_takes_back_what_was_paid() -> None:
    back = transaction()

    line = back.add_return_of(sold(), 1, 2 * ONE)

    assert (line.kind, line.quantity_micro) == (LineKind.RETURN, -2 * ONE)
    assert (line.amount_minor, fixed_tax(line)) == (-298, -50)
    assert line.price_source is PriceSource.RECEIPT
    assert line.return_of == OriginalLine("e1", 1)
    assert (back.total_minor, back.tax_minor) == (-298, -50)


def test_more_than_is_left_does_not_come_back() -> None:
    original = sold()
    back = transaction()
    back.add_return_of(original, 1, 2 * ONE)

    with pytest.raises(ReturnExceedsSoldError) as caught:
        back.add_return_of(original, 1, 2 * ONE)

    assert caught.value.details["left_micro"] == ONE
    assert "only 1 of line 1" in str(caught.value)


def test_voided_return_line_leaves_its_goods_to_return_again() -> None:
    original = sold()
    back = transaction()
    back.add_return_of(original, 1, 3 * ONE)
    back.void_line(1, 1)

    line = back.add_return_of(original, 1, 3 * ONE)

    assert line.amount_minor == -447


def test_what_cannot_come_back_is_refused() -> None:
    original = sold()
    line = original.lines[0]
    replace = msgspec.structs.replace
    voided = replace(original, lines=(replace(line, is_voided=True),))
    returned = replace(original, lines=(replace(line, kind=LineKind.RETURN),))

    for unreturnable in (
        replace(original, voided_by="e2"),
        replace(original, currency="USD"),
        replace(original, tax_mode="exclusive"),
        voided,
        returned,
    ):
        with pytest.raises(NotReturnableError):
            transaction().add_return_of(unreturnable, 1, ONE)
    for sequence in (0, 2):
        with pytest.raises(UnknownLineError):
            transaction().add_return_of(original, sequence, ONE)


def test_goods_of_too_many_receipts_are_refused() -> None:
    back = transaction()
    original = sold()
    for index in range(ORIGINALS_MAX):
        again = msgspec.structs.replace(original, event_id=f"e{index}")
        back.add_return_of(again, 1, ONE)

    with pytest.raises(TransactionTooLargeError):
        back.add_return_of(msgspec.structs.replace(original, event_id="x"), 1, ONE)
    back.add_return_of(original, 1, ONE)


@given(
    MODES,
    st.integers(0, 50_000_000),
    st.lists(st.integers(1, 5_000_000), min_size=1, max_size=12),
    st.lists(st.booleans(), min_size=12, max_size=12),
)
def test_parts_that_come_back_add_up_to_what_was_paid(
    mode: TaxMode, price: int, parts: list[int], voids: list[bool]
) -> None:
    original = sold(price, sum(parts), mode)
    paid, tax = original.lines[0].amount_minor, original.lines[0].tax_minor
    back = transaction(mode)
    for part, is_voided in zip(parts, voids, strict=False):
        line = back.add_return_of(original, 1, part)
        assert line.amount_minor <= 0
        assert fixed_tax(line) <= 0
        if is_voided:
            back.void_line(line.sequence, 1)
        assert -back.subtotal_minor <= paid
    left = sum(parts) + back.quantity_micro
    if left:
        back.add_return_of(original, 1, left)

    assert (back.subtotal_minor, back.tax_minor) == (-paid, -tax)
    assert back.total_minor == -original.gross_minor
    if back.due_minor:
        back.tender_cash(None)
    assert sum(back.complete().line_sums) == -tax
