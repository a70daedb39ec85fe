"""Which promotion gets which units when several want the same.

The space that is searched: every unit that several promotions want goes to exactly one
of them; a weighed line goes as a whole; of an exclusivity group one promotion at most
is active. Units of equal value that the same promotions want are one pool; where a
promotion rounds or limits by line, each line is a pool of its own. Each promotion then
makes its best of its units. The sum of what all promotions give, rounded as it will be
given, is to be as large as possible.

One pool alone is shared by a table of what each promotion gives for each number of
units. Otherwise the search is branch and bound. A step decides one pool of interchangeable units, the
dearest first; the bound is what every promotion would give if it got all undecided
units. It starts from the greedy answer: again and again the promotion that gives the
most on what is left (on equal amounts the first of the book) gets the units it uses.
Only a strictly better answer replaces it, so the answer depends on the goods and the
book alone.
"""

from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import Final

from terminal.domain.promotion.claim import Claim
from terminal.domain.promotion.player import Player
from terminal.domain.promotion.unit_pool import Split, find_pools, splits_of

# Choices of one promotion out of each exclusivity group that are compared.
_SETS_MAX: Final = 16


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


def solve(claims: Sequence[Claim], node_limit: int) -> Solution:
    """Return the best way to share units among *claims*, as far as the limit allows."""
    return _Search(claims, node_limit).run()


class _Search:
    def __init__(self, claims: Sequence[Claim], node_limit: int) -> None:
        self._claims = claims
        self._limit = node_limit
        self._is_truncated = False
        self._pools = find_pools(claims)
        self._players = [
            Player(claim, i, self._pools) for i, claim in enumerate(claims)
        ]
        self._best_total = -1
        self._best: list[Split] = []
        self._guess: list[Split] = []
        self._best_active: frozenset[int] = frozenset()

    @property
    def _nodes(self) -> int:
        return sum(player.nodes for player in self._players)

    def run(self) -> Solution:
        sets = list(islice(self._activations(), _SETS_MAX + 1))
        if len(sets) > _SETS_MAX:
            self._is_truncated = True
            del sets[_SETS_MAX:]
        if len(self._pools) == 1 and self._can_try_all(sets):
            for active in sets:
                self._share_pool(active)
        else:
            guesses = [self._greedy(active) for active in sets]
            for active, splits in zip(sets, guesses, strict=True):
                total = sum(self._players[i].value(splits) for i in active)
                if total > self._best_total:
                    self._keep(splits, total, active)
            for active, splits in zip(sets, guesses, strict=True):
                self._guess = splits
                relaxed = self._all(active)
                bound = sum(self._players[i].bound(relaxed) for i in active)
                if bound > self._best_total:
                    self._descend(0, relaxed, active, bound)
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

    def _can_try_all(self, sets: Sequence[Sequence[int]]) -> bool:
        """Return whether the only pool is small enough for a table of every number."""
        (pool,) = self._pools
        weights = sum(self._players[i].weight for active in sets for i in active)
        return (pool.units + 1) * weights <= self._limit

    def _share_pool(self, active: Sequence[int]) -> None:
        """Share the only pool by adding one owner after another, the last first.

        Of equal answers the one stays in which earlier owners have more.
        """
        (pool,) = self._pools
        counts = range(pool.units + 1)
        owners = [k for k, owner in enumerate(pool.owners) if owner in active]
        total = 0
        split = [0] * len(pool.owners)
        if owners:
            tables = [
                [self._players[pool.owners[k]].value_of((count,)) for count in counts]
                for k in owners
            ]
            best = tables[-1]
            choices: list[list[int]] = []
            for table in reversed(tables[:-1]):
                chosen = [_most(table, best, count) for count in counts]
                best = [
                    table[mine] + best[count - mine]
                    for count, mine in enumerate(chosen)
                ]
                choices.append(chosen)
            total = best[-1]
            left = pool.units
            for k, chosen in zip(owners, reversed(choices), strict=False):
                split[k] = chosen[left]
                left -= split[k]
            split[owners[-1]] = left
        total += sum(
            self._players[i].value_of(()) for i in active if i not in pool.owners
        )
        if total > self._best_total:
            self._keep([tuple(split)], total, active)

    def _all(self, active: Sequence[int]) -> list[Split]:
        """Return the relaxed split in which every active owner has all units."""
        return [
            tuple([pool.units if owner in active else 0 for owner in pool.owners])
            for pool in self._pools
        ]

    def _keep(self, splits: Sequence[Split], total: int, active: Sequence[int]) -> None:
        self._best = list(splits)
        self._best_total = total
        self._best_active = frozenset(active)

    def _greedy(self, active: Sequence[int]) -> list[Split]:
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
        self, number: int, splits: list[Split], active: Sequence[int], bound: int
    ) -> None:
        """Decide pool *number* and all after it; *splits* is relaxed from there.

        Nothing below gives more than *bound*.
        """
        if number == len(self._pools):
            total = sum(self._players[i].value(splits) for i in active)
            if total > self._best_total:
                self._keep(splits, total, active)
            return
        pool = self._pools[number]
        owners = [k for k, owner in enumerate(pool.owners) if owner in active]
        if len(owners) <= 1:
            self._descend(number + 1, splits, active, bound)
            return
        relaxed = splits[number]
        others = sum(
            [self._players[i].bound(splits) for i in active if i not in pool.owners]
        )
        children: list[tuple[int, Split]] = []
        for split in self._candidates(number, owners):
            if self._nodes >= self._limit:
                self._is_truncated = True
                break
            splits[number] = split
            below = others + sum(
                [self._players[pool.owners[k]].bound(splits) for k in owners]
            )
            if below >= bound:
                # Nothing is given up here: look below before at its brothers.
                self._descend(number + 1, splits, active, below)
            elif below > self._best_total:
                children.append((below, split))
            if self._best_total >= bound:
                break
        self._descend_to(number, splits, active, children)
        splits[number] = relaxed

    def _descend_to(
        self,
        number: int,
        splits: list[Split],
        active: Sequence[int],
        children: list[tuple[int, Split]],
    ) -> None:
        """Look below *children*, from the highest bound down, while they may help."""
        children.sort(key=_highest_first)
        for bound, split in children:
            if bound <= self._best_total:
                break
            if self._nodes >= self._limit:
                self._is_truncated = True
                break
            splits[number] = split
            self._descend(number + 1, splits, active, bound)

    def _candidates(self, number: int, owners: Sequence[int]) -> Iterator[Split]:
        """Yield every way to share a pool, first the greedy one."""
        pool = self._pools[number]
        guess = self._guess[number]
        # What the greedy answer leaves over goes to the last owner.
        left = pool.units - sum(guess)
        if left:
            last = owners[-1]
            guess = (*guess[:last], guess[last] + left, *guess[last + 1 :])
        yield guess
        for split in splits_of(pool.units, len(pool.owners), owners):
            if split != guess:
                yield split

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


def _highest_first(child: tuple[int, Split]) -> int:
    return -child[0]


def _most(table: Sequence[int], rest: Sequence[int], count: int) -> int:
    """Return how many of *count* units are best left to *table*, the most of equals."""
    best, best_total = 0, -1
    for mine in range(count, -1, -1):
        total = table[mine] + rest[count - mine]
        if total > best_total:
            best, best_total = mine, total
    return best
