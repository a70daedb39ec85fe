"""The items that this till may sell, read-only."""

from typing import Protocol

from terminal.domain.catalog.catalog_item import CatalogItem


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
        """Return the item with this id."""

    def search(self, text: str, limit: int) -> list[CatalogItem]:
        """Return at most *limit* items whose name, PLU or code matches *text*."""

    def feed_position(self) -> str | None:
        """Return the cursor of the reference data in force, or None."""
