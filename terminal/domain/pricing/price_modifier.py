"""A change of what a line costs, with its cause."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec


class ModifierKind(StrEnum):
    """Who changed the amount.

    Attributes:
        PROMOTION: A rule of the promotion book.
        MANUAL: The operator, with a reason.
        ROUNDING: A rule of the price itself, e.g. a weighed label.
    """

    PROMOTION = "promotion"
    MANUAL = "manual"
    ROUNDING = "rounding"


class PriceModifier(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One change of one line's amount.

    Attributes:
        rule_id: Promotion, or the reason code of a manual modifier.
        rule_version: Version of the promotion; 0 for a manual modifier.
        label: Text for screen and receipt.
        amount_minor: Signed change of the line's amount: negative lowers a sale.
        coupon_code: Coupon that made the promotion apply.
        reason: What the operator keyed besides the reason code.
        authorised_by: Operator who allowed it, if it needed someone else.
    """

    kind: ModifierKind
    rule_id: str
    rule_version: int
    label: str
    amount_minor: int
    coupon_code: str | None = None
    reason: str | None = None
    authorised_by: str | None = None


NO_MODIFIERS: tuple[PriceModifier, ...] = ()


def sum_of(modifiers: Iterable[PriceModifier]) -> int:
    """Return the signed sum of the changes in minor units."""
    total = 0
    for modifier in modifiers:
        total += modifier.amount_minor
    return total
