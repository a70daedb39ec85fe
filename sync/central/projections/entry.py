"""The events in the order in which the projections take them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import Connection, select

from sync.central.schema import raw_event, replayed_event


class Entry(Struct, frozen=True, gc=False):
    """One stored event; see `schema.raw_event`.

    Attributes:
        arrival: Its number of arrival; an event that is replayed keeps it.
    """

    arrival: int
    workstation: str
    lane: str
    epoch: str
    seq: int
    event_id: str
    type: str
    type_v: int
    business_day: str
    verdict: str
    header: bytes
    body: bytes
    hash: bytes
    received_at_ms: int

    @property
    def key(self) -> tuple[str, str, str, int]:
        """Its place in the chain."""
        return self.workstation, self.lane, self.epoch, self.seq


_COLUMNS = tuple(raw_event.c[name] for name in Entry.__struct_fields__)


def read_between(connection: Connection, first: int, last: int) -> list[Entry]:
    """Return what has its turn from number *first* to *last*, both included.

    An event that was replayed has its turn at the number of the replay.
    """
    replays = replayed_event.c
    replayed = connection.execute(
        select(replays.arrival, replays.of_arrival).where(
            replays.arrival.between(first, last)
            | replays.of_arrival.between(first, last)
        )
    ).all()
    later = {row.of_arrival for row in replayed}
    rows = connection.execute(
        select(*_COLUMNS)
        .where(raw_event.c.arrival.between(first, last))
        .order_by(raw_event.c.arrival)
    ).all()
    entries = [(row.arrival, Entry(*row)) for row in rows if row.arrival not in later]
    turns = {
        row.of_arrival: row.arrival for row in replayed if first <= row.arrival <= last
    }
    if turns:
        entries += [
            (turns[entry.arrival], entry) for entry in read(connection, list(turns))
        ]
        entries.sort(key=lambda each: each[0])
    return [entry for _, entry in entries]


def read(connection: Connection, arrivals: Sequence[int]) -> list[Entry]:
    """Return the events with these numbers of arrival, in order."""
    rows = connection.execute(
        select(*_COLUMNS)
        .where(raw_event.c.arrival.in_(arrivals))
        .order_by(raw_event.c.arrival)
    ).all()
    return [Entry(*row) for row in rows]
