"""An invoice states lines, allowances, taxes and what is to be paid."""

from __future__ import annotations

import pytest

from terminal.domain.money import Currency
from terminal.domain.tax.invoice import (
    InvoicePart,
    invoice_line_net,
    invoice_totals,
)
from terminal.domain.tax.tax_group import single_rate

EUR = Currency("EUR", 2)
STANDARD = single_rate("S", 250_000)
EXEMPT = single_rate("E", 0)


@pytest.mark.parametrize(
    ("quantity", "price", "base", "net"),
    [
        (100_000_000, 121_200, 1_000_000, 1_212),
        (132_000_000, 15_240_000, 12_000_000, 16_764),
        (-2_000_000, 1_005_000, 1_000_000, -201),
    ],
)
def test_a_price_may_be_for_more_than_one(
    quantity: int, price: int, base: int, net: int
) -> None:
    assert invoice_line_net(quantity, price, EUR, base) == net


def test_allowances_and_charges_change_a_line() -> None:
    assert (
        invoice_line_net(1_000_000, 10_000_000, EUR, adjustments_minor=(-300, 50))
        == 750
    )


def test_an_invoice_adds_up() -> None:
    totals = invoice_totals(
        [
            InvoicePart(group=STANDARD, net_minor=400_000),
            InvoicePart(group=EXEMPT, net_minor=10_000),
        ],
        EUR,
        allowances=[InvoicePart(group=STANDARD, net_minor=15_000)],
        charges=[InvoicePart(group=STANDARD, net_minor=5_000)],
        prepaid_minor=100_000,
        rounding_minor=-1,
    )

    assert (totals.lines_minor, totals.allowances_minor, totals.charges_minor) == (
        410_000,
        15_000,
        5_000,
    )
    assert (totals.net_minor, totals.tax_minor, totals.total_minor) == (
        400_000,
        97_500,
        497_500,
    )
    assert totals.payable_minor == 397_499
    assert [(row.tax_id, row.taxable_minor) for row in totals.taxes] == [
        ("S", 390_000),
        ("E", 10_000),
    ]


def test_a_correction_mirrors_its_invoice() -> None:
    parts = [InvoicePart(group=STANDARD, net_minor=1_234)]
    mirrored = [InvoicePart(group=STANDARD, net_minor=-1_234)]

    there = invoice_totals(parts, EUR, allowances=parts[:0], charges=parts)
    back = invoice_totals(mirrored, EUR, allowances=parts[:0], charges=mirrored)

    # A negative charge is no allowance.
    assert (back.allowances_minor, back.charges_minor) == (0, -1_234)
    assert back.tax_minor == -there.tax_minor
    assert back.total_minor == -there.total_minor
