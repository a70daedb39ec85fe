"""A change of what a line costs, with its cause."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

import msgspec


class ModifierKind(StrEnum):
    """Who changed the amount.

    Attributes:
        PROMOTION: A rule of the promotion book.
        MANUAL: The operator, with a reason.
        ROUNDING: A rule of the price itself, e.g. a weighed label.
        EXEMPTION: Tax in the price that an exempt customer does not pay.
    """

    PROMOTION = "promotion"
    MANUAL = "manual"
    ROUNDING = "rounding"
    EXEMPTION = "exemption"


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


LABEL_REDUCTION: Final = "label"
"""Reason code of what a label takes off; nobody keyed it, so nobody is asked."""

NO_MODIFIERS: Final[tuple[PriceModifier, ...]] = ()


def sum_of(modifiers: Iterable[PriceModifier]) -> int:
    """Return the signed sum of the changes in minor units."""
    total = 0
    for modifier in modifiers:
        total += modifier.amount_minor
    return total


def discount_of(modifiers: Iterable[PriceModifier]) -> int:
    """Return the signed sum of what was given: all but tax that is not due."""
    total = 0
    for modifier in modifiers:
        if modifier.kind is not ModifierKind.EXEMPTION:
            total += modifier.amount_minor
    return total
