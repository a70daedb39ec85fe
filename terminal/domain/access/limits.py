"""How far each role may go before somebody else must approve."""

from collections.abc import Iterable
from typing import Final

import msgspec

from terminal.domain.money import RATE_PPM_ONE


class RoleLimits(msgspec.Struct, frozen=True, kw_only=True):
    """The limits of one role; None is no limit.

    A limit bounds what a permission allows; it grants none by itself.

    Attributes:
        discount_ppm_max: Largest manual discount of a line or transaction, in
            millionths of what it is taken of.
        discount_minor_max: Largest amount of one manual discount, in minor units.
        override_down_ppm_max: How far an override may lower a price, in millionths
            of the price before it.
        override_up_ppm_max: How far it may raise one.
        return_without_receipt_minor_max: Largest amount of one return without
            receipt, in minor units.
        tender_control_minor_max: Largest amount of one loan, pickup, paid in, paid
            out or safe drop, in minor units of what moves.
    """

    role: str
    discount_ppm_max: int | None = None
    discount_minor_max: int | None = None
    override_down_ppm_max: int | None = None
    override_up_ppm_max: int | None = None
    return_without_receipt_minor_max: int | None = None
    tender_control_minor_max: int | None = None


DEFAULT_LIMITS: Final = (
    RoleLimits(
        role="cashier",
        discount_ppm_max=100_000,
        override_down_ppm_max=100_000,
        override_up_ppm_max=0,
        return_without_receipt_minor_max=0,
    ),
    RoleLimits(
        role="supervisor",
        discount_ppm_max=500_000,
        override_down_ppm_max=500_000,
        override_up_ppm_max=RATE_PPM_ONE,
    ),
    RoleLimits(role="manager"),
)
"""What holds where the shop's settings say nothing."""


def limits_of(role: str, limits: Iterable[RoleLimits] = DEFAULT_LIMITS) -> RoleLimits:
    """Return a role's limits; an unknown role may nothing beyond the usual."""
    for one in limits:
        if one.role == role:
            return one
    return RoleLimits(
        role=role,
        discount_ppm_max=0,
        discount_minor_max=0,
        override_down_ppm_max=0,
        override_up_ppm_max=0,
        return_without_receipt_minor_max=0,
        tender_control_minor_max=0,
    )


def is_above(value: int, limit: int | None) -> bool:
    """Return whether a value exceeds a limit; None is no limit."""
    return limit is not None and value > limit
