"""Walks the stored events in order and makes of them what the center keeps.

Everything runs on the thread of the caller, inside its transaction. The cursor's row
is held meanwhile: a second projector, of this process or another, waits for it.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from sqlalchemy import Connection, delete, select, update

from sync.central import arrivals
from sync.central.projections.applier import Applier
from sync.central.projections.entry import read_between
from sync.central.schema import (
    order_line,
    over_return,
    posting,
    projected_event,
    projection_cursor,
    retail_transaction,
    returned_line,
    stock_movement,
    voided_transaction,
)

STEP_EVENTS: Final = 500
"""Events of one step: some ten milliseconds in which nobody else writes."""

_BOOKS: Final = "books"
_TO_BEGIN_ANEW: Final = -1
"""Less than before the first arrival."""

_MADE_OF_EVENTS: Final = (
    retail_transaction,
    returned_line,
    over_return,
    voided_transaction,
    projected_event,
    order_line,
    stock_movement,
    posting,
)


class Step(Struct, frozen=True):
    """What one step did.

    Attributes:
        events: How many events had their turn.
        is_current: Nothing is left.
        newest: The last arrival that was stored when it ended.
    """

    events: int
    is_current: bool
    newest: int


def step(connection: Connection, events_max: int = STEP_EVENTS) -> Step:
    """Project some events.

    Args:
        connection: Of a transaction that writes, alone.
        events_max: At most so many.
    """
    cursor = connection.execute(
        select(projection_cursor.c.arrival)
        .where(projection_cursor.c.name == _BOOKS)
        .with_for_update()
    ).scalar_one()
    if cursor == _TO_BEGIN_ANEW:
        for table in _MADE_OF_EVENTS:
            connection.execute(delete(table))
        cursor = 0
        _move(connection, cursor)
    newest = arrivals.last(connection)
    end = min(newest, cursor + events_max)
    if end == cursor:
        return Step(0, is_current=True, newest=newest)
    Applier(connection).apply(read_between(connection, cursor + 1, end))
    _move(connection, end)
    newest = arrivals.last(connection)
    return Step(end - cursor, is_current=end == newest, newest=newest)


def catch_up(connection: Connection) -> None:
    """Project everything that is stored; the transaction must be one that writes."""
    if pending(connection) == 0:
        return
    while not step(connection).is_current:
        pass


def begin_anew(connection: Connection) -> None:
    """Let the next steps make every projection from nothing."""
    connection.execute(
        update(projection_cursor)
        .where(projection_cursor.c.name == _BOOKS)
        .values(arrival=_TO_BEGIN_ANEW)
    )


def pending(connection: Connection) -> int:
    """Return how many events have not had their turn; reads only."""
    # One more if all begins anew: there is something to do without any event.
    return arrivals.last(connection) - _cursor(connection)


def is_behind(connection: Connection, arrival: int) -> bool:
    """Tell whether the event that arrived as number *arrival* had no turn yet."""
    return _cursor(connection) < arrival


def _cursor(connection: Connection) -> int:
    cursor: int = connection.execute(
        select(projection_cursor.c.arrival).where(projection_cursor.c.name == _BOOKS)
    ).scalar_one()
    return cursor


def _move(connection: Connection, cursor: int) -> None:
    connection.execute(
        update(projection_cursor)
        .where(projection_cursor.c.name == _BOOKS)
        .values(arrival=cursor)
    )
