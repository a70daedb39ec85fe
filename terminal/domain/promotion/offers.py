"""From a reward to what it offers on given goods."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from terminal.domain.money import MICRO, RATE_PPM_ONE
from terminal.domain.promotion.conditions import AmountBasis
from terminal.domain.promotion.group_rewards import (
    bundle,
    buy_get,
    n_for_m,
    n_for_price,
)
from terminal.domain.promotion.line_state import Stake
from terminal.domain.promotion.offer import Offer, Terms
from terminal.domain.promotion.policy import LimitedUnits, PercentRounding
from terminal.domain.promotion.reward import (
    AmountOff,
    AmountPer,
    Bundle,
    BuyGet,
    FirstAdditional,
    FixedPrice,
    GroupChoice,
    NForM,
    NForPrice,
    PercentOff,
    Reward,
    TierBasis,
    Tiers,
)
from terminal.domain.promotion.selector import Selector
from terminal.domain.promotion.unit_rewards import (
    amount_off,
    first_additional,
    fixed_price,
    percent_off,
    tiers,
)

# The reward's own type differs with each function.
Maker = Callable[[Any, Sequence[Stake], Sequence[int] | None, Terms], Offer]

_MAKERS: Final[dict[type, Maker]] = {
    PercentOff: percent_off,
    AmountOff: amount_off,
    FixedPrice: fixed_price,
    FirstAdditional: first_additional,
    Tiers: tiers,
    NForM: n_for_m,
    NForPrice: n_for_price,
    Bundle: bundle,
    BuyGet: buy_get,
}


def maker_of(reward: Reward) -> Maker:
    """Return the function that makes the offers of *reward*.

    It takes the reward, the stakes from the dearest unit down, the quantities of them
    that are on offer (None: all) and the terms.
    """
    return _MAKERS[type(reward)]


def grows_with_units(reward: Reward) -> bool:
    """Return whether more units never lower what *reward* gives.

    Then what a promotion would give on all units it could get is a bound for what it
    gives on some of them.
    """
    match reward:
        case (
            Bundle()
            | AmountOff(per=AmountPer.LINE)
            | NForM(choice=GroupChoice.CHEAPEST_OF_ALL)
            | BuyGet(choice=GroupChoice.CHEAPEST_OF_ALL)
            | BuyGet(gets=Selector())
        ):
            return False
        case FirstAdditional(first_minor=first, additional_minor=additional):
            return first >= additional
        case Tiers(tiers=steps, repeats=repeats):
            ordered = sorted(steps, key=lambda tier: tier.from_)
            percents = [tier.percent_ppm for tier in ordered]
            amounts = [tier.amount_minor for tier in ordered]
            return (_rises(percents) or _rises(amounts)) and not (
                repeats and len(steps) > 1
            )
        case _:
            return True


def looks_at_lines(reward: Reward) -> bool:
    """Return whether it matters on which of several equal lines the units are."""
    match reward:
        case AmountOff(per=per):
            return per is AmountPer.LINE
        case Tiers(basis=basis):
            return basis is TierBasis.LINE_QUANTITY
        case FirstAdditional():
            return True
        case _:
            return False


def rounds_by_line(reward: Reward, stakes: Sequence[Stake], terms: Terms) -> bool:
    """Return whether the rounding of single lines decides what *reward* gives.

    Then units of equal value are not interchangeable to the last minor unit.
    """
    if terms.limited_units is LimitedUnits.SAME:
        return True
    if terms.is_rounded_once or terms.percent_rounding is not PercentRounding.PER_LINE:
        return False
    return _leaves_fractions(reward, stakes, terms)


def adds_up(reward: Reward, terms: Terms) -> bool:
    """Return whether what *reward* gives is the sum of what it gives on each line."""
    if (
        terms.uses_max is not None
        or terms.quantity_max is not None
        or terms.total_max is not None
        or terms.is_rounded_once
        or terms.percent_rounding is PercentRounding.PER_PROMOTION
    ):
        return False
    match reward:
        case PercentOff(cap_minor=None) | FixedPrice() | AmountOff(per=AmountPer.UNIT):
            return True
        case _:
            return False


def _leaves_fractions(reward: Reward, stakes: Sequence[Stake], terms: Terms) -> bool:
    """Return whether some unit is reduced by a fraction of a minor unit."""
    match reward:
        case PercentOff(percent_ppm=percent_ppm):
            step = RATE_PPM_ONE * MICRO
            return any(stake.unit_value * percent_ppm % step for stake in stakes)
        case FixedPrice(unit_price_micro=unit_price):
            is_odd = unit_price * terms.unit_price_scale % MICRO > 0
            return is_odd or any(stake.unit_value % MICRO for stake in stakes)
        case AmountOff(per=AmountPer.UNIT, basis=basis):
            is_odd = basis is not AmountBasis.LABELLED
            return is_odd or any(stake.unit_value % MICRO for stake in stakes)
        case Tiers(tiers=steps):
            return any(tier.amount_minor is None for tier in steps)
        case _:
            return False


def _rises(figures: Sequence[int | None]) -> bool:
    known = [figure for figure in figures if figure is not None]
    return len(known) == len(figures) and known == sorted(known)
