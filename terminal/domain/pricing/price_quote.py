"""Which of an item's prices holds: one rule for till, command line and center."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.pricing.price_list import (
    PriceContext,
    PriceList,
    PriceRow,
    is_within,
)
from terminal.domain.transaction.line_item import PriceSource


class PriceChoice(StrEnum):
    """Which price holds when several lists have one.

    ``priority``: that of the list with the highest priority; the item's own price
    only when no list has one.  ``lowest``: the lowest of all, the item's own
    included.
    """

    PRIORITY = "priority"
    LOWEST = "lowest"


class OpenBasketPrices(StrEnum):
    """What happens to lines of the open basket when prices change under them.

    ``kept``: a line keeps the price of the instant of its scan; a member who is
    identified later, or a quantity break that is reached, prices it again at that
    same instant.  ``current``: every change of the basket, and its first tender, asks
    for the prices and promotions of now.
    """

    KEPT = "kept"
    CURRENT = "current"


class PriceQuote(msgspec.Struct, frozen=True, kw_only=True):
    """A price and where it comes from.

    Attributes:
        price_list_id: The list; None for any other source.
        priced_at_ms: Instant for which it was asked.
    """

    unit_price_micro: int
    source: PriceSource
    price_list_id: str | None
    priced_at_ms: int


def resolve_price(
    item: CatalogItem,
    rows: Sequence[PriceRow],
    lists: Mapping[str, PriceList],
    context: PriceContext,
    quantity_micro: int,
    choice: PriceChoice = PriceChoice.PRIORITY,
) -> PriceQuote:
    """Return the price of one unit of an item.

    Within a list the row with the highest quantity break that is reached holds,
    then the one that started last, then the lowest. A row of an unknown list, of
    another unit or for another instant does not count.

    Args:
        item: The identity that is sold.
        rows: Rows of its item, in any order; the result does not depend on it.
        lists: Price lists by id.
        context: For whom, where and when.
        quantity_micro: Base units of the item in the whole basket.
        choice: Which list wins.
    """
    best: dict[str, PriceRow] = {}
    for row in rows:
        price_list = lists.get(row.price_list_id)
        if (
            row.unit != item.unit
            or row.item_id != item.item_id
            or row.quantity_min_micro > quantity_micro
            or price_list is None
            or not is_within(context.at_ms, row.starts_at_ms, row.ends_at_ms)
            or not price_list.holds(context)
        ):
            continue
        other = best.get(row.price_list_id)
        if other is None or _precedence(row) < _precedence(other):
            best[row.price_list_id] = row
    chosen = _chosen(list(best.values()), lists, choice)
    if chosen is None or (
        choice is PriceChoice.LOWEST
        and not item.is_open_price
        and item.unit_price_micro <= chosen.unit_price_micro
    ):
        return PriceQuote(
            unit_price_micro=item.unit_price_micro,
            source=PriceSource.CATALOG,
            price_list_id=None,
            priced_at_ms=context.at_ms,
        )
    return PriceQuote(
        unit_price_micro=chosen.unit_price_micro,
        source=PriceSource.LIST,
        price_list_id=chosen.price_list_id,
        priced_at_ms=context.at_ms,
    )


def _precedence(row: PriceRow) -> tuple[int, int, int, int]:
    """Return the sort key within one list; the smallest holds."""
    is_dated = row.starts_at_ms is not None
    return (
        -row.quantity_min_micro,
        -int(is_dated),
        -(row.starts_at_ms or 0),
        row.unit_price_micro,
    )


def _chosen(
    rows: list[PriceRow], lists: Mapping[str, PriceList], choice: PriceChoice
) -> PriceRow | None:
    """Return the winning row; ties go to the lower price, then to the list's id."""
    if not rows:
        return None
    if choice is PriceChoice.LOWEST:
        return min(rows, key=lambda row: (row.unit_price_micro, row.price_list_id))
    return min(
        rows,
        key=lambda row: (
            -lists[row.price_list_id].priority,
            row.unit_price_micro,
            row.price_list_id,
        ),
    )
