"""Units that several promotions want and that are worth the same to them."""

from collections.abc import Iterator, Sequence

from terminal.domain.money import MICRO
from terminal.domain.promotion.claim import Claim

# How many units of a pool each of its owners has, in their order.
Split = tuple[int, ...]


class Pool:
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
        """Add a line; *places* are where each owner has it among its stakes."""
        self.members.append((quantity, places))
        self.units += quantity // self.unit


def find_pools(claims: Sequence[Claim]) -> list[Pool]:
    """Return the units that several claims want, the dearest first."""
    wanted: dict[int, list[tuple[int, int]]] = {}
    for i, claim in enumerate(claims):
        for place, stake in enumerate(claim.stakes):
            wanted.setdefault(id(stake.state), []).append((i, place))
    by_line = [claim.looks_at_lines for claim in claims]
    pools: dict[object, Pool] = {}
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
            pool = pools[key] = Pool(owners, unit, first.unit_value)
        pool.add(first.quantity, tuple([place for _, place in places]))
    # sorted() is stable, and claims list their lines in the order of the goods.
    return sorted(pools.values(), key=lambda pool: -pool.unit_value)


def splits_of(units: int, parts: int, owners: Sequence[int]) -> Iterator[Split]:
    """Yield every way to give *units* to *owners*, places in a tuple of *parts*."""
    if len(owners) == 1:
        split = [0] * parts
        split[owners[0]] = units
        yield tuple(split)
        return
    for mine in range(units, -1, -1):
        for rest in splits_of(units - mine, parts, owners[1:]):
            yield (*rest[: owners[0]], mine, *rest[owners[0] + 1 :])
