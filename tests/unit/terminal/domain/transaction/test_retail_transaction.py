"""The open transaction: what lines, tenders and taxes come to."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.errors import (
    BalanceDueError,
    DomainError,
    InvalidAmountError,
    InvalidPriceError,
    InvalidQuantityError,
    LineFixedError,
    NothingDueError,
    NothingToCompleteError,
    NotReturnableError,
    PriceRequiredError,
    ReturnExceedsSoldError,
    TenderStartedError,
    TransactionTooLargeError,
    UnknownLineError,
    UnknownTenderError,
)
from terminal.domain.money import Currency, divide_rounded
from terminal.domain.tax.tax_group import single_rate
from terminal.domain.transaction.finished_transaction import (
    FinishedLine,
    FinishedTransaction,
)
from terminal.domain.transaction.line_item import (
    LineKind,
    OriginalLine,
    PriceSource,
    SaleReturnLineItem,
)
from terminal.domain.transaction.retail_transaction import (
    LINES_MAX,
    ORIGINALS_MAX,
    TENDERS_MAX,
    RetailTransaction,
    TaxMode,
    TransactionHeader,
)

EUR = Currency("EUR", 2)
ONE = 1_000_000
MODES = st.sampled_from(list(TaxMode))


def item(
    price_micro: int = 1_490_000,
    rate_ppm: int = 200_000,
    *,
    is_open_price: bool = False,
) -> CatalogItem:
    return CatalogItem(
        item_id=f"item-{rate_ppm}",
        description="Fineliner",
        unit="piece",
        unit_price_micro=price_micro,
        tax_group=single_rate(f"rate-{rate_ppm}", rate_ppm),
        is_open_price=is_open_price,
        scan_code="4006381333931",
    )


def rate_of(line: SaleReturnLineItem) -> int:
    (component,) = line.tax_group.components
    return component.rate_ppm


def fixed_tax(line: SaleReturnLineItem) -> int:
    return sum(tax.tax_minor for tax in line.fixed_taxes or ())


def transaction(mode: TaxMode = TaxMode.INCLUSIVE) -> RetailTransaction:
    return RetailTransaction(
        TransactionHeader(
            transaction_id="t1",
            operator_id="m1",
            session_id="s1",
            till_period_id="p1",
            business_day="2030-03-17",
            opened_at_ms=1,
            currency=EUR,
            tax_mode=mode,
        )
    )


def finished(open_one: RetailTransaction, event_id: str = "e1") -> FinishedTransaction:
    """Pay an open transaction and return what the ledger will remember of it."""
    if open_one.due_minor:
        open_one.tender_cash(None)
    completion = open_one.complete()
    return FinishedTransaction(
        event_id=event_id,
        event_hash="0" * 64,
        seq=1,
        series="A",
        number=1,
        operator_id="m1",
        business_day="2030-03-17",
        till_period_id="p1",
        opened_at_ms=1,
        completed_at_ms=2,
        currency="EUR",
        tax_mode=open_one.header.tax_mode.value,
        lines=tuple(
            FinishedLine(
                sequence=line.sequence,
                kind=line.kind,
                item_id=line.item_id,
                scan_code=line.scan_code,
                description=line.description,
                quantity_micro=line.quantity_micro,
                unit=line.unit,
                unit_price_micro=line.unit_price_micro,
                extended_minor=line.extended_minor,
                modifiers=line.modifiers,
                amount_minor=line.amount_minor,
                tax_group=line.tax_group,
                taxes=taxes,
                is_voided=line.is_voided,
            )
            for line, taxes in zip(open_one.lines, completion.line_taxes, strict=True)
        ),
        taxes=completion.taxes,
        tenders=open_one.tenders,
        gross_minor=open_one.total_minor,
        tax_minor=open_one.tax_minor,
        rounding_minor=open_one.rounding_minor,
    )


def sold(
    price_micro: int = 1_490_000,
    quantity_micro: int = 3 * ONE,
    mode: TaxMode = TaxMode.INCLUSIVE,
) -> FinishedTransaction:
    sale = transaction(mode)
    sale.add_item(item(price_micro), quantity_micro)
    return finished(sale)


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


def test_keyed_price_is_used_and_told_apart() -> None:
    line = transaction().add_item(item(), ONE, 990_000)

    assert line.amount_minor == 99
    assert line.price_source is PriceSource.KEYED


def test_open_price_must_be_keyed() -> None:
    open_price = item(is_open_price=True)

    with pytest.raises(PriceRequiredError):
        transaction().add_item(open_price, ONE)

    assert transaction().add_item(open_price, ONE, 500_000).amount_minor == 50


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


def test_changed_quantity_is_priced_again_at_the_line_s_own_price() -> None:
    sale = transaction()
    sale.add_item(item(), ONE, 990_000)

    line = sale.change_quantity(1, 2 * ONE)

    assert line.amount_minor == sale.total_minor == 198


def test_changed_return_stays_a_return() -> None:
    sale = transaction()
    sale.add_return_without_receipt(item(), ONE, "broken")

    line = sale.change_quantity(1, 2 * ONE)

    assert (line.quantity_micro, line.amount_minor) == (-2 * ONE, -298)
    assert line.reason == "broken"


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


# Tenders.


def test_more_cash_than_due_gives_change() -> None:
    sale = transaction()
    sale.add_item(item(), ONE)

    tender = sale.tender_cash(500)

    assert (tender.amount_minor, tender.given_minor, tender.change_minor) == (
        149,
        500,
        351,
    )
    assert (sale.due_minor, sale.change_minor, sale.tendered_minor) == (0, 351, 149)


def test_less_cash_leaves_a_rest() -> None:
    sale = transaction()
    sale.add_item(item(), ONE)

    sale.tender_cash(100)
    sale.tender_cash(49)

    assert [tender.sequence for tender in sale.tenders] == [1, 2]
    assert sale.due_minor == 0


def test_refund_pays_back_exactly() -> None:
    sale = transaction()
    sale.add_return_without_receipt(item(), ONE, "broken")

    with pytest.raises(InvalidAmountError):
        sale.tender_cash(149)
    tender = sale.tender_cash(None)

    assert (tender.amount_minor, tender.given_minor, tender.change_minor) == (
        -149,
        -149,
        0,
    )
    assert sale.due_minor == 0


@pytest.mark.parametrize("given_minor", [0, -1, 10**15])
def test_impossible_cash_is_refused(given_minor: int) -> None:
    sale = transaction()
    sale.add_item(item(), ONE)

    with pytest.raises(InvalidAmountError):
        sale.tender_cash(given_minor)


def test_nothing_is_taken_when_nothing_is_due() -> None:
    sale = transaction()
    sale.add_item(item(0), ONE)

    with pytest.raises(NothingDueError):
        sale.tender_cash(None)


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


def test_removed_tender_takes_its_change_along() -> None:
    sale = transaction()
    sale.add_item(item(), ONE)
    sale.tender_cash(100)
    sale.tender_cash(100)

    removed = sale.remove_tender(2)

    assert removed.change_minor == 51
    assert (sale.change_minor, sale.due_minor) == (0, 49)
    with pytest.raises(UnknownTenderError):
        sale.remove_tender(2)


def test_too_many_tenders_are_refused() -> None:
    sale = transaction()
    sale.add_item(item(), ONE)
    for _ in range(TENDERS_MAX):
        sale.tender_cash(1)

    with pytest.raises(TransactionTooLargeError):
        sale.tender_cash(1)


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


def test_zero_total_completes_without_tender() -> None:
    sale = transaction()
    sale.add_item(item(), ONE)
    sale.add_return_without_receipt(item(), ONE, "broken")

    completion = sale.complete()

    assert completion.line_sums == (25, -25)
    assert [row.tax_minor for row in completion.taxes] == [0]


def test_tax_is_summed_per_rate_and_allocated_to_lines() -> None:
    sale = transaction(TaxMode.EXCLUSIVE)
    sale.add_item(item(120_000, 55_000), ONE)
    sale.add_item(item(1_000_000, 200_000), ONE)
    sale.add_item(item(120_000, 55_000), ONE)
    sale.add_item(item(120_000, 55_000), ONE)
    sale.tender_cash(None)

    completion = sale.complete()

    assert [
        (row.rate_ppm, row.taxable_minor, row.tax_minor) for row in completion.taxes
    ] == [
        (200_000, 100, 20),
        (55_000, 36, 2),
    ]
    assert completion.line_sums == (1, 20, 1, 0)


def test_rate_whose_lines_are_all_voided_is_not_in_the_summary() -> None:
    sale = transaction()
    sale.add_item(item(1_000_000, 55_000), ONE)
    sale.add_item(item(1_000_000, 200_000), ONE)
    sale.void_line(1, 1)
    sale.tender_cash(None)

    completion = sale.complete()

    assert [row.rate_ppm for row in completion.taxes] == [200_000]
    assert completion.line_sums == (0, 17)


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


# Returns with a receipt.


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


def test_quantity_of_a_return_with_receipt_is_fixed() -> None:
    back = transaction()
    back.add_return_of(sold(), 1, ONE)

    with pytest.raises(LineFixedError):
        back.change_quantity(1, 2 * ONE)


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
