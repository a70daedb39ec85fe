"""Totals of an invoice as European invoices state them (EN 16931, section 6.5).

Lines have net amounts, already rounded. Allowances and charges on the whole invoice
name the tax they belong to and change its taxable amount. Each tax is computed once
on the sum of what belongs to it (BR-CO-17), then all of it is added up.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

import msgspec

from terminal.domain.money import MICRO, Currency, divide_rounded
from terminal.domain.tax.document import DocumentLine, document_totals
from terminal.domain.tax.tax_group import TaxGroup
from terminal.domain.tax.tax_line_item import TaxLineItem
from terminal.domain.tax.tax_policy import TaxPolicy


class InvoicePart(msgspec.Struct, frozen=True, kw_only=True):
    """A line, or an allowance or charge on the whole invoice.

    Attributes:
        net_minor: Without tax, signed as it is stated: a correction states negative
            lines, allowances and charges.
    """

    group: TaxGroup
    net_minor: int


class InvoiceTotals(msgspec.Struct, frozen=True, kw_only=True):
    """What an invoice comes to.

    Attributes:
        lines_minor: Sum of the lines.
        allowances_minor: Sum of the allowances on the whole.
        charges_minor: Sum of the charges on the whole.
        net_minor: Lines less allowances and with charges.
        total_minor: With tax.
        payable_minor: Total less what was paid, with the rounding.
        taxes: One row a tax.
    """

    lines_minor: int
    allowances_minor: int
    charges_minor: int
    net_minor: int
    tax_minor: int
    total_minor: int
    payable_minor: int
    taxes: tuple[TaxLineItem, ...]


def invoice_line_net(
    quantity_micro: int,
    price_micro: int,
    currency: Currency,
    base_quantity_micro: int = MICRO,
    adjustments_minor: Iterable[int] = (),
) -> int:
    """Return the net amount of a line, rounded once.

    The price is for *base_quantity_micro*; allowances on the line are negative
    adjustments, charges positive ones.
    """
    amount = divide_rounded(
        quantity_micro * price_micro * currency.minor_per_major,
        MICRO * base_quantity_micro,
    )
    return amount + sum(adjustments_minor)


def invoice_totals(
    lines: Sequence[InvoicePart],
    currency: Currency,
    allowances: Sequence[InvoicePart] = (),
    charges: Sequence[InvoicePart] = (),
    prepaid_minor: int = 0,
    rounding_minor: int = 0,
) -> InvoiceTotals:
    """Return the totals of *lines* less *allowances* on the whole, with *charges*."""
    totals = document_totals(
        [
            DocumentLine(group=part.group, amount=Fraction(sign * part.net_minor))
            for parts, sign in ((lines, 1), (allowances, -1), (charges, 1))
            for part in parts
        ],
        TaxPolicy(is_inclusive=False),
        currency,
    ).document
    return InvoiceTotals(
        lines_minor=sum(part.net_minor for part in lines),
        allowances_minor=sum(part.net_minor for part in allowances),
        charges_minor=sum(part.net_minor for part in charges),
        net_minor=totals.net_minor,
        tax_minor=totals.tax_minor,
        total_minor=totals.total_minor,
        payable_minor=totals.total_minor - prepaid_minor + rounding_minor,
        taxes=totals.rows(),
    )
