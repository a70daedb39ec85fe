"""Where the pricer finds items, prices and promotions.

The replica of a till, the tables of the central server and the fakes of tests
implement it; the pricer cannot tell them apart.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.pricing.price_list import PriceList, PriceRow
from terminal.domain.promotion.book import PromotionBook


class PriceBook(Protocol):
    """Reference data in force, as one consistent version."""

    def find_item(self, code: str) -> CatalogItem | None:
        """Return the item with this normalised scan code or PLU."""

    def get(self, item_id: str) -> CatalogItem | None:
        """Return the item with this id, in its base unit."""

    def prices(self, item_id: str) -> Sequence[PriceRow]:
        """Return the item's rows of all price lists, past and future ones too.

        Asked only when ``CatalogItem.has_prices``.
        """

    def price_lists(self) -> Mapping[str, PriceList]:
        """Return the price lists by id; the same object until something changes."""

    def promotions(self) -> PromotionBook:
        """Return the promotions; the same object until one of them changes."""

    def version(self) -> str:
        """Return the version of everything in the book, e.g. of the feed."""
