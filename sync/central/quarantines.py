"""Events that are stored and counted but have no effect: why, since when, until when.

Nothing here changes what an event says. It gets its effect when this program has
learned to understand it, when what it needs has its own effect, or never; what is
wrong in the books is put right by another event.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Connection, and_, delete, func, insert, select, update

from sync.central import arrivals, control
from sync.central.effects import RetailTransactionRow, Unusable
from sync.central.schema import (
    parked_event,
    quarantine,
    raw_event,
    replayed_event,
)
from sync.protocol.envelope import Header, decode_stored_header

PARKED: Final = "parked"
"""Code of an event that waits for what it needs."""

OVERDUE_MS: Final = 24 * 60 * 60 * 1000
"""After so long somebody must look at it."""

LIMIT_MAX: Final = 1_000

UNREAD: Final = frozenset({"unknown_type", "undecodable", "control_mismatch"})
"""Codes of events whose lines are not counted: their bodies cannot be trusted."""

_KEY: Final = ("workstation", "lane", "epoch", "seq")


class Place(Struct, frozen=True, gc=False):
    """Where an event is stored.

    Attributes:
        arrival: Its number of arrival.
    """

    workstation: str
    lane: str
    epoch: str
    seq: int
    arrival: int

    def in_table(self, columns: Any) -> Any:
        """Return the condition for the row with this key."""
        return and_(*(columns[name] == getattr(self, name) for name in _KEY))


class QuarantinedEvent(Struct, frozen=True, kw_only=True):
    """One event without effect.

    Attributes:
        code: See `effects.Unusable`.
        detail: For people.
        since_ms: When it was received, ms since 1970 UTC.
        is_overdue: It waits longer than a day.
        gross_minor: What its header claims; None where that is no money.
        needs: Events that a parked one waits for.
    """

    workstation: str
    lane: str
    epoch: str
    seq: int
    event_id: str
    type: str
    type_v: int
    business_day: str
    code: str
    detail: str
    since_ms: int
    is_overdue: bool
    gross_minor: int | None
    needs: tuple[str, ...] = ()


class Quarantine(Struct, frozen=True, kw_only=True):
    """All or the oldest events without effect.

    Attributes:
        count: How many there are, listed or not.
        overdue: How many of them wait longer than a day.
        items: Oldest first.
    """

    count: int
    overdue: int
    items: tuple[QuarantinedEvent, ...]


def count(connection: Connection, workstation_id: str) -> int:
    """Return how many events of a workstation have no effect."""
    return connection.execute(
        select(func.count()).where(quarantine.c.workstation == workstation_id)
    ).scalar_one()


def count_by_code(connection: Connection) -> dict[str, int]:
    """Return how many events of all workstations have no effect, by reason."""
    rows = connection.execute(
        select(quarantine.c.code, func.count())
        .group_by(quarantine.c.code)
        .order_by(quarantine.c.code)
    )
    return dict(rows.all())


def report(
    connection: Connection,
    now_ms: int,
    *,
    workstation_id: str | None = None,
    limit: int = LIMIT_MAX,
) -> Quarantine:
    """Return what has no effect, of one workstation or of all."""
    held, events = quarantine.c, raw_event.c
    whose = () if workstation_id is None else (held.workstation == workstation_id,)
    query = (
        select(quarantine, *(events[name] for name in _RAW), events.arrival)
        .join(raw_event, and_(*(held[name] == events[name] for name in _KEY)))
        .where(*whose)
        .order_by(held.since_ms, events.arrival)
        .limit(min(limit, LIMIT_MAX))
    )
    rows = connection.execute(query).mappings().all()
    needs = _needs_of(connection, [row["arrival"] for row in rows])
    counted = select(func.count()).select_from(quarantine).where(*whose)
    overdue = counted.where(held.since_ms <= now_ms - OVERDUE_MS)
    return Quarantine(
        count=connection.execute(counted).scalar_one(),
        overdue=connection.execute(overdue).scalar_one(),
        items=tuple(_listed(row, needs, now_ms) for row in rows),
    )


def withdraw(
    connection: Connection,
    place: Place,
    header: Header,
    row: RetailTransactionRow | None,
    reason: Unusable,
) -> None:
    """Quarantine an event that was taken for usable when it was stored.

    Its control totals move to the unapplied ones.
    """
    connection.execute(
        update(raw_event)
        .where(place.in_table(raw_event.c))
        .values(verdict="quarantined")
    )
    received_at_ms = select(raw_event.c.received_at_ms).where(
        place.in_table(raw_event.c)
    )
    connection.execute(
        insert(quarantine).values(
            **{name: getattr(place, name) for name in _KEY},
            code=reason.code,
            detail=reason.detail,
            since_ms=received_at_ms.scalar_subquery(),
        )
    )
    sums = control.Sums()
    sums.take_away(header, row, is_applied=True)
    sums.add(header, _counted(reason.code, row), is_applied=False)
    control.add(connection, place.workstation, header.store, sums)


def release(
    connection: Connection,
    place: Place,
    header: Header,
    row: RetailTransactionRow | None,
    now_ms: int,
) -> bool:
    """Let an event have its effect when its new turn comes, after all before it.

    Its control totals move to the applied ones, once.

    Returns:
        Whether it was in quarantine.
    """
    code = connection.scalar(
        delete(quarantine)
        .where(place.in_table(quarantine.c))
        .returning(quarantine.c.code)
    )
    if code is None:
        return False
    connection.execute(
        update(raw_event).where(place.in_table(raw_event.c)).values(verdict="applied")
    )
    sums = control.Sums()
    sums.take_away(header, _counted(code, row), is_applied=False)
    sums.add(header, row, is_applied=True)
    control.add(connection, place.workstation, header.store, sums)
    for table in (parked_event, replayed_event):
        connection.execute(delete(table).where(table.c.of_arrival == place.arrival))
    connection.execute(
        insert(replayed_event).values(
            arrival=arrivals.take(connection, 1),
            of_arrival=place.arrival,
            replayed_at_ms=now_ms,
        )
    )
    return True


_RAW: Final = ("event_id", "type", "type_v", "business_day", "header")


def _counted(
    code: str, row: RetailTransactionRow | None
) -> RetailTransactionRow | None:
    return None if code in UNREAD else row


def _needs_of(connection: Connection, arrived: list[int]) -> dict[int, tuple[str, ...]]:
    rows = connection.execute(
        select(parked_event.c.of_arrival, parked_event.c.needs)
        .where(parked_event.c.of_arrival.in_(arrived))
        .order_by(parked_event.c.of_arrival, parked_event.c.needs)
    )
    needs: dict[int, tuple[str, ...]] = {}
    for arrival, needed in rows:
        needs[arrival] = (*needs.get(arrival, ()), needed)
    return needs


def _listed(
    row: Mapping[Any, Any], needs: Mapping[int, tuple[str, ...]], now_ms: int
) -> QuarantinedEvent:
    totals = decode_stored_header(row["header"]).ctl
    return QuarantinedEvent(
        workstation=row["workstation"],
        lane=row["lane"],
        epoch=row["epoch"],
        seq=row["seq"],
        event_id=row["event_id"],
        type=row["type"],
        type_v=row["type_v"],
        business_day=row["business_day"],
        code=row["code"],
        detail=row["detail"],
        since_ms=row["since_ms"],
        is_overdue=row["since_ms"] <= now_ms - OVERDUE_MS,
        gross_minor=None if totals is None else totals.gross_minor,
        needs=needs.get(row["arrival"], ()),
    )
