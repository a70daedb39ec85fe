"""What the engine looks at: lines, customer, moment and what was used before."""

from collections.abc import Mapping

import msgspec

from terminal.domain.money import Currency

_NO_TAGS: frozenset[str] = frozenset()


class PromotionLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of goods as the promotions see it.

    Lines that go back (negative quantity) take no part in promotions and are not
    given to the engine; it skips them if they are.

    Attributes:
        sequence: Number of the line in its transaction; names it in the result.
        quantity_micro: Millionths of the unit.
        extended_minor: Quantity × unit price before any modifier.
        is_weighed: The quantity was measured: the line cannot be divided into units.
        is_discountable: False keeps every promotion off; the line's amount still
            counts for thresholds.
        included_tax_minor: Taxes inside ``extended_minor``. Only needed where
            `PromotionBook.needs_taxes`.
        added_tax_minor: Taxes on top of ``extended_minor``, likewise.
        free_unit_of: The promotion whose proposal this line was added for.
    """

    sequence: int
    item_id: str
    quantity_micro: int
    unit_price_micro: int
    extended_minor: int
    category: str | None = None
    tags: frozenset[str] = _NO_TAGS
    is_weighed: bool = False
    is_discountable: bool = True
    included_tax_minor: int = 0
    added_tax_minor: int = 0
    free_unit_of: str | None = None


class Uses(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """How many finished transactions used something; cancelled ones do not count.

    Attributes:
        total: By anyone.
        member: By the member of this transaction.
    """

    total: int = 0
    member: int = 0


NO_USES = Uses()


class PromotionContext(msgspec.Struct, frozen=True, kw_only=True):
    """Who buys, where and when.

    Attributes:
        at_ms: The instant, in milliseconds since 1970 UTC.
        local_date: The store's date at that instant, ``2026-11-22``.
        weekday: Of ``local_date``; 0 is Monday.
        minute: Local minute of the day, 0 to 1439.
        coupons: Codes in the order they were entered; a code entered twice counts
            twice.
        tender: How it will be paid, if that is known already.
        uses: Earlier uses by promotion id.
        coupon_uses: Earlier uses by coupon code.
        budgets_left: What is left by promotion id; a promotion with a budget that is
            not named here has all of it.
        is_automatic_allowed: False applies promotions with a coupon only.
    """

    at_ms: int
    local_date: str
    weekday: int
    minute: int
    store: str
    currency: Currency
    channel: str = "store"
    customer_groups: frozenset[str] = frozenset()
    member_tier: str | None = None
    member_id: str | None = None
    coupons: tuple[str, ...] = ()
    tender: str | None = None
    uses: Mapping[str, Uses] = msgspec.field(default_factory=dict)
    coupon_uses: Mapping[str, Uses] = msgspec.field(default_factory=dict)
    budgets_left: Mapping[str, int] = msgspec.field(default_factory=dict)
    is_automatic_allowed: bool = True
