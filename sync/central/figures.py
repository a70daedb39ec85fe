"""What the central knows of its own work, as a few numbers out of the database."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import Connection, func, select

from sync.central import arrivals
from sync.central.schema import (
    center,
    parked_event,
    projection_cursor,
    quarantine,
    raw_event,
    workstation,
)


class Figures(Struct, frozen=True, kw_only=True):
    """One look at the database.

    Attributes:
        enrolled: Tills that may speak.
        suspended: Tills that may not.
        feed_head: The last position given to a change of reference data.
        arrived: The last number given to an event.
        projected: How far each projection is, by its name.
        oldest_unprojected_ms: When the oldest event arrived that some projection has
            not seen, ms since 1970 UTC; None: there is none.
        quarantined: Events in quarantine.
        oldest_quarantine_ms: Since when the oldest is there.
        parked: Events that wait for another one.
    """

    enrolled: int
    suspended: int
    feed_head: int
    arrived: int
    projected: dict[str, int]
    oldest_unprojected_ms: int | None
    quarantined: int
    oldest_quarantine_ms: int | None
    parked: int

    def lag(self, name: str) -> int:
        """Return how many numbers a projection is behind."""
        return self.arrived - max(self.projected[name], 0)


def look(connection: Connection) -> Figures:
    """Count; each number comes from an index or a small table."""
    tills = workstation.c
    rows = connection.execute(
        select(tills.is_suspended, func.count()).group_by(tills.is_suspended)
    )
    suspended = {bool(row[0]): int(row[1]) for row in rows}
    waits = quarantine.c
    quarantined, since_ms = connection.execute(
        select(func.count(), func.min(waits.since_ms)).select_from(quarantine)
    ).one()
    projected = progress(connection)
    return Figures(
        enrolled=suspended.get(False, 0),
        suspended=suspended.get(True, 0),
        feed_head=connection.execute(select(center.c.feed_position)).scalar_one(),
        arrived=arrivals.last(connection),
        projected=projected,
        oldest_unprojected_ms=_oldest_after(connection, min(projected.values()))
        if projected
        else None,
        quarantined=quarantined,
        oldest_quarantine_ms=since_ms,
        parked=connection.execute(
            select(func.count(parked_event.c.of_arrival.distinct()))
        ).scalar_one(),
    )


def progress(connection: Connection) -> dict[str, int]:
    """Return how far each projection is, by its name."""
    cursors = projection_cursor.c
    rows = connection.execute(select(cursors.name, cursors.arrival))
    return {row.name: row.arrival for row in rows}


def _oldest_after(connection: Connection, arrival: int) -> int | None:
    events = raw_event.c
    oldest: int | None = connection.execute(
        select(events.received_at_ms)
        .where(events.arrival > arrival)
        .order_by(events.arrival)
        .limit(1)
    ).scalar_one_or_none()
    return oldest
