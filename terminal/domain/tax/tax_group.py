"""The taxes an item is sold with."""

from enum import StrEnum

import msgspec


class TaxKind(StrEnum):
    """How a tax follows from an amount.

    ``percent`` of the base; ``division``: the rate is a share of the gross amount
    (tax = gross x rate); ``fixed``: an amount for each unit of quantity.
    """

    PERCENT = "percent"
    DIVISION = "division"
    FIXED = "fixed"


class TaxComponent(msgspec.Struct, frozen=True, kw_only=True):
    """One tax of a group.

    Attributes:
        rate_ppm: Millionths, 200,000 is 20 %; may be negative.
        amount_micro: Millionths of the major unit for one unit (``fixed`` only).
        is_included: Whether the labelled amount contains it; None for what the
            transaction's tax mode says.
        raises_base: Later taxes are computed on base plus this tax (compound).
        is_base_raised: Whether earlier raising taxes raise this one's base.
        factors_ppm: Shares in which it is booked; 1,000,000 and -1,000,000 for a
            reverse charge.
    """

    tax_id: str
    name: str
    kind: TaxKind = TaxKind.PERCENT
    rate_ppm: int = 0
    amount_micro: int = 0
    is_included: bool | None = None
    raises_base: bool = False
    is_base_raised: bool = True
    factors_ppm: tuple[int, ...] = (1_000_000,)


class TaxGroup(msgspec.Struct, frozen=True, kw_only=True):
    """What an item points to.

    Attributes:
        components: Taxes in the order of their computation; none for exempt.
    """

    tax_group_id: str
    name: str
    components: tuple[TaxComponent, ...]


def single_rate(tax_group_id: str, rate_ppm: int, name: str = "") -> TaxGroup:
    """Return the common case: one percentage that bears the group's id."""
    return TaxGroup(
        tax_group_id=tax_group_id,
        name=name,
        components=(TaxComponent(tax_id=tax_group_id, name=name, rate_ppm=rate_ppm),),
    )
