"""What an item costs somebody whom nobody knows, now."""

import msgspec

from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.pricing.price_list import PriceContext
from terminal.domain.pricing.price_quote import resolve_price


def priced_now(uow: UnitOfWork, item: CatalogItem, at_ms: int) -> CatalogItem:
    """Return the item at the price that one unit costs a stranger.

    Costs a query only for items that a price list names.
    """
    if not item.has_prices or item.is_open_price:
        return item
    quote = resolve_price(
        item,
        uow.catalog.prices(item.item_id),
        uow.catalog.price_lists(),
        PriceContext(at_ms=at_ms, store=uow.store.store),
        item.base_quantity_micro,
        uow.store.pricing.price_choice,
    )
    return msgspec.structs.replace(item, unit_price_micro=quote.unit_price_micro)
