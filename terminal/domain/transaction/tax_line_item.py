"""Tax of one rate over a whole document."""

import msgspec


class TaxLineItem(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One row of the tax summary.

    Attributes:
        tax_rate_ppm: Millionths: 200,000 is 20 %.
        taxable_minor: Signed amount without the tax.
        tax_minor: Signed tax, rounded once for the document.
    """

    tax_rate_id: str
    tax_rate_ppm: int
    taxable_minor: int
    tax_minor: int
