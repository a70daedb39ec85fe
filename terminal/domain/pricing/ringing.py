"""How goods become lines, for a till and for a basket that somebody sent.

Both ways end here, so that a label, a deposit or a markdown is read in one way only.
"""

from collections.abc import Callable
from typing import NamedTuple

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.catalog.measured_goods import MeasuredGoods
from terminal.domain.errors import LinkedItemError
from terminal.domain.money import MICRO, divide_rounded
from terminal.domain.pricing.manual_modifier import ManualModifier
from terminal.domain.pricing.price_modifier import LABEL_REDUCTION
from terminal.domain.pricing.price_quote import PriceQuote
from terminal.domain.scan_code import ScanCode, ScanCodeKind
from terminal.domain.transaction.line_item import (
    NO_DETAILS,
    LineDetails,
    PriceSource,
    SaleReturnLineItem,
)
from terminal.domain.transaction.retail_transaction import RetailTransaction

Find = Callable[[str], CatalogItem | None]


class FoundItem(NamedTuple):
    """An item and the code that it was found by."""

    item: CatalogItem
    code: ScanCode


class GoodsAtHand(NamedTuple):
    """What is added as a line.

    Attributes:
        item: The identity that was found.
        measured: How much of it, and at which price of its label.
        keyed_price_micro: Price of one unit keyed by a person; wins.
        details: What else is known of the goods.
    """

    item: CatalogItem
    measured: MeasuredGoods
    keyed_price_micro: int | None = None
    details: LineDetails = NO_DETAILS


def find_scanned(code: ScanCode, by_code: Find, by_plu: Find) -> FoundItem | None:
    """Return the item that a code means, with what the code says of the goods.

    A label that carries weight or price is looked up as it is, then without what it
    carries, then by the number of the item in it.
    """
    item = by_code(code.value)
    if item is not None and code.base_code not in {None, code.value}:
        # The whole number is an item of its own: what looks like a weight is none.
        return FoundItem(
            item, ScanCode(ScanCodeKind.IN_STORE, code.value, code.check_digit)
        )
    if item is None and code.base_code is not None:
        item = by_code(code.base_code)
    if item is None and code.plu is not None:
        item = by_plu(code.plu)
        significant = code.plu.lstrip("0")
        # The number in a label is filled up with zeros.
        if item is None and significant and significant != code.plu:
            item = by_plu(significant)
    return None if item is None else FoundItem(item, code)


def add_goods(
    transaction: RetailTransaction,
    goods: GoodsAtHand,
    get_item: Find,
    now_ms: Callable[[], int],
) -> SaleReturnLineItem:
    """Add goods, what their label takes off, and what is linked to them.

    Args:
        transaction: Open, without tender; not priced here.
        goods: What lies on the counter.
        get_item: Finds linked items by id.
        now_ms: The instant (UTC) whose prices hold; asked only where lists may have
            a price.

    Raises:
        LinkedItemError: a linked item is not in the catalog; the transaction may
            hold part of the goods.
        DomainError: quantity, price or size is refused.
    """
    item, measured = goods.item, goods.measured
    line = transaction.add_item(
        item,
        measured.quantity_micro,
        goods.keyed_price_micro,
        quote=_quote(item, measured.unit_price_micro, now_ms),
        details=goods.details,
    )
    if measured.percent_off_ppm:
        line = transaction.set_line_manual(
            line.sequence,
            ManualModifier(
                reason_code=LABEL_REDUCTION,
                label=item.description,
                rate_ppm=measured.percent_off_ppm,
            ),
        )
    for linked in item.rules.linked_items:
        child = get_item(linked.item_id)
        if child is None:
            raise LinkedItemError(
                f"{item.description} is sold with the item {linked.item_id}, which is"
                " not in the catalog; nothing was rung up",
                item_id=linked.item_id,
            )
        for_one = divide_rounded(
            linked.quantity_micro * item.base_quantity_micro, MICRO
        )
        transaction.add_item(
            child,
            divide_rounded(line.quantity_micro * for_one, MICRO),
            quote=_quote(child, None, now_ms),
            details=LineDetails(linked_to=line.sequence, linked_micro=for_one),
        )
    return line


def label_day(code: ScanCode | None) -> str | None:
    """Return the day on a label as a line keeps it, whether or not it stops a sale."""
    if code is None:
        return None
    day = code.expires_on or code.best_before_on
    return None if day is None else day.isoformat()


def _quote(
    item: CatalogItem, label_price_micro: int | None, now_ms: Callable[[], int]
) -> PriceQuote | None:
    """Return the label's price, or fix the instant for which lists are asked."""
    if label_price_micro is not None:
        return PriceQuote(
            unit_price_micro=label_price_micro,
            source=PriceSource.LABEL,
            price_list_id=None,
            priced_at_ms=now_ms(),
        )
    if item.has_prices and not item.is_open_price:
        return PriceQuote(
            unit_price_micro=item.unit_price_micro,
            source=PriceSource.CATALOG,
            price_list_id=None,
            priced_at_ms=now_ms(),
        )
    return None
