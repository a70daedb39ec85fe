"""What an item demands of its sale.

The struct is also the JSON of the feed and of the replica's row: a field that is
not sent has its default, so that a till without rules costs nothing.
"""

from typing import Final

import msgspec

MINUTES_PER_DAY: Final = 1_440
_ALL_DAYS: Final = (0, 1, 2, 3, 4, 5, 6)


class SaleWindow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Hours in which an item may be sold, in the store's local time.

    Attributes:
        weekdays: Days on which the window begins, 0 is Monday.
        from_minute: Minute of the day, 0 to 1,439, that is the first inside.
        to_minute: First minute after it, 1 to 1,440; not after *from_minute* when
            the window lasts past midnight into the next day.
    """

    weekdays: tuple[int, ...] = _ALL_DAYS
    from_minute: int = 0
    to_minute: int = MINUTES_PER_DAY

    def holds(self, weekday: int, minute: int) -> bool:
        """Return whether a local instant lies in the window."""
        if self.from_minute < self.to_minute:
            return (
                weekday in self.weekdays and self.from_minute <= minute < self.to_minute
            )
        if minute >= self.from_minute:
            return weekday in self.weekdays
        return minute < self.to_minute and (weekday - 1) % 7 in self.weekdays


class LinkedItem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An item that is sold with each unit of another, such as a deposit.

    Attributes:
        quantity_micro: Millionths of the linked item's unit for one base unit of
            the item that it is linked to.
    """

    item_id: str
    quantity_micro: int = 1_000_000


class ItemRules(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Restrictions and questions of one item.

    Prices are millionths of the major unit for one base unit, so that they hold for
    the piece and for the case; quantities are millionths of the base unit.

    Attributes:
        is_weighed: Sold by weight: the quantity is measured or on the label.
        tare_micro: Weight of the usual packing, taken off a gross weight.
        is_open_department: Stands for goods without an item; its price is keyed.
        is_discountable: Promotions and manual discounts may lower it.
        is_returnable: It may come back.
        is_blocked: It may not be sold at all.
        blocked_reason: Shown to the operator.
        recalled_lots: Lots that may not be sold; ``*`` recalls every lot.
        asks_serial: A sale needs the serial number of each piece.
        asks_lot: A sale needs the lot.
        minimum_age: Years the customer must have reached; 0 for none.
        sale_windows: Hours in which it may be sold; empty for always.
        quantity_max_micro: Most of it in one transaction.
        linked_items: Sold with it.
        cost_micro: What it cost the store, without taxes; the below-cost rule
            compares it with the price without taxes.
        price_min_micro: Lowest price that may be keyed or reached by an override.
        price_max_micro: Highest price that may be keyed.
        tags: Words by which promotions select it.
    """

    is_weighed: bool = False
    tare_micro: int = 0
    is_open_department: bool = False
    is_discountable: bool = True
    is_returnable: bool = True
    is_blocked: bool = False
    blocked_reason: str | None = None
    recalled_lots: tuple[str, ...] = ()
    asks_serial: bool = False
    asks_lot: bool = False
    minimum_age: int = 0
    sale_windows: tuple[SaleWindow, ...] = ()
    quantity_max_micro: int | None = None
    linked_items: tuple[LinkedItem, ...] = ()
    cost_micro: int | None = None
    price_min_micro: int | None = None
    price_max_micro: int | None = None
    tags: tuple[str, ...] = ()


NO_RULES: Final = ItemRules()
