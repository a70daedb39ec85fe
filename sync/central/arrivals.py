"""Numbers that say in which order the central took its events, over all tills."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Connection, bindparam, select, update

from sync.central.schema import arrival_counter

_TAKE: Final = (
    update(arrival_counter)
    .values(arrival=arrival_counter.c.arrival + bindparam("taken", type_=BigInteger))
    .returning(arrival_counter.c.arrival)
)


def take(connection: Connection, count: int) -> int:
    """Take *count* numbers, at least one, and return the first.

    Nobody else takes any until the transaction ends, in this process or another: the
    numbers are dense and in the order of the commits. To be done late, because
    others wait.
    """
    assert count > 0
    last = connection.execute(_TAKE, {"taken": count}).scalar_one()
    return int(last) - count + 1


def last(connection: Connection) -> int:
    """Return the last number that was taken; 0 before the first."""
    number: int = connection.execute(select(arrival_counter.c.arrival)).scalar_one()
    return number
