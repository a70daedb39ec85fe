"""An item as the till sells it."""

import msgspec


class CatalogItem(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One item with the price and tax in force now.

    Attributes:
        unit: Name of the unit of measure, e.g. ``piece`` or ``kg``.
        unit_price_micro: Millionths of the major unit for one unit; includes tax
            when the store's tax mode is inclusive.
        tax_rate_ppm: Millionths: 200,000 is 20 %.
        is_open_price: The price is keyed at every sale.
        scan_code: Identity it was found by, normalised.
        plu: Short number for goods without a label.
    """

    item_id: str
    description: str
    unit: str
    unit_price_micro: int
    tax_rate_id: str
    tax_rate_ppm: int
    is_open_price: bool
    scan_code: str
    plu: str | None = None
