"""The open transaction: what lines, tenders and taxes come to."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.errors import (
    BalanceDueError,
    DomainError,
    InvalidAmountError,
    InvalidPriceError,
    InvalidQuantityError,
    NothingToCompleteError,
    ReturnExceedsSoldError,
    TenderStartedError,
    TransactionTooLargeError,
    UnknownLineError,
)
from terminal.domain.money import divide_rounded
from terminal.domain.transaction.line_item import PriceSource
from terminal.domain.transaction.retail_transaction import LINES_MAX, RetailTransaction
from terminal.domain.transaction.transaction_header import TaxMode
from tests.fakes.open_sale import ONE, item, rate_of, sold, transaction

MODES = st.sampled_from(list(TaxMode))


# Lines and totals.


def test_line_has_the_item_s_price_and_counts() -> None:
    sale = transaction()

    line = sale.add_item(item(), 3 * ONE)

    assert (line.sequence, line.amount_minor) == (1, 447)
    assert line.price_source is PriceSource.CATALOG
    assert (sale.item_count, sale.quantity_micro) == (1, 3 * ONE)
    assert (sale.subtotal_minor, sale.tax_minor, sale.total_minor) == (447, 75, 447)
    assert sale.due_minor == 447


def test_exclusive_tax_is_added_on_the_sum_of_its_rate() -> None:
    sale = transaction(TaxMode.EXCLUSIVE)
    for _ in range(3):
        sale.add_item(item(120_000, 55_000), ONE)

    # A line alone would have 0.66 cents of tax, rounded to 1 each time.
    assert (sale.subtotal_minor, sale.tax_minor, sale.total_minor) == (36, 2, 38)


@pytest.mark.parametrize(
    ("quantity", "price", "error"),
    [
        (0, None, InvalidQuantityError),
        (-ONE, None, InvalidQuantityError),
        (ONE, -1, InvalidPriceError),
        (10**12, 10**15, InvalidAmountError),
    ],
)
def test_refused_line_changes_nothing(
    quantity: int, price: int | None, error: type[DomainError]
) -> None:
    sale = transaction()

    with pytest.raises(error):
        sale.add_item(item(), quantity, price)

    assert sale.lines == ()
    assert sale.total_minor == 0


def test_voided_line_stays_and_counts_in_nothing() -> None:
    sale = transaction()
    sale.add_item(item(), ONE)
    sale.add_item(item(), 2 * ONE)

    line = sale.void_line(1, voided_at_ms=99)

    assert (line.voided_at_ms, line.amount_minor) == (99, 149)
    assert sale.line_count == 2
    assert (sale.item_count, sale.total_minor) == (1, 298)


@pytest.mark.parametrize("sequence", [0, -1, 2, 10**9])
def test_unknown_line_is_refused(sequence: int) -> None:
    sale = transaction()
    sale.add_item(item(), ONE)

    with pytest.raises(UnknownLineError):
        sale.void_line(sequence, 1)
    with pytest.raises(UnknownLineError):
        sale.change_quantity(sequence, ONE)


def test_line_is_voided_only_once() -> None:
    sale = transaction()
    sale.add_item(item(), ONE)
    sale.void_line(1, 1)

    with pytest.raises(UnknownLineError):
        sale.void_line(1, 2)
    with pytest.raises(UnknownLineError):
        sale.change_quantity(1, ONE)


def test_too_many_lines_are_refused() -> None:
    sale = transaction()
    for _ in range(LINES_MAX):
        sale.add_item(item(), ONE)

    with pytest.raises(TransactionTooLargeError):
        sale.add_item(item(), ONE)


def test_too_large_a_total_is_refused() -> None:
    sale = transaction()
    for _ in range(10):
        sale.add_item(item(), 10**11, 10**12)

    with pytest.raises(TransactionTooLargeError):
        sale.add_item(item(), ONE)


def test_lines_are_fixed_while_tender_lies_on_the_counter() -> None:
    sale = transaction()
    sale.add_item(item(), ONE)
    sale.tender_cash(100)

    with pytest.raises(TenderStartedError):
        sale.add_item(item(), ONE)
    with pytest.raises(TenderStartedError):
        sale.void_line(1, 1)
    with pytest.raises(TenderStartedError):
        sale.change_quantity(1, ONE)
    sale.remove_tender(1)
    sale.add_item(item(), ONE)

    assert sale.due_minor == 298


# Completion.


def test_unpaid_transaction_is_not_completed() -> None:
    sale = transaction()
    sale.add_item(item(), ONE)
    back = transaction()
    back.add_return_without_receipt(item(), ONE, "broken")

    with pytest.raises(BalanceDueError, match="take the rest"):
        sale.complete()
    with pytest.raises(BalanceDueError, match="give the refund"):
        back.complete()


def test_transaction_without_a_counting_line_is_not_completed() -> None:
    sale = transaction()
    sale.add_item(item(), ONE)
    sale.void_line(1, 1)

    with pytest.raises(NothingToCompleteError):
        sale.complete()


line_specs = st.lists(
    st.tuples(
        st.booleans(),
        st.integers(0, 200_000_000),
        st.integers(1, 20_000_000),
        st.sampled_from([0, 25_000, 55_000, 200_000]),
        st.booleans(),
    ),
    min_size=1,
    max_size=30,
)


@given(MODES, line_specs)
def test_running_totals_are_the_totals_of_the_document(
    mode: TaxMode, specs: list[tuple[bool, int, int, int, bool]]
) -> None:
    sale = transaction(mode)
    for is_return, price, quantity, rate, is_voided in specs:
        goods = item(price, rate)
        if is_return:
            line = sale.add_return_without_receipt(goods, quantity, "broken")
        else:
            line = sale.add_item(goods, quantity)
        if is_voided:
            sale.void_line(line.sequence, 1)

    by_rate: dict[int, int] = {}
    for line in sale.lines:
        if not line.is_voided:
            rate = rate_of(line)
            by_rate[rate] = by_rate.get(rate, 0) + line.amount_minor
    tax = sum(
        divide_rounded(
            amount * rate, 10**6 + rate if mode is TaxMode.INCLUSIVE else 10**6
        )
        for rate, amount in by_rate.items()
    )
    subtotal = sum(by_rate.values())
    assert sale.subtotal_minor == subtotal
    assert sale.tax_minor == tax
    assert sale.total_minor == subtotal + (0 if mode is TaxMode.INCLUSIVE else tax)
    if sale.item_count:
        if sale.due_minor:
            sale.tender_cash(None)
        completion = sale.complete()
        assert sum(completion.line_sums) == tax
        for line, line_tax in zip(sale.lines, completion.line_sums, strict=True):
            share = _exact_tax(line.amount_minor, rate_of(line), mode)
            assert line_tax == 0 if line.is_voided else abs(line_tax - share) <= 1


def _exact_tax(amount: int, rate_ppm: int, mode: TaxMode) -> Fraction:
    base = 10**6 + rate_ppm if mode is TaxMode.INCLUSIVE else 10**6
    return Fraction(amount * rate_ppm, base)


# What a store must write.


def test_only_what_changed_is_written() -> None:
    sale = transaction()
    for _ in range(3):
        sale.add_item(item(), ONE)
    first = sale.take_changes()
    sale.change_quantity(2, 2 * ONE)
    sale.add_item(item(), ONE)
    second = sale.take_changes()
    sale.tender_cash(1)
    third = sale.take_changes()
    sale.remove_tender(1)
    fourth = sale.take_changes()
    nothing = sale.take_changes()

    assert first.header == sale.header
    assert [line.sequence for line in first.lines] == [1, 2, 3]
    assert first.tenders is None
    assert second.header is None
    assert [line.sequence for line in second.lines] == [2, 4]
    assert third.tenders is not None
    assert len(third.tenders) == 1
    assert fourth.tenders == ()
    assert (nothing.header, nothing.lines, nothing.tenders) == (None, (), None)


@given(MODES, line_specs)
def test_restored_transaction_is_the_same(
    mode: TaxMode, specs: list[tuple[bool, int, int, int, bool]]
) -> None:
    sale = transaction(mode)
    sale.add_return_of(sold(mode=mode), 1, ONE)
    for is_return, price, quantity, rate, is_voided in specs:
        goods = item(price, rate)
        if is_return:
            line = sale.add_return_without_receipt(goods, quantity, "broken")
        else:
            line = sale.add_item(goods, quantity)
        if is_voided:
            sale.void_line(line.sequence, 1)
    if sale.due_minor > 1:
        sale.tender_cash(sale.due_minor + 5)

    again = RetailTransaction.restore(sale.header, sale.lines, sale.tenders)

    assert again.lines == sale.lines
    assert again.tenders == sale.tenders
    for name in (
        "item_count",
        "quantity_micro",
        "subtotal_minor",
        "tax_minor",
        "total_minor",
        "due_minor",
        "tendered_minor",
        "change_minor",
        "line_count",
        "transaction_id",
    ):
        assert getattr(again, name) == getattr(sale, name), name
    changes = again.take_changes()
    assert (changes.header, changes.lines, changes.tenders) == (None, (), None)
    if not sale.tenders:
        with pytest.raises(ReturnExceedsSoldError):
            again.add_return_of(sold(mode=mode), 1, 3 * ONE)
