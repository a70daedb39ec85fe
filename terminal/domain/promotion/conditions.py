"""When a promotion may apply at all."""

from enum import StrEnum

import msgspec

from terminal.domain.promotion.selector import EVERYTHING, Selector


class AmountBasis(StrEnum):
    """Which amount a threshold is compared with.

    Attributes:
        LABELLED: The amount as the price label says it, taxes in or out.
        INCLUSIVE: With all taxes.
        EXCLUSIVE: Without any tax.
    """

    LABELLED = "labelled"
    INCLUSIVE = "inclusive"
    EXCLUSIVE = "exclusive"


class Requirement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that must be in the basket; a threshold counts when it is equalled.

    Attributes:
        selects: The lines looked at; all of them when it names nothing.
        quantity_min_micro: Least quantity of those lines together.
        amount_min_minor: Least amount of those lines together.
        basis: What the amount means.
        is_other: The promotion's own selection does not count towards this.
    """

    selects: Selector = EVERYTHING
    quantity_min_micro: int = 0
    amount_min_minor: int = 0
    basis: AmountBasis = AmountBasis.LABELLED
    is_other: bool = False


class TimeWindow(msgspec.Struct, frozen=True, kw_only=True):
    """Part of the week in the store's local time.

    Attributes:
        weekdays: 0 is Monday; empty means every day.
        from_minute: First minute of the day, 0 to 1439.
        to_minute: The minute it ends before, 1 to 1440. A window that ends at or
            before its start runs past midnight and belongs to the day it began.
    """

    weekdays: tuple[int, ...] = ()
    from_minute: int = 0
    to_minute: int = 1440


class Conditions(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All must hold; an empty tuple or None asks for nothing.

    Attributes:
        starts_at_ms: First instant, in milliseconds since 1970 UTC.
        ends_at_ms: The instant it ends before.
        starts_local: First local minute, ``2026-02-01T00:00``.
        ends_local: Last local minute that still counts.
        windows: One of them must be open.
        stores: Store codes.
        channels: E.g. ``store``, ``web``.
        customer_groups: The customer is in one of them.
        member_tiers: The member has one of them.
        members_only: The customer is a member at all.
        tenders: The sale is to be paid with one of them.
        currencies: Codes; a promotion with amounts means one currency.
        requires: What must be in the basket.
    """

    starts_at_ms: int | None = None
    ends_at_ms: int | None = None
    starts_local: str | None = None
    ends_local: str | None = None
    windows: tuple[TimeWindow, ...] = ()
    stores: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    customer_groups: tuple[str, ...] = ()
    member_tiers: tuple[str, ...] = ()
    members_only: bool = False
    tenders: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    requires: tuple[Requirement, ...] = ()


NO_CONDITIONS = Conditions()
