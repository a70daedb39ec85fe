"""Lets events wait for the events that they need."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from sync.central import quarantines
from sync.central.effects import Unusable
from sync.central.projections.deed import Deed, read_deed
from sync.central.projections.entry import read
from sync.central.quarantines import PARKED, Place
from sync.central.schema import parked_event, projected_event

_IDS_MAX: Final = 400


def place_of(deed: Deed) -> Place:
    """Return where the event of *deed* is stored."""
    return Place(*deed.entry.key, deed.entry.arrival)


def find_projected(connection: Connection, event_ids: Collection[str]) -> set[str]:
    """Return which of these events have their effect."""
    found: set[str] = set()
    for some in _parts(event_ids):
        found.update(
            connection.scalars(
                select(projected_event.c.event_id).where(
                    projected_event.c.event_id.in_(some)
                )
            )
        )
    return found


def park(connection: Connection, deed: Deed, missing: Collection[str]) -> None:
    """Let an event wait for those of *missing*."""
    detail = f"it needs {len(missing)} events that have no effect yet"
    quarantines.withdraw(
        connection, place_of(deed), deed.header, deed.row, Unusable(PARKED, detail)
    )
    connection.execute(
        insert(parked_event),
        [
            {"of_arrival": deed.entry.arrival, "needs": needed}
            for needed in sorted(missing)
        ],
    )


def wake(connection: Connection, event_ids: Collection[str], at_ms: int) -> None:
    """Give those their turn that waited for nothing but these events."""
    if connection.scalar(select(parked_event.c.of_arrival).limit(1)) is None:
        return
    waiting = parked_event.c
    touched: set[int] = set()
    for some in _parts(event_ids):
        touched.update(
            connection.scalars(
                delete(parked_event)
                .where(waiting.needs.in_(some))
                .returning(waiting.of_arrival)
            )
        )
    if not touched:
        return
    still = set(
        connection.scalars(
            select(waiting.of_arrival).where(waiting.of_arrival.in_(touched))
        )
    )
    for entry in read(connection, sorted(touched - still)):
        deed = read_deed(entry)
        if isinstance(deed, Deed):
            quarantines.release(
                connection, place_of(deed), deed.header, deed.row, at_ms
            )


def _parts(event_ids: Iterable[str]) -> Iterable[list[str]]:
    ordered = sorted(event_ids)
    for first in range(0, len(ordered), _IDS_MAX):
        yield ordered[first : first + _IDS_MAX]
