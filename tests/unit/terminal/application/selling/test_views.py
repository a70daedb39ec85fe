"""Views carry what the screen shows, and nothing that changes."""

from __future__ import annotations

from terminal.application.selling.views import (
    item_view,
    line_change,
    line_view,
    sale_view,
    tender_change,
    totals_view,
)
from terminal.domain.transaction.retail_transaction import RetailTransaction
from terminal.domain.transaction.transaction_header import TaxMode, TransactionHeader
from tests.fakes.reference_data import APPLES, EUR, PEN


def transaction() -> RetailTransaction:
    return RetailTransaction(
        TransactionHeader(
            transaction_id="t1",
            operator_id="m1",
            session_id="s1",
            till_period_id="p1",
            business_day="2030-03-17",
            opened_at_ms=5,
            currency=EUR,
            tax_mode=TaxMode.EXCLUSIVE,
        )
    )


def test_view_of_a_whole_sale() -> None:
    sale = transaction()
    sale.add_item(PEN, 2_000_000)
    sale.add_return_without_receipt(APPLES, 500_000, "rotten")
    sale.void_line(1, 77)

    view = sale_view(sale)

    assert (view.transaction_id, view.opened_at_ms) == ("t1", 5)
    pen, apples = view.lines
    assert (pen.is_voided, pen.voided_at_ms, pen.amount_minor) == (True, 77, 298)
    assert (apples.kind, apples.quantity_micro, apples.unit) == (
        "return",
        -500_000,
        "kg",
    )
    assert (apples.amount_minor, apples.reason) == (-150, "rotten")
    assert view.totals.item_count == 1
    assert view.totals.subtotal_minor == -150
    assert view.totals.tax_minor == -8
    assert view.totals.total_minor == view.totals.due_minor == -158


def test_view_of_a_line_change_carries_one_line_only() -> None:
    sale = transaction()
    sale.add_item(PEN, 1_000_000)
    line = sale.add_item(APPLES, 1_000_000)

    change = line_change(sale, line)

    assert change.line == line_view(line)
    assert change.totals == totals_view(sale)


def test_view_of_tenders() -> None:
    sale = transaction()
    sale.add_item(PEN, 1_000_000)
    sale.tender_cash(500)

    change = tender_change(sale)

    assert change.tenders == sale.tenders
    assert change.totals.tendered_minor == 179
    assert change.totals.change_minor == 321
    assert change.totals.due_minor == 0


def test_view_of_an_item() -> None:
    view = item_view(APPLES, EUR)

    assert (view.item_id, view.unit, view.plu, view.exponent) == (
        "apples",
        "kg",
        "77",
        2,
    )
