"""Where the pricer finds items, prices and promotions.

The replica of a till, the tables of the central server and the fakes of tests
implement it; the pricer cannot tell them apart.
"""

from typing import Protocol

from terminal.domain.catalog.catalog_item import CatalogItem


class PriceBook(Protocol):
    """Reference data in force, as one consistent version."""

    def find_item(self, code: str) -> CatalogItem | None:
        """Return the item with this normalised scan code or PLU."""

    def version(self) -> str:
        """Return the version of everything in the book, e.g. of the feed."""
