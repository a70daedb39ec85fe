"""Makes an item as it is sold out of its rows of reference data."""

from __future__ import annotations

import msgspec

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.catalog.item_rules import NO_RULES
from terminal.domain.catalog.pack_price import pack_price_micro
from terminal.domain.reference_data.rows import IdentityData, ItemData
from terminal.domain.tax.tax_group import TaxGroup


def item_of(
    data: ItemData, tax_group: TaxGroup, *, scan_code: str, has_prices: bool
) -> CatalogItem:
    """Return the item in its base unit."""
    return CatalogItem(
        item_id=data.item_id,
        description=data.description,
        unit=data.unit,
        unit_price_micro=data.unit_price_micro,
        tax_group=tax_group,
        is_open_price=data.is_open_price,
        scan_code=scan_code,
        plu=data.plu,
        category=data.category,
        rules=data.rules or NO_RULES,
        has_prices=has_prices,
    )


def identity_of(
    data: ItemData, identity: IdentityData, tax_group: TaxGroup, *, has_prices: bool
) -> CatalogItem:
    """Return the item as one of its codes is on it: a piece, or a pack."""
    item = item_of(data, tax_group, scan_code=identity.scan_code, has_prices=has_prices)
    if identity.unit is None:
        return item
    price = identity.unit_price_micro
    if price is None:
        price = pack_price_micro(data.unit_price_micro, identity.base_quantity_micro)
    return msgspec.structs.replace(
        item,
        unit=identity.unit,
        unit_price_micro=price,
        base_quantity_micro=identity.base_quantity_micro,
    )
