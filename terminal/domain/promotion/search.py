"""Which promotion gets which units when several want the same.

The space that is searched: every unit that several promotions want goes to exactly one
of them; a weighed line goes as a whole; of a promotion with an exclusivity group at
most one is active. Units of equal value that the same promotions want are
interchangeable: a promotion gets them line by line in the order of the lines. Each
promotion then makes its best of its units. The sum of what all promotions give is to
be as large as possible.

The search is branch and bound. A step decides one pool of interchangeable units, the
dearest first; the bound is what every promotion would give if it got all undecided
units. It starts from the greedy answer: again and again the promotion that gives the
most on what is left (on equal amounts the first of the book) gets the units it uses.
Only a strictly better answer replaces it, so the answer depends on the goods and the
book alone.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from terminal.domain.money import MICRO
from terminal.domain.promotion.book import CompiledPromotion
from terminal.domain.promotion.line_state import LineState, Stake
from terminal.domain.promotion.offer import Offer, Terms


class Claim:
    """A promotion and the units it could have.

    Attributes:
        stakes: From the dearest unit down.
    """

    __slots__ = ("rule", "stakes", "terms")

    def __init__(
        self, rule: CompiledPromotion, stakes: Sequence[Stake], terms: Terms
    ) -> None:
        self.rule = rule
        self.stakes = stakes
        self.terms = terms

    @property
    def looks_at_lines(self) -> bool:
        """Whether it matters on which of several equal lines the units are."""
        return self.rule.looks_at_lines or self.terms.line_quantity_max is not None

    def offer(self, quantities: Sequence[int] | None = None) -> Offer:
        """Return what the promotion gives on these quantities of its stakes."""
        offer = self.rule.make(
            self.rule.promotion.reward, self.stakes, quantities, self.terms
        )
        limited = self.terms.limited(offer.total_minor)
        if limited != offer.total_minor:
            offer.is_over_budget = not limited
            offer.total_minor = limited
            offer.is_spread = True
        return offer


class Solution:
    """The answer of the search for one component.

    Attributes:
        quantities: For each claim the quantities of its stakes it gets.
        is_optimal: Nothing better exists in the space.
        nodes: Offers that were computed.
    """

    __slots__ = ("is_optimal", "nodes", "quantities")

    def __init__(
        self, quantities: Sequence[Sequence[int]], nodes: int, *, is_optimal: bool
    ) -> None:
        self.quantities = quantities
        self.nodes = nodes
        self.is_optimal = is_optimal


def components(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Split *claims* into sets that want no unit and no group of each other."""
    owner: dict[object, int] = {}
    parent = list(range(len(claims)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, claim in enumerate(claims):
        group = claim.rule.promotion.exclusivity_group
        keys: list[object] = [id(stake.state) for stake in claim.stakes]
        if group is not None:
            keys.append(group)
        for key in keys:
            j = owner.setdefault(key, i)
            if j != i:
                # The lower root stays, so that claims keep their order.
                a, b = root(i), root(j)
                parent[max(a, b)] = min(a, b)
    found: dict[int, list[Claim]] = {}
    for i, claim in enumerate(claims):
        found.setdefault(root(i), []).append(claim)
    return list(found.values())


def solve(claims: Sequence[Claim], node_limit: int) -> Solution:
    """Return the best way to share units among *claims*, as far as the limit allows."""
    return _Search(claims, node_limit).run()


class _Pool:
    """Interchangeable units.

    Attributes:
        owners: Claims that want them.
        places: For each owner, where its stakes of these units are.
        sizes: Quantity of each line of the pool.
        units: Parts it can be divided into.
        unit: Quantity of one part; a weighed line is one part.
    """

    __slots__ = ("owners", "places", "sizes", "unit", "units")

    def __init__(self, owners: tuple[int, ...], *, is_counted: bool) -> None:
        self.owners = owners
        self.places: list[list[int]] = [[] for _ in owners]
        self.sizes: list[int] = []
        self.units = 0
        self.unit = MICRO if is_counted else 0

    def add(self, quantity: int, places: Sequence[int]) -> None:
        self.sizes.append(quantity)
        for known, place in zip(self.places, places, strict=True):
            known.append(place)
        if self.unit == 0:
            self.unit = quantity
        self.units += quantity // self.unit


# How many units of a pool each of its owners has, in their order.
_Split = tuple[int, ...]


class _Search:
    def __init__(self, claims: Sequence[Claim], node_limit: int) -> None:
        self._claims = claims
        self._limit = node_limit
        self._nodes = 0
        self._is_truncated = False
        self._pools = _pools(claims)
        self._pools_of: list[list[int]] = [[] for _ in claims]
        for number, pool in enumerate(self._pools):
            for owner in pool.owners:
                self._pools_of[owner].append(number)
        self._known: dict[tuple[int, _Split], int] = {}
        self._best_total = -1
        self._best: list[_Split] = []
        self._best_active: frozenset[int] = frozenset()

    def run(self) -> Solution:
        for active in self._activations():
            if self._best_total >= 0 and self._is_truncated:
                break
            splits = self._greedy(active)
            total = sum(self._value(i, splits) for i in active)
            if total > self._best_total:
                self._keep(splits, total, active)
            self._descend(0, self._all(active), active)
        quantities = [
            self._quantities(i, self._best)
            if i in self._best_active
            else [0] * len(claim.stakes)
            for i, claim in enumerate(self._claims)
        ]
        return Solution(quantities, self._nodes, is_optimal=not self._is_truncated)

    def _activations(self) -> Iterator[frozenset[int]]:
        """Yield the sets of claims of which no two share a group."""
        groups: dict[str, list[int]] = {}
        free: list[int] = []
        for i, claim in enumerate(self._claims):
            group = claim.rule.promotion.exclusivity_group
            if group is None:
                free.append(i)
            else:
                groups.setdefault(group, []).append(i)
        for chosen in product(*groups.values()):
            yield frozenset((*free, *chosen))

    def _all(self, active: frozenset[int]) -> list[_Split]:
        """Return the relaxed split in which every active owner has all units."""
        return [
            tuple(pool.units if owner in active else 0 for owner in pool.owners)
            for pool in self._pools
        ]

    def _keep(
        self, splits: Sequence[_Split], total: int, active: frozenset[int]
    ) -> None:
        self._best = list(splits)
        self._best_total = total
        self._best_active = active

    def _greedy(self, active: frozenset[int]) -> list[_Split]:
        left = [pool.units for pool in self._pools]
        given = [[0] * len(pool.owners) for pool in self._pools]
        waiting = sorted(active)
        while waiting:
            best, best_total = waiting[0], -1
            for i in waiting:
                splits = self._mine(i, left)
                value = self._value(i, splits)
                if value > best_total:
                    best, best_total = i, value
            waiting.remove(best)
            for number, units in self._used(best, self._mine(best, left)).items():
                given[number][self._pools[number].owners.index(best)] = units
                left[number] -= units
        return [tuple(split) for split in given]

    def _mine(self, i: int, left: Sequence[int]) -> list[_Split]:
        """Return splits in which claim *i* has all that is left."""
        return [
            tuple(
                left[number] if owner == i else 0
                for owner in self._pools[number].owners
            )
            for number in range(len(self._pools))
        ]

    def _used(self, i: int, splits: Sequence[_Split]) -> dict[int, int]:
        """Return the units of each pool that the offer of claim *i* takes."""
        claim = self._claims[i]
        offer = claim.offer(self._quantities(i, splits))
        taken = {id(stake): quantity for stake, quantity, _ in offer.takes}
        used: dict[int, int] = {}
        for number in self._pools_of[i]:
            pool = self._pools[number]
            places = pool.places[pool.owners.index(i)]
            quantity = sum(taken.get(id(claim.stakes[place]), 0) for place in places)
            used[number] = -(-quantity // pool.unit)
        return used

    def _descend(
        self, number: int, splits: list[_Split], active: frozenset[int]
    ) -> None:
        """Decide pool *number* and all after it; *splits* is relaxed from there."""
        if number == len(self._pools):
            total = sum(self._value(i, splits) for i in active)
            if total > self._best_total:
                self._keep(splits, total, active)
            return
        pool = self._pools[number]
        relaxed = splits[number]
        owners = [k for k, owner in enumerate(pool.owners) if owner in active]
        if len(owners) <= 1:
            self._descend(number + 1, splits, active)
            return
        others = sum(self._bound(i, splits) for i in active if i not in pool.owners)
        children: list[tuple[int, _Split]] = []
        for split in _splits(pool.units, len(pool.owners), owners):
            splits[number] = split
            bound = others + sum(self._bound(pool.owners[k], splits) for k in owners)
            if bound > self._best_total:
                children.append((-bound, split))
            if self._nodes >= self._limit:
                self._is_truncated = True
                break
        children.sort(key=lambda child: child[0])
        for bound, split in children:
            if -bound <= self._best_total:
                break
            if self._is_truncated and self._nodes >= self._limit:
                break
            splits[number] = split
            self._descend(number + 1, splits, active)
        splits[number] = relaxed

    def _bound(self, i: int, splits: Sequence[_Split]) -> int:
        """Return at least what claim *i* gives on any part of *splits*."""
        claim = self._claims[i]
        if claim.rule.grows_with_units and claim.terms.is_cut:
            return self._value(i, splits)
        self._nodes += 1
        quantities = self._quantities(i, splits)
        value = sum(
            stake.value * quantity // stake.quantity
            for stake, quantity in zip(claim.stakes, quantities, strict=True)
        )
        return -(-value // MICRO)

    def _value(self, i: int, splits: Sequence[_Split]) -> int:
        numbers = self._pools_of[i]
        key = (
            i,
            tuple(
                splits[number][self._pools[number].owners.index(i)]
                for number in numbers
            ),
        )
        known = self._known.get(key)
        if known is None:
            self._nodes += 1
            known = self._claims[i].offer(self._quantities(i, splits)).total_minor
            self._known[key] = known
        return known

    def _quantities(self, i: int, splits: Sequence[_Split]) -> list[int]:
        """Return the quantities of the stakes of claim *i*."""
        quantities = [stake.quantity for stake in self._claims[i].stakes]
        for number in self._pools_of[i]:
            pool = self._pools[number]
            k = pool.owners.index(i)
            # Owners fill the lines of a pool one after another in their order.
            skipped = sum(splits[number][:k]) * pool.unit
            if splits[number][k] == pool.units:
                continue
            wanted = splits[number][k] * pool.unit
            for place, size in zip(pool.places[k], pool.sizes, strict=True):
                skip = min(skipped, size)
                skipped -= skip
                part = min(wanted, size - skip)
                wanted -= part
                quantities[place] = part
        return quantities


def _pools(claims: Sequence[Claim]) -> list[_Pool]:
    """Return the units that several claims want, the dearest first."""
    wanted: dict[int, list[tuple[int, int]]] = {}
    states: dict[int, LineState] = {}
    for i, claim in enumerate(claims):
        for place, stake in enumerate(claim.stakes):
            wanted.setdefault(id(stake.state), []).append((i, place))
            states[id(stake.state)] = stake.state
    pools: dict[object, _Pool] = {}
    values: dict[object, int] = {}
    for state_id, places in wanted.items():
        if len(places) == 1:
            continue
        stakes = [claims[i].stakes[place] for i, place in places]
        owners = tuple(i for i, _ in places)
        is_counted = states[state_id].is_counted
        is_alike = is_counted and not any(claims[i].looks_at_lines for i in owners)
        key: object = (
            (owners, stakes[0].unit_value, tuple(stake.parts for stake in stakes))
            if is_alike
            else state_id
        )
        pool = pools.get(key)
        if pool is None:
            pool = pools[key] = _Pool(owners, is_counted=is_counted)
            values[key] = stakes[0].unit_value
        pool.add(stakes[0].quantity, [place for _, place in places])
    # sorted() is stable, and claims list their lines in the order of the goods.
    return [pools[key] for key in sorted(pools, key=lambda key: -values[key])]


def _splits(units: int, parts: int, owners: Sequence[int]) -> Iterator[_Split]:
    """Yield every way to give *units* to *owners*, places in a tuple of *parts*."""

    def fill(left: int, remaining: Sequence[int], split: list[int]) -> Iterator[_Split]:
        if len(remaining) == 1:
            split[remaining[0]] = left
            yield tuple(split)
            return
        for mine in range(left, -1, -1):
            split[remaining[0]] = mine
            yield from fill(left - mine, remaining[1:], split)

    yield from fill(units, owners, [0] * parts)
