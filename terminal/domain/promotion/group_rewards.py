"""Rewards that make groups of units: N for M, N for a price, bundles, buy and get.

Units are looked at from the dearest down. A group is made only while it saves
something, so that a reward never makes a basket dearer.
"""

from collections.abc import Callable, Sequence

from terminal.domain.money import MICRO, RATE_PPM_ONE
from terminal.domain.promotion.line_state import Stake
from terminal.domain.promotion.measured_reward import n_measured_for_price
from terminal.domain.promotion.offer import (
    Offer,
    Portion,
    Run,
    Take,
    Terms,
    merged,
    nothing,
    portions,
    runs_of_units,
    whole_minor,
)
from terminal.domain.promotion.policy import PercentRounding
from terminal.domain.promotion.pulling import pull
from terminal.domain.promotion.reward import (
    Bundle,
    BuyGet,
    CountBasis,
    GroupChoice,
    NForM,
    NForPrice,
)

_BUYS = 1
_GETS = 2


def n_for_m(
    reward: NForM,
    stakes: Sequence[Stake],
    quantities: Sequence[int] | None,
    terms: Terms,
) -> Offer:
    """Offer to reduce some units of every group."""
    runs = _runs(portions(stakes, quantities), reward.count)

    def off(unit_value: int) -> int:
        return unit_value * reward.percent_ppm // RATE_PPM_ONE

    return _grouped(runs, reward.take, reward.pay, reward.choice, off, terms)


def buy_get(
    reward: BuyGet,
    stakes: Sequence[Stake],
    quantities: Sequence[int] | None,
    terms: Terms,
) -> Offer:
    """Offer to reduce the units got for the units bought."""
    runs = _runs(portions(stakes, quantities), CountBasis.UNITS)
    off = reduction_of(reward, terms.unit_price_scale)
    if reward.gets is None:
        take = reward.buy + reward.get
        return _grouped(runs, take, reward.buy, reward.choice, off, terms)
    bought = [i for i, run in enumerate(runs) if run[2].parts & _BUYS]
    got = [i for i, run in enumerate(runs) if run[2].parts & _GETS]
    # What can only be bought is bought first, so that the rest can be got.
    bought.sort(key=lambda i: runs[i][2].parts & _GETS)
    if reward.choice is GroupChoice.CHEAPEST_OF_ALL:
        got.reverse()
    taken = pull(
        runs,
        ((reward.buy, bought), (reward.get, got)),
        _groups_max(terms, reward.buy + reward.get),
        lambda pulled: sum(off(runs[i][0]) * n for i, n in pulled[1].items()),
    )
    if not taken.times:
        return nothing(taken.missing)
    takes: list[Take] = []
    total = 0
    for i, count in taken.pulled[1].items():
        value, _, stake, size = runs[i]
        total += off(value) * count
        takes.append((stake, size * count, off(value) * count))
    for i, count in taken.pulled[0].items():
        _, _, stake, size = runs[i]
        takes.append((stake, size * count, 0))
    return Offer(
        whole_minor(total, terms.rounding), taken.times, merged(takes), is_spread=True
    )


def n_for_price(
    reward: NForPrice,
    stakes: Sequence[Stake],
    quantities: Sequence[int] | None,
    terms: Terms,
) -> Offer:
    """Offer whole groups for their price."""
    found = portions(stakes, quantities)
    if reward.count is CountBasis.MEASURE:
        return n_measured_for_price(reward, found, terms)
    size = reward.size_micro // MICRO
    runs = _runs(found, reward.count)
    units = sum(run[1] for run in runs)
    groups = _groups_of(units, size, terms)
    if groups <= 0:
        return nothing(f"{units}/{size}")
    price = reward.price_minor * MICRO
    total = _sum_of_first(runs, groups * size) - groups * price
    if groups > 1 and runs[-1][0] * size < price:
        # Sums of groups fall from the dearest down: give up those that save nothing.
        while groups > 1:
            fewer = _sum_of_first(runs, (groups - 1) * size) - (groups - 1) * price
            if fewer < total:
                break
            groups -= 1
            total = fewer
    if total <= 0:
        return nothing("")
    takes: list[Take] = []
    left = groups * size
    for unit_value, count, stake, quantity in runs:
        taken = min(count, left)
        if not taken:
            break
        left -= taken
        takes.append((stake, taken * quantity, _value(unit_value, taken, stake)))
    return Offer(whole_minor(total, terms.rounding), groups, takes, is_spread=True)


def bundle(
    reward: Bundle,
    stakes: Sequence[Stake],
    quantities: Sequence[int] | None,
    terms: Terms,
) -> Offer:
    """Offer one unit or more of every part together for less."""
    runs = _runs(portions(stakes, quantities), CountBasis.PACKAGES)
    pulls: list[tuple[int, list[int]]] = []
    for number, part in enumerate(reward.parts):
        eligible = [i for i, run in enumerate(runs) if run[2].parts >> number & 1]
        pulls.append((part.quantity, eligible))
    # The part with the least choice first, so that another does not take its units.
    pulls.sort(key=lambda pull: sum(runs[i][1] for i in pull[1]) // max(1, pull[0]))
    size = sum(part.quantity for part in reward.parts)

    def gain(pulled: Sequence[dict[int, int]]) -> int:
        value = sum(runs[i][0] * n for part in pulled for i, n in part.items())
        if reward.price_minor is not None:
            return value - reward.price_minor * MICRO
        if reward.percent_ppm is not None:
            return value * reward.percent_ppm // RATE_PPM_ONE
        return min(value, (reward.amount_minor or 0) * MICRO)

    taken = pull(runs, pulls, _groups_max(terms, size), gain)
    if not taken.times:
        return nothing(taken.missing)
    takes: list[Take] = [
        (runs[i][2], runs[i][3] * count, _value(runs[i][0], count, runs[i][2]))
        for part in taken.pulled
        for i, count in part.items()
    ]
    return Offer(
        whole_minor(taken.gain, terms.rounding),
        taken.times,
        merged(takes),
        is_spread=True,
    )


def reduction_of(reward: BuyGet, unit_price_scale: int) -> Callable[[int], int]:
    """Return what *reward* takes off a unit of a given value."""
    if reward.percent_ppm is not None:
        percent_ppm = reward.percent_ppm
        return lambda unit_value: unit_value * percent_ppm // RATE_PPM_ONE
    if reward.amount_minor is not None:
        amount = reward.amount_minor * MICRO
        return lambda unit_value: min(unit_value, amount)
    price = (reward.unit_price_micro or 0) * unit_price_scale
    return lambda unit_value: max(0, unit_value - price)


def _grouped(
    runs: Sequence[Run],
    take: int,
    pay: int,
    choice: GroupChoice,
    off: Callable[[int], int],
    terms: Terms,
) -> Offer:
    """Offer to reduce *take* less *pay* units of every *take* by *off*."""
    units = sum(run[1] for run in runs)
    groups = _groups_of(units, take, terms)
    if groups <= 0:
        return nothing(f"{units}/{take}")
    reduced_each = take - pay
    reduced = groups * reduced_each
    used = groups * take
    is_per_unit = terms.percent_rounding is PercentRounding.PER_UNIT
    total = 0
    takes: list[Take] = []
    begin = 0
    for unit_value, count, stake, size in runs:
        end = begin + count
        if choice is GroupChoice.EACH_GROUP:
            taken = max(0, min(end, used) - begin)
            hit = _reduced_before(min(end, used), take, pay) - _reduced_before(
                min(begin, used), take, pay
            )
        elif choice is GroupChoice.DEAREST_OF_ALL:
            taken = max(0, min(end, used) - begin)
            hit = max(0, min(end, reduced) - begin)
        else:
            hit = max(0, end - max(begin, units - reduced))
            taken = hit + max(0, min(end, used - reduced) - begin)
        begin = end
        if not taken:
            continue
        one = off(unit_value)
        if is_per_unit:
            one = whole_minor(one, terms.rounding) * MICRO
        total += one * hit
        weight = _value(unit_value, taken, stake) if terms.is_all_units else one * hit
        takes.append((stake, taken * size, weight))
    if total <= 0:
        return nothing("")
    return Offer(whole_minor(total, terms.rounding), groups, takes, is_spread=True)


def _reduced_before(position: int, take: int, pay: int) -> int:
    """Return how many units before *position* are reduced, counted from the dearest."""
    whole, rest = divmod(position, take)
    return whole * (take - pay) + max(0, rest - pay)


def _runs(found: Sequence[Portion], count: CountBasis) -> list[Run]:
    """Return runs of equal units, the dearest first."""
    runs = list(runs_of_units(found, with_packages=count is not CountBasis.UNITS))
    if count is not CountBasis.UNITS:
        runs.sort(key=_by_value)
    return runs


def _by_value(run: Run) -> int:
    return -run[0]


def _groups_max(terms: Terms, size: int) -> int | None:
    """Return how many groups of *size* units the limits allow."""
    if terms.quantity_max is None or not size:
        return terms.uses_max
    groups = terms.quantity_max // (size * MICRO)
    return groups if terms.uses_max is None else min(groups, terms.uses_max)


def _groups_of(units: int, size: int, terms: Terms) -> int:
    """Return how many groups of *size* the *units* make within the limits."""
    groups = units // size if size else 0
    limit = _groups_max(terms, size)
    return groups if limit is None else min(groups, limit)


def _value(unit_value: int, count: int, stake: Stake) -> int:
    """Return the value of *count* units, exact for the whole of a line."""
    if count * MICRO == stake.quantity:
        return stake.value
    return unit_value * count


def _sum_of_first(runs: Sequence[Run], count: int) -> int:
    """Return the value of the *count* dearest units."""
    total = 0
    for unit_value, units, stake, _ in runs:
        taken = min(units, count)
        total += _value(unit_value, taken, stake)
        count -= taken
        if not count:
            break
    return total
