"""Gives quarantined events their effects as soon as this program can.

Done when a server starts, because a newer program may understand what an older one
could not, and by command. An event that still cannot be used stays where it is.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from sqlalchemy import Connection, and_, select, update

from sync.central import control, quarantines
from sync.central.effects import Unusable
from sync.central.projections.applier import can_hold, is_number_used
from sync.central.projections.deed import Deed, read_deed
from sync.central.projections.entry import read
from sync.central.projections.parking import find_projected, place_of
from sync.central.quarantines import Place
from sync.central.schema import quarantine, raw_event

STEP_EVENTS: Final = 200
"""Events of one transaction."""

_REUSED: Final = "event_id_reused"

_KEY: Final = ("workstation", "lane", "epoch", "seq")


class Replay(Struct, frozen=True):
    """What one step did.

    Attributes:
        released: Events whose effects follow now.
        kept: Events that stay.
        next_arrival: Where the next step begins; None: all were tried.
    """

    released: int
    kept: int
    next_arrival: int | None


def step(
    connection: Connection,
    now_ms: int,
    *,
    workstation_id: str | None = None,
    first_arrival: int = 0,
) -> Replay:
    """Try some quarantined events again, from *first_arrival* on, in order.

    Args:
        connection: Of a transaction that writes.
        now_ms: Ms since 1970 UTC.
        workstation_id: Only of this one.
        first_arrival: 0 at first, then `next_arrival` of the step before.
    """
    held, events = quarantine.c, raw_event.c
    query = (
        select(events.arrival)
        .join(quarantine, and_(*(held[name] == events[name] for name in _KEY)))
        .where(held.code != _REUSED, events.arrival >= first_arrival)
        .order_by(events.arrival)
        .limit(STEP_EVENTS)
    )
    if workstation_id is not None:
        query = query.where(held.workstation == workstation_id)
    due = connection.scalars(query).all()
    released = 0
    for entry in read(connection, due):
        deed = read_deed(entry)
        if isinstance(deed, Unusable):
            _correct(connection, Place(*entry.key, entry.arrival), deed)
        elif _is_usable(connection, deed):
            released += quarantines.release(
                connection, place_of(deed), deed.header, deed.row, now_ms
            )
    last = None if len(due) < STEP_EVENTS else due[-1] + 1
    return Replay(released, len(due) - released, last)


def _is_usable(connection: Connection, deed: Deed) -> bool:
    if not control.is_plausible(deed.header.ctl) or not can_hold([deed]):
        return False
    if deed.row is not None and is_number_used(connection, deed.entry, deed.row):
        return False
    needed = set(deed.header.deps)
    return not needed - find_projected(connection, needed)


def _correct(connection: Connection, place: Place, reason: Unusable) -> None:
    """Say the reason anew: a newer program may see another one."""
    connection.execute(
        update(quarantine)
        .where(
            place.in_table(quarantine.c),
            quarantine.c.code.in_(quarantines.UNREAD),
        )
        .values(code=reason.code, detail=reason.detail)
    )
