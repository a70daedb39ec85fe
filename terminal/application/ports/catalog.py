"""The items that this till may sell and what they cost, read-only."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.pricing.price_list import PriceList, PriceRow


class Catalog(Protocol):
    """Reference data as it stands now; the use-case thread alone calls it."""

    def find_by_scan_code(self, scan_code: str) -> CatalogItem | None:
        """Return the item with this identity.

        *scan_code* is the normalised value of ``domain.scan_code.parse``; imports
        normalise with the same function.
        """

    def find_by_plu(self, plu: str) -> CatalogItem | None:
        """Return the item with this short number."""

    def get(self, item_id: str) -> CatalogItem | None:
        """Return the item with this id, in its first identity."""

    def search(self, text: str, limit: int) -> list[CatalogItem]:
        """Return at most *limit* items whose name, PLU or code matches *text*."""

    def prices(self, item_id: str) -> Sequence[PriceRow]:
        """Return the item's rows of all price lists, past and future ones too.

        Asked only when ``CatalogItem.has_prices``.
        """

    def price_lists(self) -> Mapping[str, PriceList]:
        """Return the price lists by id; kept in memory between changes."""

    def feed_position(self) -> str | None:
        """Return the cursor of the reference data in force, or None."""
