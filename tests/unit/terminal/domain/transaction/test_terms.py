"""What changes a transaction beyond its lines, and cash that is rounded."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.errors import LineFixedError, TenderStartedError, UnknownLineError
from terminal.domain.money import Currency
from terminal.domain.pricing.manual_modifier import ManualModifier
from terminal.domain.pricing.pricer import PricingMoment, reprice
from terminal.domain.pricing.pricing_policy import DEFAULT_POLICY
from terminal.domain.tax.exemption import TaxExemption
from terminal.domain.tender.cash_rounding import CashRounding, CashRoundingMode
from terminal.domain.tender.exchange_rate import ExchangeRate
from terminal.domain.transaction.finished_transaction import (
    FinishedLine,
    FinishedTransaction,
)
from terminal.domain.transaction.line_item import LineDetails, PriceSource
from terminal.domain.transaction.retail_transaction import RetailTransaction
from terminal.domain.transaction.transaction_header import TaxMode, TransactionHeader
from tests.fakes.priced_till import GOODS, PAD, priced_catalog
from tests.fakes.reference_data import APPLES, EUR, PEN

ONE = 1_000_000
BOOK = priced_catalog()
MOMENT = PricingMoment(at_ms=1, local_date="2030-03-17", weekday=6, minute=600)
MANUAL = ManualModifier(reason_code="r", label="Kind", rate_ppm=100_000)
FIVE = CashRounding(step_minor=5)


def transaction(
    mode: TaxMode = TaxMode.INCLUSIVE, rounding: CashRounding | None = FIVE
) -> RetailTransaction:
    return RetailTransaction(
        TransactionHeader(
            transaction_id="t",
            operator_id="o",
            session_id="s",
            till_period_id="p",
            business_day="2030-03-17",
            opened_at_ms=1,
            currency=EUR,
            tax_mode=mode,
            cash_rounding=rounding,
        )
    )


def price(sale: RetailTransaction) -> None:
    reprice(sale, BOOK, lambda: MOMENT, DEFAULT_POLICY)


def finished(sale: RetailTransaction) -> FinishedTransaction:
    """Return what the ledger will remember of a transaction that balances."""
    completion = sale.complete()
    return FinishedTransaction(
        event_id="e",
        event_hash="0" * 64,
        seq=1,
        series="A",
        number=1,
        operator_id="o",
        business_day="2030-03-17",
        till_period_id="p",
        opened_at_ms=1,
        completed_at_ms=2,
        currency="EUR",
        tax_mode=sale.header.tax_mode.value,
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
            for line, taxes in zip(sale.lines, completion.line_taxes, strict=True)
        ),
        taxes=completion.taxes,
        tenders=sale.tenders,
        gross_minor=sale.total_minor,
        tax_minor=sale.tax_minor,
        rounding_minor=sale.rounding_minor,
    )


# Cash rounding.


@pytest.mark.parametrize(
    ("price_micro", "mode", "paid", "rounding"),
    [
        (1_020_000, CashRoundingMode.HALF_UP, 100, -2),
        (1_030_000, CashRoundingMode.HALF_UP, 105, 2),
        (1_030_000, CashRoundingMode.DOWN, 100, -3),
        (1_010_000, CashRoundingMode.UP, 105, 4),
        (20_000, CashRoundingMode.HALF_UP, 0, -2),
    ],
)
def test_cash_that_closes_the_balance_is_rounded(
    price_micro: int, mode: CashRoundingMode, paid: int, rounding: int
) -> None:
    for sign in (1, -1):
        sale = transaction(rounding=CashRounding(step_minor=5, mode=mode))
        if sign > 0:
            sale.add_item(PEN, ONE, price_micro)
        else:
            sale.add_return_without_receipt(PEN, ONE, "broken", price_micro)
        assert sale.cash_due_minor == sign * paid

        tender = sale.tender_cash(None)

        assert (tender.amount_minor, tender.rounding_minor) == (
            sign * paid,
            sign * rounding,
        )
        assert (sale.due_minor, sale.rounding_minor) == (0, sign * rounding)
        sale.complete()
        sale.remove_tender(1)
        assert (sale.rounding_minor, sale.due_minor) == (0, sale.total_minor)


def test_change_is_given_on_the_rounded_amount() -> None:
    sale = transaction()
    sale.add_item(PEN, ONE, 1_030_000)

    tender = sale.tender_cash(2_000)

    assert (tender.amount_minor, tender.change_minor) == (105, 1_895)


def test_cash_that_leaves_a_rest_is_not_rounded() -> None:
    sale = transaction()
    sale.add_item(PEN, ONE, 1_030_000)

    assert sale.tender_cash(50).rounding_minor == 0
    assert sale.due_minor == 53
    sale.tender("card_manual", None)
    assert (sale.rounding_minor, sale.due_minor) == (0, 0)


def test_foreign_cash_pays_the_rounded_amount() -> None:
    rate = ExchangeRate(
        currency=Currency("USD", 2), store_currency=EUR, rate_micro=900_000
    )
    sale = transaction()
    sale.add_item(PEN, ONE, 9_020_000)

    tender = sale.tender_foreign_cash(rate, 1_000)

    assert (tender.given_minor, tender.amount_minor, tender.rounding_minor) == (
        900,
        900,
        -2,
    )
    assert sale.due_minor == 0


# Lines that are bound to something.


def test_linked_line_follows_its_parent_and_nothing_else() -> None:
    sale = transaction()
    sale.add_item(APPLES, 2 * ONE)
    sale.add_item(
        PEN, 3 * ONE, details=LineDetails(linked_to=1, linked_micro=1_500_000)
    )
    with pytest.raises(LineFixedError):
        sale.change_quantity(2, ONE)
    with pytest.raises(LineFixedError):
        sale.void_line(2, 5)

    sale.change_quantity(1, 4 * ONE)
    assert sale.line(2).quantity_micro == 6 * ONE
    sale.void_line(1, 5)

    assert sale.line(2).is_voided
    assert (sale.total_minor, sale.item_count, sale.base_quantity_of("pen")) == (
        0,
        0,
        0,
    )
    with pytest.raises(UnknownLineError):
        sale.add_item(PEN, ONE, details=LineDetails(linked_to=1))


def test_price_on_the_label_is_paid_as_it_is() -> None:
    sale = transaction()
    line = sale.add_item(APPLES, 333_000, details=LineDetails(label_amount_minor=101))

    assert (line.amount_minor, line.price_source) == (101, PriceSource.LABEL)
    with pytest.raises(LineFixedError):
        sale.change_quantity(1, ONE)


def test_overridden_price_remembers_the_regular_one() -> None:
    sale = transaction()
    sale.add_item(PEN, 2 * ONE)

    line = sale.override_price(1, 1_000_000, "dented", "m2")

    assert (line.amount_minor, line.regular_price_micro) == (200, 1_490_000)
    assert (line.price_reason, line.price_authorised_by) == ("dented", "m2")


def test_returns_take_no_manual_modifier() -> None:
    sale = transaction()
    sale.add_return_without_receipt(PEN, ONE, "broken")

    with pytest.raises(LineFixedError):
        sale.set_line_manual(1, MANUAL)


def test_nothing_changes_under_tender() -> None:
    sale = transaction()
    sale.add_item(PEN, 2 * ONE)
    sale.tender_cash(100)
    before = (sale.terms, sale.lines)

    for change in (
        lambda: sale.set_member(None),
        lambda: sale.set_coupons(("x",)),
        lambda: sale.set_manual(MANUAL),
        lambda: sale.set_exemption(TaxExemption(reason="r", certificate="1")),
        lambda: sale.choose_tender("voucher"),
        lambda: sale.set_line_manual(1, MANUAL),
        lambda: sale.override_price(1, 1, "r"),
    ):
        with pytest.raises(TenderStartedError):
            change()

    assert (sale.terms, sale.lines) == before


def test_case_counts_its_base_units() -> None:
    case = msgspec.structs.replace(
        PEN, unit="case", base_quantity_micro=12_000_000, unit_price_micro=15_000_000
    )
    sale = transaction()
    sale.add_item(PEN, 2 * ONE)
    sale.add_item(case, ONE)

    assert sale.base_quantity_of("pen") == 14 * ONE


# A sale and its return.


@given(
    st.lists(
        st.tuples(st.sampled_from(GOODS), st.integers(1, 5_000_000)),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(list(TaxMode)),
    st.sampled_from(list(CashRoundingMode)),
    st.none() | st.integers(1, 3_000),
    st.lists(st.integers(1, 3), min_size=8, max_size=8),
)
def test_complete_return_leaves_every_tax_and_amount_at_nothing(
    goods: list[tuple[CatalogItem, int]],
    mode: TaxMode,
    how: CashRoundingMode,
    off: int | None,
    parts: list[int],
) -> None:
    rounding = CashRounding(step_minor=5, mode=how)
    sale = transaction(mode, rounding)
    for item, quantity in goods:
        sale.add_item(item, quantity, 1_230_000 if item.is_open_price else None)
    if off is not None:
        sale.set_manual(ManualModifier(reason_code="r", label="r", amount_minor=off))
    price(sale)
    if sale.due_minor:
        sale.tender_cash(None)
    sold = finished(sale)
    assert sold.gross_minor + sold.rounding_minor == sum(
        tender.amount_minor for tender in sold.tenders
    )

    back = transaction(mode, rounding)
    for line, count in zip(sold.lines, parts, strict=False):
        left = line.quantity_micro
        for _ in range(min(count, left) - 1):
            part = max(left // 2, 1)
            if part < left:
                back.add_return_of(sold, line.sequence, part)
                left -= part
        back.add_return_of(sold, line.sequence, left)
    price(back)
    if back.due_minor:
        back.tender_cash(None)
    mirrored = finished(back)

    assert mirrored.gross_minor == -sold.gross_minor
    assert mirrored.rounding_minor == -sold.rounding_minor
    assert mirrored.discount_minor == -sold.discount_minor
    sums = {(row.tax_id, row.rate_ppm): row for row in sold.taxes}
    for row in mirrored.taxes:
        of_sale = sums.pop((row.tax_id, row.rate_ppm))
        assert row.tax_minor == -of_sale.tax_minor
        assert row.taxable_minor == -of_sale.taxable_minor
    assert sums == {}


def test_exempt_return_gives_back_what_was_paid() -> None:
    sale = transaction()
    sale.add_item(PAD, 3 * ONE)
    sale.set_exemption(TaxExemption(reason="embassy", certificate="1"))
    price(sale)
    sale.tender_cash(None)
    sold = finished(sale)

    back = transaction()
    back.add_return_of(sold, 1, 3 * ONE)
    price(back)

    assert back.total_minor == -sold.gross_minor
    assert back.tax_minor == 0
