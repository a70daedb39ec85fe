"""Tax amounts: a row of the tax summary and a tax of one line."""

import msgspec

from terminal.domain.tax.tax_group import TaxKind


class TaxLineItem(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One row of the tax summary: one tax over the whole document.

    Attributes:
        rate_ppm: Millionths: 200,000 is 20 %; 0 for a fixed tax. A reverse
            charge has a second row with the rate negative.
        taxable_minor: Signed amount the tax was computed on, without this tax.
            Compound taxes overlap: one row's base may contain another's tax.
        tax_minor: Signed tax.
    """

    tax_id: str
    name: str
    kind: TaxKind = TaxKind.PERCENT
    rate_ppm: int
    taxable_minor: int
    tax_minor: int


class LineTax(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One tax of one line, measured like a row of the summary.

    The line taxes of a document add up to its rows, row by row.
    """

    tax_id: str
    kind: TaxKind = TaxKind.PERCENT
    rate_ppm: int
    taxable_minor: int
    tax_minor: int
