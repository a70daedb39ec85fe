"""What an item points to: the taxes on it, in the order they are applied."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

import msgspec

FACTORS_WHOLE: Final = (1_000_000,)


class TaxKind(StrEnum):
    """How a tax is computed.

    Attributes:
        PERCENT: A share of the amount without tax: gross = net + net × rate.
        DIVISION: A share of the amount with tax: tax = gross × rate, as the
            Brazilian taxes "por dentro".
        FIXED: An amount for each unit of quantity, as a charge per bottle.
    """

    PERCENT = "percent"
    DIVISION = "division"
    FIXED = "fixed"


class TaxComponent(msgspec.Struct, frozen=True, kw_only=True):
    """One tax of a group.

    Attributes:
        rate_ppm: Millionths, may be negative (withheld); 0 for a fixed tax.
        amount_micro: Fixed tax only: millionths of the major unit for each unit
            of quantity.
        is_included: Whether prices contain it; None: as the transaction's tax
            mode says.
        raises_base: Later taxes are computed on the base and this tax (compound).
        is_base_raised: Whether earlier raising taxes raise the base of this one.
        factors_ppm: Parts the tax is booked in. (1,000,000, -1,000,000) is a
            reverse charge: owed and deducted at once, so nothing is paid.
    """

    tax_id: str
    name: str
    kind: TaxKind = TaxKind.PERCENT
    rate_ppm: int = 0
    amount_micro: int = 0
    is_included: bool | None = None
    raises_base: bool = False
    is_base_raised: bool = True
    factors_ppm: tuple[int, ...] = FACTORS_WHOLE


class TaxGroup(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True):
    """All taxes on an item, in sequence; without components it is exempt."""

    tax_group_id: str
    name: str
    components: tuple[TaxComponent, ...]


def single_rate(tax_group_id: str, rate_ppm: int, name: str = "") -> TaxGroup:
    """Return the common group: one percent tax with the id of its group."""
    return TaxGroup(
        tax_group_id=tax_group_id,
        name=name,
        components=(TaxComponent(tax_id=tax_group_id, name=name, rate_ppm=rate_ppm),),
    )


class TaxEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A tax, or a bundle of taxes, as a tax table lists it.

    Attributes:
        sequence: Place among its neighbours; equal ones keep their order.
        component: None for a bundle.
        children: Entries of a bundle; they take its place.
    """

    sequence: int = 1
    component: TaxComponent | None = None
    children: "tuple[TaxEntry, ...]" = ()


def in_sequence(entries: Iterable[TaxEntry]) -> tuple[TaxComponent, ...]:
    """Return the taxes of *entries* in the order they are applied."""
    components: list[TaxComponent] = []
    for entry in sorted(entries, key=lambda one: one.sequence):
        if entry.component is not None:
            components.append(entry.component)
        components.extend(in_sequence(entry.children))
    return tuple(components)
