"""An item as the till sells it."""

import msgspec

from terminal.domain.catalog.item_rules import NO_RULES, ItemRules
from terminal.domain.money import MICRO
from terminal.domain.tax.tax_group import TaxGroup


class CatalogItem(msgspec.Struct, frozen=True, kw_only=True):
    """One identity of an item with the price and tax in force now.

    A case and a piece of the same goods are two identities: they share the item id
    and differ in scan code, unit, price and base quantity.

    Attributes:
        unit: Name of the identity's unit of measure, e.g. ``piece``, ``case``, ``kg``.
        unit_price_micro: Millionths of the major unit for one ``unit``; contains
            the included taxes of the group. The price without any price list.
        tax_group: The taxes it is sold with.
        is_open_price: The price is keyed at every sale.
        scan_code: Identity it was found by, normalised.
        plu: Short number for goods without a label.
        base_quantity_micro: Base units in one ``unit``: 12,000,000 for a case of 12.
        category: Group of goods by which promotions select it.
        rules: What its sale demands; ``NO_RULES`` itself when nothing, so that one
            comparison by identity passes over all checks.
        has_prices: Whether a price list may have a row for it; False spares the
            scan the question.
    """

    item_id: str
    description: str
    unit: str
    unit_price_micro: int
    tax_group: TaxGroup
    is_open_price: bool
    scan_code: str
    plu: str | None = None
    base_quantity_micro: int = MICRO
    category: str | None = None
    rules: ItemRules = NO_RULES
    has_prices: bool = False
