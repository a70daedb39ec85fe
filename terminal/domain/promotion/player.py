"""A promotion in the search: what it gives for each number of units."""

from collections.abc import Sequence
from typing import Final

from terminal.domain.money import MICRO
from terminal.domain.promotion.claim import Claim
from terminal.domain.promotion.line_state import Stake
from terminal.domain.promotion.offers import adds_up
from terminal.domain.promotion.policy import LimitedUnits
from terminal.domain.promotion.unit_pool import Pool, Split

# An offer over more lines than this counts as several nodes.
_LINES_PER_NODE: Final = 16


class Player:
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

    def __init__(self, claim: Claim, number: int, pools: Sequence[Pool]) -> None:
        self.claim = claim
        self.nodes = 0
        self.seats: list[tuple[int, int, int, int]] = []
        self._known: dict[Split, int] = {}
        self._is_bounded_by_itself = (
            claim.rule.grows_with_units
            and claim.terms.is_cut
            and claim.terms.limited_units is LimitedUnits.EVEN
        )
        mine = [(n, pool) for n, pool in enumerate(pools) if number in pool.owners]
        if all(len(pool.members) == 1 for _, pool in mine):
            # No two lines are alike: the stakes are what they were.
            self._merged = claim.stakes
            for n, pool in mine:
                k = pool.owners.index(number)
                self.seats.append((n, k, pool.members[0][1][k], pool.unit))
        else:
            self._merged = self._merge_pools(number, mine)
        self._base = [stake.quantity for stake in self._merged]
        self.weight = 1 + len(self._merged) // _LINES_PER_NODE
        self._known_parts: dict[tuple[int, int], int] = {}
        self._rest = 0
        self._adds_up = adds_up(claim.rule.promotion.reward, claim.terms)
        if self._adds_up and len(self.seats) < len(self._merged):
            nowhere = self._quantities((0,) * len(self.seats))
            self._rest = claim.offer_on(self._merged, nowhere).total_minor

    def _merge_pools(
        self, number: int, pools: Sequence[tuple[int, Pool]]
    ) -> Sequence[Stake]:
        """Take the seats; return the stakes with those of each pool as one."""
        pooled: set[int] = set()
        sources: list[list[Stake]] = []
        stakes = self.claim.stakes
        for n, pool in pools:
            k = pool.owners.index(number)
            places = [places[k] for _, places in pool.members]
            pooled.update(places)
            self.seats.append((n, k, len(sources), pool.unit))
            sources.append([stakes[place] for place in places])
        sources.extend([stake] for i, stake in enumerate(stakes) if i not in pooled)
        order = sorted(range(len(sources)), key=lambda i: -sources[i][0].unit_value)
        rank = {source: i for i, source in enumerate(order)}
        self.seats = [(n, k, rank[slot], unit) for n, k, slot, unit in self.seats]
        return [_merge(sources[i]) for i in order]

    def value(self, splits: Sequence[Split]) -> int:
        """Return what the promotion gives on its part of *splits*."""
        return self.value_of(tuple([splits[n][k] for n, k, _, _ in self.seats]))

    def value_of(self, key: Split) -> int:
        """Return what the promotion gives on so many units of each of its pools."""
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
        if not quantity:
            return 0
        known = self._known_parts.get((slot, quantity))
        if known is None:
            self.nodes += 1
            offer = self.claim.offer_on([self._merged[slot]], [quantity])
            known = self._known_parts[slot, quantity] = offer.total_minor
        return known

    def bound(self, splits: Sequence[Split]) -> int:
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

    def used(self, splits: Sequence[Split]) -> list[tuple[int, int, int]]:
        """Return pool, place among its owners and units that the offer takes."""
        key = tuple([splits[n][k] for n, k, _, _ in self.seats])
        offer = self.claim.offer_on(self._merged, self._quantities(key))
        taken = {id(stake): quantity for stake, quantity, _ in offer.takes}
        return [
            (n, k, -(-taken.get(id(self._merged[slot]), 0) // unit))
            for n, k, slot, unit in self.seats
        ]

    def _quantities(self, units: Split) -> list[int]:
        quantities = self._base.copy()
        for (_, _, slot, unit), count in zip(self.seats, units, strict=True):
            quantities[slot] = count * unit
        return quantities


def _merge(stakes: Sequence[Stake]) -> Stake:
    """Return one stake for equal ones."""
    if len(stakes) == 1:
        return stakes[0]
    merged = Stake(stakes[0].state, MICRO, stakes[0].unit_value, stakes[0].parts)
    merged.quantity = sum(stake.quantity for stake in stakes)
    merged.value = sum(stake.value for stake in stakes)
    merged.list_value = sum(stake.list_value for stake in stakes)
    return merged
