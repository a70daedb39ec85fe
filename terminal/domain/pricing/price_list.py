"""Price lists and their rows: who pays what, from when to when.

Rows and lists are shipped to tills ahead of the instant from which they hold; an
instant is UTC milliseconds, and the price of a line is resolved for the instant of
its scan.  A period contains its start and not its end.
"""

import msgspec


class PriceRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One price of one item on one list.

    Attributes:
        unit: Unit of the identity it prices; a price for a case is none for a piece.
        unit_price_micro: Millionths of the major unit for one ``unit``.
        quantity_min_micro: Base units of the item in the whole basket from which
            the price holds (quantity break); 0 for always.
        starts_at_ms: First instant; None for no beginning.
        ends_at_ms: First instant after it; None for no end.
    """

    item_id: str
    price_list_id: str
    unit: str
    unit_price_micro: int
    quantity_min_micro: int = 0
    starts_at_ms: int | None = None
    ends_at_ms: int | None = None


class PriceContext(msgspec.Struct, frozen=True, kw_only=True):
    """For whom, where and when a price is asked.

    Attributes:
        at_ms: The instant (UTC).
        channel: ``store``, ``web``, …
    """

    at_ms: int
    store: str
    channel: str = "store"
    customer_groups: frozenset[str] = frozenset()
    member_tier: str | None = None


class PriceList(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whom a list is for; every scope that is None is for all.

    Attributes:
        priority: The higher list wins under ``PriceChoice.PRIORITY``.
        customer_groups: Holds for a customer in any of them.
        member_tiers: Holds for a member of any of them.
    """

    price_list_id: str
    name: str
    priority: int = 0
    stores: frozenset[str] | None = None
    customer_groups: frozenset[str] | None = None
    member_tiers: frozenset[str] | None = None
    channels: frozenset[str] | None = None
    starts_at_ms: int | None = None
    ends_at_ms: int | None = None

    def holds(self, context: PriceContext) -> bool:
        """Return whether the list is for this customer, place and instant."""
        return (
            is_within(context.at_ms, self.starts_at_ms, self.ends_at_ms)
            and (self.stores is None or context.store in self.stores)
            and (self.channels is None or context.channel in self.channels)
            and (self.member_tiers is None or context.member_tier in self.member_tiers)
            and (
                self.customer_groups is None
                or not self.customer_groups.isdisjoint(context.customer_groups)
            )
        )


def is_within(at_ms: int, starts_at_ms: int | None, ends_at_ms: int | None) -> bool:
    """Return whether an instant lies in a period; None leaves that side open."""
    return (starts_at_ms is None or starts_at_ms <= at_ms) and (
        ends_at_ms is None or at_ms < ends_at_ms
    )
