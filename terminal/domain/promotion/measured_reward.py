"""N for a price where N is measured: 3 kg for 100."""

from collections.abc import Sequence

from terminal.domain.money import MICRO
from terminal.domain.promotion.offer import (
    Offer,
    Portion,
    Take,
    Terms,
    nothing,
    whole_minor,
)
from terminal.domain.promotion.reward import NForPrice, RestRule


def n_measured_for_price(
    reward: NForPrice, found: Sequence[Portion], terms: Terms
) -> Offer:
    """Offer measured quantities for the price of their groups."""
    size = reward.size_micro
    measured = sum(quantity for _, quantity, _ in found)
    groups = measured // size if size else 0
    if terms.uses_max is not None:
        groups = min(groups, terms.uses_max)
    if terms.quantity_max is not None and reward.rest is RestRule.LIST:
        groups = min(groups, terms.quantity_max // size)
    if groups <= 0:
        return nothing(f"{measured}/{size}")
    if reward.rest is RestRule.LIST:
        return _whole_groups(reward, found, groups, terms)
    return _pro_rata(reward, found, groups, terms)


def _whole_groups(
    reward: NForPrice, found: Sequence[Portion], groups: int, terms: Terms
) -> Offer:
    """Offer as many whole groups, from the dearest down, as save the most."""
    price = reward.price_minor * MICRO
    best: list[Take] = []
    best_total = 0
    best_groups = 0
    for count in range(groups, 0, -1):
        takes = _first(found, count * reward.size_micro)
        total = sum(value for _, _, value in takes) - count * price
        if best_groups and total < best_total:
            break
        if total > best_total:
            best, best_total, best_groups = takes, total, count
        if len(found) == 1:
            # Every group of one line saves the same.
            break
    if not best_groups:
        return nothing("")
    return Offer(
        whole_minor(best_total, terms.rounding), best_groups, best, is_spread=True
    )


def _pro_rata(
    reward: NForPrice, found: Sequence[Portion], groups: int, terms: Terms
) -> Offer:
    """Offer the group's price a unit for all of it; cheaper lines are left alone."""
    size = reward.size_micro
    price = reward.price_minor * MICRO
    wanted = sum(quantity for _, quantity, _ in found)
    if terms.quantity_max is not None:
        wanted = min(wanted, terms.quantity_max)
    if terms.uses_max is not None:
        wanted = min(wanted, groups * size)
    dearer = [
        portion for portion in found if portion[0].unit_value * size > price * MICRO
    ]
    takes = [
        (stake, quantity, max(0, value - price * quantity // size))
        for stake, quantity, value in _first(dearer, wanted)
    ]
    total = sum(saved for _, _, saved in takes)
    if total <= 0:
        return nothing("")
    return Offer(whole_minor(total, terms.rounding), groups, takes, is_spread=True)


def _first(found: Sequence[Portion], wanted: int) -> list[Take]:
    """Return the first *wanted* millionths of *found* with their values."""
    takes: list[Take] = []
    for stake, quantity, value in found:
        if wanted <= 0:
            break
        taken = min(quantity, wanted)
        wanted -= taken
        part = value if taken == quantity else value * taken // quantity
        takes.append((stake, taken, part))
    return takes
