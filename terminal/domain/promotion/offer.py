"""What one promotion would take off, before anything is changed."""

from collections.abc import Iterator, Sequence

import msgspec

from terminal.domain.money import MICRO, Rounding, divide_rounded
from terminal.domain.promotion.conditions import AmountBasis
from terminal.domain.promotion.line_state import Stake
from terminal.domain.promotion.policy import (
    LimitedUnits,
    PercentRounding,
    ThresholdBase,
)

# Stake, quantity taken in millionths, and its share: see Offer.is_spread.
Take = tuple[Stake, int, int]


class Offer:
    """A total and the units it comes from.

    Attributes:
        total_minor: What would be taken off, at least 0.
        times: How often the reward applies.
        takes: The units; a share of 0 marks units that are only counted as bought.
        is_spread: The shares are weights over which the total is spread; otherwise
            they are minor units that add up to the total.
        missing: What would have been needed when nothing is offered: ``2/3``.
        is_over_budget: It would have given more than the budget holds, and nothing
            is given instead.
    """

    __slots__ = (
        "is_over_budget",
        "is_spread",
        "missing",
        "takes",
        "times",
        "total_minor",
    )

    def __init__(
        self,
        total_minor: int,
        times: int,
        takes: list[Take],
        *,
        is_spread: bool,
        missing: str = "",
    ) -> None:
        self.total_minor = total_minor
        self.times = times
        self.takes = takes
        self.is_spread = is_spread
        self.missing = missing
        self.is_over_budget = False


def nothing(missing: str = "") -> Offer:
    """Return the offer of a promotion that does not apply."""
    return Offer(0, 0, [], is_spread=False, missing=missing)


class Terms(msgspec.Struct, kw_only=True):
    """The limits and roundings of one promotion in one transaction.

    Attributes:
        unit_price_scale: Minor units in one major unit.
        uses_max: Times the reward may apply; None is no limit.
        quantity_max: Millionths that may be reduced.
        line_quantity_max: Millionths of one line that may be reduced.
        total_max: Minor units that may be given.
        is_cut: A total beyond ``total_max`` is cut; otherwise nothing is given.
        is_rounded_once: A percent is rounded over the sum of the lines.
        is_all_units: What a group saves is spread over all of its units.
        limited_units: Which units a limit on the quantity means.
    """

    unit_price_scale: int
    uses_max: int | None = None
    quantity_max: int | None = None
    line_quantity_max: int | None = None
    total_max: int | None = None
    is_cut: bool = True
    is_rounded_once: bool = False
    is_all_units: bool = True
    rounding: Rounding = Rounding.HALF_AWAY_FROM_ZERO
    percent_rounding: PercentRounding = PercentRounding.PER_LINE
    threshold_base: ThresholdBase = ThresholdBase.REMAINING
    limited_units: LimitedUnits = LimitedUnits.EVEN

    def limited(self, total_minor: int) -> int:
        """Return *total_minor* as the budget allows it."""
        if self.total_max is None or total_minor <= self.total_max:
            return total_minor
        return self.total_max if self.is_cut else 0


# Unit value, number of units, stake and quantity of one unit.
Run = tuple[int, int, Stake, int]

# A stake with the quantity of it that is on offer, and the value of that.
Portion = tuple[Stake, int, int]


def portions(
    stakes: Sequence[Stake], quantities: Sequence[int] | None
) -> list[Portion]:
    """Return what is on offer of each stake; stakes with nothing are left out."""
    if quantities is None:
        return [(stake, stake.quantity, stake.value) for stake in stakes]
    return [
        (
            stake,
            quantity,
            stake.value
            if quantity == stake.quantity
            else stake.value * quantity // stake.quantity,
        )
        for stake, quantity in zip(stakes, quantities, strict=True)
        if quantity
    ]


def limit_quantities(found: list[Portion], terms: Terms) -> list[Portion]:
    """Cut portions, the dearest first, to the quantities a promotion may reduce."""
    total_max = terms.quantity_max
    if terms.uses_max is not None:
        units = terms.uses_max * MICRO
        total_max = units if total_max is None else min(total_max, units)
    found = limit_lines(found, terms)
    if total_max is None:
        return found
    cut: list[Portion] = []
    for portion in found:
        part = _part(portion, total_max, terms)
        if part[1] > 0:
            total_max -= part[1]
            cut.append(part)
    return cut


def limit_lines(found: list[Portion], terms: Terms) -> list[Portion]:
    """Cut portions to the quantity of one line that a promotion may reduce."""
    line_max = terms.line_quantity_max
    if line_max is None:
        return found
    parts = (_part(portion, line_max, terms) for portion in found)
    return [part for part in parts if part[1] > 0]


def _part(portion: Portion, quantity_max: int, terms: Terms) -> Portion:
    """Return no more than a quantity of a portion, whole units of counted lines."""
    stake, quantity, value = portion
    allowed = min(quantity, quantity_max)
    if stake.state.is_counted:
        allowed -= allowed % MICRO
    if allowed == quantity:
        return portion
    if terms.limited_units is LimitedUnits.EVEN:
        return stake, allowed, value * allowed // quantity
    list_value = stake.list_value * quantity // stake.quantity
    taken = list_value - value
    return stake, allowed, max(0, list_value * allowed // quantity - taken)


def as_labelled(
    amount_minor: int, found: Sequence[Portion], basis: AmountBasis, terms: Terms
) -> int:
    """Return an amount as it is taken off labelled prices; never more than they are.

    Taxes of a reduced line are its share of the taxes of the whole line, so that
    the amount with taxes is right to the minor unit of the labelled one.
    """
    labelled = sum(value for _, _, value in found)
    counted = labelled
    if basis is not AmountBasis.LABELLED:
        counted += sum(_tax_value(stake, value, basis) for stake, _, value in found)
    if counted <= amount_minor * MICRO:
        return labelled // MICRO
    return divide_rounded(amount_minor * labelled, counted, terms.rounding)


def _tax_value(stake: Stake, value: int, basis: AmountBasis) -> int:
    """Return what *basis* adds to the labelled value of a part of a line."""
    line = stake.state.line
    tax = (
        line.added_tax_minor
        if basis is AmountBasis.INCLUSIVE
        else -line.included_tax_minor
    )
    return value * tax // line.extended_minor if line.extended_minor else 0


def whole_minor(value: int, rounding: Rounding = Rounding.HALF_AWAY_FROM_ZERO) -> int:
    """Return a value in whole minor units, rounded once."""
    return divide_rounded(value, MICRO, rounding)


def units_in(takes: Sequence[Take]) -> int:
    """Return the whole units of *takes*, at least 1."""
    return max(1, sum(quantity for _, quantity, _ in takes) // MICRO)


def runs_of_units(found: Sequence[Portion], *, with_packages: bool) -> Iterator[Run]:
    """Yield unit value, number of units, stake and quantity of one unit."""
    for stake, quantity, value in found:
        if stake.state.is_counted:
            yield stake.unit_value, quantity // MICRO, stake, MICRO
        elif with_packages and quantity == stake.quantity:
            yield value, 1, stake, quantity


def merged(takes: Sequence[Take]) -> list[Take]:
    """Return *takes* with one entry a stake."""
    sums: dict[int, Take] = {}
    for stake, quantity, share in takes:
        known = sums.get(id(stake))
        sums[id(stake)] = (
            (stake, quantity, share)
            if known is None
            else (stake, known[1] + quantity, known[2] + share)
        )
    return list(sums.values())
