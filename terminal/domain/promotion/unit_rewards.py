"""Rewards that reduce each unit or each line, or everything together."""

from collections.abc import Sequence

from terminal.domain.money import MICRO, RATE_PPM_ONE, divide_rounded
from terminal.domain.promotion.conditions import AmountBasis
from terminal.domain.promotion.line_state import Stake
from terminal.domain.promotion.offer import (
    Offer,
    Portion,
    Take,
    Terms,
    as_labelled,
    limit_lines,
    limit_quantities,
    nothing,
    portions,
    units_in,
    whole_minor,
)
from terminal.domain.promotion.policy import PercentRounding, ThresholdBase
from terminal.domain.promotion.reward import (
    AmountOff,
    AmountPer,
    FirstAdditional,
    FixedPrice,
    PercentOff,
    Tier,
    TierBasis,
    Tiers,
)

_PPM_VALUE = RATE_PPM_ONE * MICRO


def percent_off(
    reward: PercentOff,
    stakes: Sequence[Stake],
    quantities: Sequence[int] | None,
    terms: Terms,
) -> Offer:
    """Offer a percent of every unit."""
    found = portions(stakes, quantities)
    if not terms.is_rounded_once:
        found = limit_quantities(found, terms)
    offer = _percent(reward.percent_ppm, found, terms)
    if reward.cap_minor is not None:
        cap = as_labelled(reward.cap_minor, found, reward.cap_basis, terms)
        if offer.total_minor > cap:
            _cut(offer, cap)
    return offer


def fixed_price(
    reward: FixedPrice,
    stakes: Sequence[Stake],
    quantities: Sequence[int] | None,
    terms: Terms,
) -> Offer:
    """Offer a price for every unit that is dearer."""
    price = reward.unit_price_micro * terms.unit_price_scale
    dearer = [
        found for found in portions(stakes, quantities) if found[0].unit_value > price
    ]
    return _fixed(price, limit_quantities(dearer, terms), terms)


def amount_off(
    reward: AmountOff,
    stakes: Sequence[Stake],
    quantities: Sequence[int] | None,
    terms: Terms,
) -> Offer:
    """Offer an amount for each unit, for each line or once."""
    found = portions(stakes, quantities)
    if reward.per is AmountPer.PROMOTION:
        return _once(reward.amount_minor, found, terms, reward.basis)
    if reward.per is AmountPer.UNIT:
        found = limit_quantities(found, terms)
        return _per_unit(reward.amount_minor, found, terms, reward.basis)
    found = limit_lines(found, terms)
    if terms.uses_max is not None:
        found = found[: terms.uses_max]
    takes = [
        (
            portion[0],
            portion[1],
            as_labelled(reward.amount_minor, [portion], reward.basis, terms),
        )
        for portion in found
    ]
    total = sum(off for _, _, off in takes)
    return Offer(total, len(takes), takes, is_spread=False)


def first_additional(
    reward: FirstAdditional,
    stakes: Sequence[Stake],
    quantities: Sequence[int] | None,
    terms: Terms,
) -> Offer:
    """Offer an amount for the first unit of a line and another for the others."""
    takes: list[Take] = []
    for stake, quantity, value in limit_quantities(portions(stakes, quantities), terms):
        units = quantity // MICRO if stake.state.is_counted else 1
        if reward.units_max is not None:
            units = min(units, reward.units_max)
        off = reward.first_minor + (units - 1) * reward.additional_minor
        takes.append((stake, quantity, min(off, value // MICRO) if units else 0))
    return _each(takes)


def tiers(
    reward: Tiers,
    stakes: Sequence[Stake],
    quantities: Sequence[int] | None,
    terms: Terms,
) -> Offer:
    """Offer what the highest tier that is reached gives."""
    found = portions(stakes, quantities)
    if reward.basis is TierBasis.LINE_QUANTITY:
        return _line_tiers(reward, found, terms)
    if reward.basis is TierBasis.QUANTITY:
        reached = sum(quantity for _, quantity, _ in found)
    elif terms.threshold_base is ThresholdBase.LIST:
        reached = sum(
            stake.list_value * quantity // stake.quantity
            for stake, quantity, _ in found
        )
        reached = whole_minor(reached)
    else:
        reached = whole_minor(sum(value for _, _, value in found))
    tier = _highest(reward.tiers, reached)
    if tier is None:
        least = min((tier.from_ for tier in reward.tiers), default=0)
        return nothing(f"{reached}/{least}")
    if tier.amount_minor is not None:
        times = reached // tier.from_ if reward.repeats and tier.from_ else 1
        if terms.uses_max is not None:
            times = min(times, terms.uses_max)
        offer = _once(tier.amount_minor * times, found, terms)
        offer.times = times
        return offer
    found = limit_quantities(found, terms) if tier.unit_price_micro else found
    return _give(tier, found, terms)


def _line_tiers(reward: Tiers, found: list[Portion], terms: Terms) -> Offer:
    takes: list[Take] = []
    for portion in found:
        tier = _highest(reward.tiers, portion[1])
        if tier is not None:
            given = _give(tier, limit_quantities([portion], terms), terms)
            if given.is_spread:
                given = Offer(
                    given.total_minor,
                    given.times,
                    [(s, q, given.total_minor) for s, q, _ in given.takes],
                    is_spread=False,
                )
            takes.extend(given.takes)
    if not takes:
        most = max((quantity for _, quantity, _ in found), default=0)
        least = min((tier.from_ for tier in reward.tiers), default=0)
        return nothing(f"{most}/{least}")
    return _each(takes)


def _give(tier: Tier, found: list[Portion], terms: Terms) -> Offer:
    if tier.percent_ppm is not None:
        return _percent(tier.percent_ppm, found, terms)
    if tier.unit_price_micro is not None:
        price = tier.unit_price_micro * terms.unit_price_scale
        dearer = [portion for portion in found if portion[0].unit_value > price]
        return _fixed(price, dearer, terms)
    assert tier.amount_minor is not None
    return _per_unit(tier.amount_minor, found, terms)


def _highest(steps: Sequence[Tier], reached: int) -> Tier | None:
    best: Tier | None = None
    for tier in steps:
        if tier.from_ <= reached and (best is None or tier.from_ >= best.from_):
            best = tier
    return best


def _percent(percent_ppm: int, found: Sequence[Portion], terms: Terms) -> Offer:
    if not found:
        return nothing()
    rounding = terms.rounding
    mode = terms.percent_rounding
    if terms.is_rounded_once or mode is PercentRounding.PER_PROMOTION:
        weights = [value * percent_ppm for _, _, value in found]
        total = divide_rounded(sum(weights), _PPM_VALUE, rounding)
        takes = [
            (stake, quantity, weight)
            for (stake, quantity, _), weight in zip(found, weights, strict=True)
        ]
        return Offer(total, units_in(takes), takes, is_spread=True)
    is_per_unit = mode is PercentRounding.PER_UNIT
    takes = []
    for stake, quantity, value in found:
        if is_per_unit and stake.state.is_counted:
            unit = divide_rounded(stake.unit_value * percent_ppm, _PPM_VALUE, rounding)
            # Units of a line that does not divide evenly may round up beyond it.
            off = min(unit * (quantity // MICRO), -(-value // MICRO))
        else:
            off = divide_rounded(value * percent_ppm, _PPM_VALUE, rounding)
        takes.append((stake, quantity, off))
    return _each(takes)


def _fixed(price: int, found: Sequence[Portion], terms: Terms) -> Offer:
    """Offer *price*, a value, for each unit of *found*, which are dearer."""
    if not found:
        return nothing()
    rounding = terms.rounding
    if terms.percent_rounding is PercentRounding.PER_PROMOTION:
        takes = [
            (stake, quantity, value - quantity * price // MICRO)
            for stake, quantity, value in found
        ]
        total = whole_minor(sum(share for _, _, share in takes), rounding)
        return Offer(total, units_in(takes), takes, is_spread=True)
    takes = [
        (
            stake,
            quantity,
            # The price to pay is rounded, as it would be without the promotion.
            max(
                0,
                whole_minor(value, rounding)
                - divide_rounded(quantity * price, MICRO * MICRO, rounding),
            ),
        )
        for stake, quantity, value in found
    ]
    return _each(takes)


def _per_unit(
    amount_minor: int,
    found: Sequence[Portion],
    terms: Terms,
    basis: AmountBasis = AmountBasis.LABELLED,
) -> Offer:
    takes = [
        (
            stake,
            quantity,
            as_labelled(
                divide_rounded(amount_minor * quantity, MICRO, terms.rounding),
                [(stake, quantity, value)],
                basis,
                terms,
            ),
        )
        for stake, quantity, value in found
    ]
    return _each(takes)


def _once(
    amount_minor: int,
    found: Sequence[Portion],
    terms: Terms,
    basis: AmountBasis = AmountBasis.LABELLED,
) -> Offer:
    total = as_labelled(amount_minor, found, basis, terms)
    return Offer(total, 1, list(found), is_spread=True)


def _each(takes: list[Take]) -> Offer:
    """Offer what *takes* say, in minor units, once for every unit."""
    total = sum(off for _, _, off in takes)
    return Offer(total, units_in(takes), takes, is_spread=False)


def _cut(offer: Offer, total_minor: int) -> None:
    """Lower the total of *offer*; its shares become weights."""
    offer.total_minor = total_minor
    offer.is_spread = True
