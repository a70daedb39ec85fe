"""What goods are worth whose sale nobody can prove."""

from collections.abc import Iterable, Mapping
from typing import Final

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.pricing.price_list import PriceList, PriceRow

MS_PER_DAY: Final = 24 * 60 * 60 * 1000


def lowest_price(
    item: CatalogItem,
    rows: Iterable[PriceRow],
    lists: Mapping[str, PriceList],
    store: str,
    period: tuple[int, int],
) -> int:
    """Return the lowest unit price of an item in a period, in millionths.

    Lists for members and customer groups count too: whoever brings goods back
    without receipt may have been one of them. So do quantity breaks.

    Args:
        item: The identity that comes back; prices of other units do not count.
        rows: Its prices, past ones as far as the till still has them.
        lists: By id.
        store: Only lists that hold here.
        period: First instant and the one after the last (UTC ms).
    """
    lowest = item.unit_price_micro
    for row in rows:
        of_list = lists.get(row.price_list_id)
        if (
            of_list is not None
            and row.unit == item.unit
            and (of_list.stores is None or store in of_list.stores)
            and _overlaps(row.starts_at_ms, row.ends_at_ms, period)
            and _overlaps(of_list.starts_at_ms, of_list.ends_at_ms, period)
        ):
            lowest = min(lowest, row.unit_price_micro)
    return lowest


def _overlaps(
    starts_at_ms: int | None, ends_at_ms: int | None, period: tuple[int, int]
) -> bool:
    first, after = period
    return (starts_at_ms is None or starts_at_ms < after) and (
        ends_at_ms is None or first < ends_at_ms
    )
