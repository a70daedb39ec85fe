"""Which promotion gets which units when several want the same.

The space that is searched: every unit that several promotions want goes to exactly one
of them; a weighed line goes as a whole; of an exclusivity group one promotion at most
is active. Units of equal value that the same promotions want are one pool; where a
promotion rounds or limits by line, each line is a pool of its own. Each promotion then
makes its best of its units. The sum of what all promotions give, rounded as it will be
given, is to be as large as possible.

The search is branch and bound. A step decides one pool of interchangeable units, the
dearest first; the bound is what every promotion would give if it got all undecided
units. It starts from the greedy answer: again and again the promotion that gives the
most on what is left (on equal amounts the first of the book) gets the units it uses.
Only a strictly better answer replaces it, so the answer depends on the goods and the
book alone.
"""

from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import Final

from terminal.domain.money import MICRO
from terminal.domain.promotion.book import CompiledPromotion
from terminal.domain.promotion.line_state import Stake
from terminal.domain.promotion.offer import Offer, Terms
from terminal.domain.promotion.offers import adds_up, rounds_by_line
from terminal.domain.promotion.policy import LimitedUnits

# An offer over more lines than this counts as several nodes.
_LINES_PER_NODE: Final = 16
# Choices of one promotion out of each exclusivity group that are compared.
_SETS_MAX: Final = 16


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
        return (
            self.rule.looks_at_lines
            or self.terms.line_quantity_max is not None
            or rounds_by_line(self.rule.promotion.reward, self.stakes, self.terms)
        )

    def offer(self, quantities: Sequence[int] | None = None) -> Offer:
        """Return what the promotion gives on these quantities of its stakes."""
        return self.offer_on(self.stakes, quantities)

    def offer_on(
        self, stakes: Sequence[Stake], quantities: Sequence[int] | None
    ) -> Offer:
        """Return what the promotion gives on these quantities of other stakes."""
        offer = self.rule.make(
            self.rule.promotion.reward, stakes, quantities, self.terms
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
        nodes: Offers that were computed; an offer over many lines counts more.
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
        owners: Claims that want them, by number.
        members: Quantity of each line, and the place of it in each owner's stakes.
        units: Parts the pool can be divided into.
        unit: Quantity of one part; a weighed line is one part.
        unit_value: Value of one whole unit.
    """

    __slots__ = ("members", "owners", "unit", "unit_value", "units")

    def __init__(self, owners: tuple[int, ...], unit: int, unit_value: int) -> None:
        self.owners = owners
        self.members: list[tuple[int, tuple[int, ...]]] = []
        self.unit = unit
        self.unit_value = unit_value
        self.units = 0

    def add(self, quantity: int, places: tuple[int, ...]) -> None:
        self.members.append((quantity, places))
        self.units += quantity // self.unit


# How many units of a pool each of its owners has, in their order.
_Split = tuple[int, ...]


class _Player:
    """A claim in the search, with the equal lines of a pool merged into one stake.

    Attributes:
        seats: Pools the claim wants: number, place among its owners, place in the
            merged stakes, quantity of one part.
        weight: Nodes one offer counts.
    """

    __slots__ = (
        "_adds_up",
        "_base",
        "_is_bounded_by_itself",
        "_known",
        "_known_parts",
        "_merged",
        "_rest",
        "claim",
        "nodes",
        "seats",
        "weight",
    )

    def __init__(self, claim: Claim, number: int, pools: Sequence[_Pool]) -> None:
        self.claim = claim
        self.nodes = 0
        self.seats: list[tuple[int, int, int, int]] = []
        self._known: dict[_Split, int] = {}
        self._is_bounded_by_itself = (
            claim.rule.grows_with_units
            and claim.terms.is_cut
            and claim.terms.limited_units is LimitedUnits.EVEN
        )
        pooled: dict[int, int] = {}
        sources: list[list[Stake]] = []
        for n, pool in enumerate(pools):
            if number not in pool.owners:
                continue
            k = pool.owners.index(number)
            places = [places[k] for _, places in pool.members]
            pooled.update(dict.fromkeys(places, n))
            self.seats.append((n, k, len(sources), pool.unit))
            sources.append([claim.stakes[place] for place in places])
        sources.extend(
            [stake] for i, stake in enumerate(claim.stakes) if i not in pooled
        )
        order = sorted(range(len(sources)), key=lambda i: -sources[i][0].unit_value)
        rank = {source: i for i, source in enumerate(order)}
        self.seats = [(n, k, rank[slot], unit) for n, k, slot, unit in self.seats]
        self._merged = [_merge(sources[i]) for i in order]
        self._base = [stake.quantity for stake in self._merged]
        self.weight = 1 + len(self._merged) // _LINES_PER_NODE
        self._known_parts: dict[tuple[int, int], int] = {}
        self._rest = 0
        self._adds_up = adds_up(claim.rule.promotion.reward, claim.terms)
        if self._adds_up and len(self.seats) < len(self._merged):
            nowhere = self._quantities((0,) * len(self.seats))
            self._rest = claim.offer_on(self._merged, nowhere).total_minor

    def value(self, splits: Sequence[_Split]) -> int:
        """Return what the promotion gives on its part of *splits*."""
        key = tuple([splits[n][k] for n, k, _, _ in self.seats])
        known = self._known.get(key)
        if known is None:
            if self._adds_up:
                known = self._rest + sum(
                    [
                        self._part(slot, count * unit)
                        for (_, _, slot, unit), count in zip(
                            self.seats, key, strict=True
                        )
                    ]
                )
            else:
                self.nodes += self.weight
                quantities = self._quantities(key)
                known = self.claim.offer_on(self._merged, quantities).total_minor
            self._known[key] = known
        return known

    def _part(self, slot: int, quantity: int) -> int:
        """Return what is given on one stake alone."""
        known = self._known_parts.get((slot, quantity))
        if known is None:
            self.nodes += 1
            offer = self.claim.offer_on([self._merged[slot]], [quantity])
            known = self._known_parts[slot, quantity] = offer.total_minor
        return known

    def bound(self, splits: Sequence[_Split]) -> int:
        """Return at least what the promotion gives on any part of *splits*."""
        if self._is_bounded_by_itself:
            return self.value(splits)
        self.nodes += 1
        key = tuple([splits[n][k] for n, k, _, _ in self.seats])
        value = sum(
            stake.value * quantity // stake.quantity
            for stake, quantity in zip(self._merged, self._quantities(key), strict=True)
        )
        return -(-value // MICRO)

    def used(self, splits: Sequence[_Split]) -> list[tuple[int, int, int]]:
        """Return pool, place among its owners and units that the offer takes."""
        key = tuple([splits[n][k] for n, k, _, _ in self.seats])
        offer = self.claim.offer_on(self._merged, self._quantities(key))
        taken = {id(stake): quantity for stake, quantity, _ in offer.takes}
        return [
            (n, k, -(-taken.get(id(self._merged[slot]), 0) // unit))
            for n, k, slot, unit in self.seats
        ]

    def _quantities(self, units: _Split) -> list[int]:
        quantities = self._base.copy()
        for (_, _, slot, unit), count in zip(self.seats, units, strict=True):
            quantities[slot] = count * unit
        return quantities


class _Search:
    def __init__(self, claims: Sequence[Claim], node_limit: int) -> None:
        self._claims = claims
        self._limit = node_limit
        self._is_truncated = False
        self._pools = _pools(claims)
        self._players = [
            _Player(claim, i, self._pools) for i, claim in enumerate(claims)
        ]
        self._best_total = -1
        self._best: list[_Split] = []
        self._best_active: frozenset[int] = frozenset()

    @property
    def _nodes(self) -> int:
        return sum(player.nodes for player in self._players)

    def run(self) -> Solution:
        sets = list(islice(self._activations(), _SETS_MAX + 1))
        if len(sets) > _SETS_MAX:
            self._is_truncated = True
            del sets[_SETS_MAX:]
        for active in sets:
            splits = self._greedy(active)
            total = sum(self._players[i].value(splits) for i in active)
            if total > self._best_total:
                self._keep(splits, total, active)
        for active in sets:
            self._descend(0, self._all(active), active)
        return Solution(
            [
                self._quantities(i)
                if i in self._best_active
                else [0] * len(claim.stakes)
                for i, claim in enumerate(self._claims)
            ],
            self._nodes,
            is_optimal=not self._is_truncated,
        )

    def _activations(self) -> Iterator[tuple[int, ...]]:
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
            yield tuple(sorted((*free, *chosen)))

    def _all(self, active: Sequence[int]) -> list[_Split]:
        """Return the relaxed split in which every active owner has all units."""
        return [
            tuple([pool.units if owner in active else 0 for owner in pool.owners])
            for pool in self._pools
        ]

    def _keep(
        self, splits: Sequence[_Split], total: int, active: Sequence[int]
    ) -> None:
        self._best = list(splits)
        self._best_total = total
        self._best_active = frozenset(active)

    def _greedy(self, active: Sequence[int]) -> list[_Split]:
        left = [pool.units for pool in self._pools]
        given = [[0] * len(pool.owners) for pool in self._pools]
        waiting = list(active)
        while waiting:
            # What is left, as if each had all of it.
            relaxed = [
                (units,) * len(pool.owners)
                for units, pool in zip(left, self._pools, strict=True)
            ]
            # max() keeps the first of equals.
            best = max(waiting, key=lambda i: self._players[i].value(relaxed))
            waiting.remove(best)
            for n, k, units in self._players[best].used(relaxed):
                given[n][k] = units
                left[n] -= units
        return [tuple(split) for split in given]

    def _descend(
        self, number: int, splits: list[_Split], active: Sequence[int]
    ) -> None:
        """Decide pool *number* and all after it; *splits* is relaxed from there."""
        if number == len(self._pools):
            total = sum(self._players[i].value(splits) for i in active)
            if total > self._best_total:
                self._keep(splits, total, active)
            return
        pool = self._pools[number]
        owners = [k for k, owner in enumerate(pool.owners) if owner in active]
        if len(owners) <= 1:
            self._descend(number + 1, splits, active)
            return
        relaxed = splits[number]
        children = self._children(number, splits, active, owners)
        for bound, split in children:
            # Children come from the highest bound down.
            if bound <= self._best_total or (
                self._is_truncated and self._nodes >= self._limit
            ):
                break
            splits[number] = split
            self._descend(number + 1, splits, active)
        splits[number] = relaxed

    def _children(
        self,
        number: int,
        splits: list[_Split],
        active: Sequence[int],
        owners: Sequence[int],
    ) -> list[tuple[int, _Split]]:
        """Return the splits of a pool that may be better, with their bounds."""
        pool = self._pools[number]
        relaxed = splits[number]
        wanting = [self._players[pool.owners[k]] for k in owners]
        others = sum(
            self._players[i].bound(splits) for i in active if i not in pool.owners
        )
        children: list[tuple[int, _Split]] = []
        for split in _splits(pool.units, len(pool.owners), owners):
            if self._nodes >= self._limit:
                self._is_truncated = True
                break
            splits[number] = split
            bound = others + sum([player.bound(splits) for player in wanting])
            if bound > self._best_total:
                children.append((bound, split))
        splits[number] = relaxed
        children.sort(key=_highest_first)
        return children

    def _quantities(self, i: int) -> list[int]:
        """Return the quantities of the stakes of claim *i* in the best answer.

        The owners of a pool fill its lines one after another, in their order.
        """
        quantities = [stake.quantity for stake in self._claims[i].stakes]
        for n, k, _, _ in self._players[i].seats:
            pool = self._pools[n]
            skipped = sum(self._best[n][:k]) * pool.unit
            wanted = self._best[n][k] * pool.unit
            for size, places in pool.members:
                skip = min(skipped, size)
                skipped -= skip
                part = min(wanted, size - skip)
                wanted -= part
                quantities[places[k]] = part
        return quantities


def _pools(claims: Sequence[Claim]) -> list[_Pool]:
    """Return the units that several claims want, the dearest first."""
    wanted: dict[int, list[tuple[int, int]]] = {}
    for i, claim in enumerate(claims):
        for place, stake in enumerate(claim.stakes):
            wanted.setdefault(id(stake.state), []).append((i, place))
    by_line = [claim.looks_at_lines for claim in claims]
    pools: dict[object, _Pool] = {}
    for state_id, places in wanted.items():
        if len(places) == 1:
            continue
        stakes = [claims[i].stakes[place] for i, place in places]
        first = stakes[0]
        owners = tuple([i for i, _ in places])
        key: object = state_id
        unit = first.quantity
        if first.state.is_counted:
            unit = MICRO
            if not any(by_line[i] for i in owners):
                parts = tuple([stake.parts for stake in stakes])
                key = (owners, first.unit_value, parts)
        pool = pools.get(key)
        if pool is None:
            pool = pools[key] = _Pool(owners, unit, first.unit_value)
        pool.add(first.quantity, tuple([place for _, place in places]))
    # sorted() is stable, and claims list their lines in the order of the goods.
    return sorted(pools.values(), key=lambda pool: -pool.unit_value)


def _merge(stakes: Sequence[Stake]) -> Stake:
    """Return one stake for equal ones."""
    if len(stakes) == 1:
        return stakes[0]
    merged = Stake(stakes[0].state, MICRO, stakes[0].unit_value, stakes[0].parts)
    merged.quantity = sum(stake.quantity for stake in stakes)
    merged.value = sum(stake.value for stake in stakes)
    merged.list_value = sum(stake.list_value for stake in stakes)
    return merged


def _splits(units: int, parts: int, owners: Sequence[int]) -> Iterator[_Split]:
    """Yield every way to give *units* to *owners*, places in a tuple of *parts*."""
    if len(owners) == 1:
        split = [0] * parts
        split[owners[0]] = units
        yield tuple(split)
        return
    for mine in range(units, -1, -1):
        for rest in _splits(units - mine, parts, owners[1:]):
            yield (*rest[: owners[0]], mine, *rest[owners[0] + 1 :])


def _highest_first(child: tuple[int, _Split]) -> int:
    return -child[0]
