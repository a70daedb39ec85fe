"""The items that this till may sell and what they cost, read-only."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.pricing.price_list import PriceList, PriceRow

if TYPE_CHECKING:
    # The rules of promotions are not loaded before the first paint.
    from terminal.domain.promotion.book import PromotionBook
    from terminal.domain.reference_data.exchange_rate_data import ExchangeRateData


class Catalog(Protocol):
    """Reference data as it stands now; the use-case thread alone calls it.

    It is a ``PriceBook`` too.
    """

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

    def list_open_items(self, limit: int) -> list[CatalogItem]:
        """Return at most *limit* items whose price is keyed, departments too."""

    def prices(self, item_id: str) -> Sequence[PriceRow]:
        """Return the item's rows of all price lists, past and future ones too.

        Asked only when ``CatalogItem.has_prices``.
        """

    def price_lists(self) -> Mapping[str, PriceList]:
        """Return the price lists by id; kept in memory between changes."""

    def find_item(self, code: str) -> CatalogItem | None:
        """Return the item with this normalised scan code or PLU."""

    def promotions(self) -> "PromotionBook":
        """Return the promotions in force; the same object until one changes."""

    def exchange_rates(self, currency: str) -> "list[ExchangeRateData]":
        """Return the rates of a foreign currency, the one valid last first."""

    def version(self) -> str:
        """Return the version of everything here; empty for none."""

    def feed_position(self) -> str | None:
        """Return the cursor of the reference data in force, or None."""
