"""The second tick: what a copy of this central holds as well.

A till is told for each epoch how far a copy of the central goes. That mark moves only
when a copy is whole, checked and on its disk; never from a wish or a schedule.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, and_, func, select, update

from structs.decoding import decode_json
from sync.central.errors import CentralError
from sync.central.schema import raw_event, stream
from sync.protocol.envelope import Epoch, HashHex, Name, Natural


class Position(Struct, frozen=True, kw_only=True):
    """How far one epoch of a workstation is stored.

    Attributes:
        hw: Its last event without a gap.
        hw_hash: The hash of that event, hex.
    """

    workstation: Name
    lane: Name
    epoch: Epoch
    hw: Natural
    hw_hash: HashHex


class Positions(Struct, frozen=True, kw_only=True):
    """How far everything was stored at one moment; what a dump begun then holds."""

    tenant: Name
    incarnation: str
    streams: tuple[Position, ...]


def positions(connection: Connection, tenant: str, incarnation: str) -> Positions:
    """Return how far every epoch is stored now."""
    columns = stream.c
    rows = connection.execute(
        select(
            columns.workstation,
            columns.lane,
            columns.epoch,
            columns.hw,
            columns.hw_hash,
        ).order_by(columns.workstation, columns.lane, columns.ordinal)
    ).all()
    return Positions(
        tenant=tenant,
        incarnation=incarnation,
        streams=tuple(
            Position(
                workstation=row.workstation,
                lane=row.lane,
                epoch=row.epoch,
                hw=row.hw,
                hw_hash=row.hw_hash.hex(),
            )
            for row in rows
        ),
    )


def advance(connection: Connection, held: Positions, tenant: str) -> int:
    """Note that a copy holds what *held* says; return how many epochs moved.

    A mark never goes back, nor beyond what is stored here with the same hash: a copy
    from another life of this database confirms nothing.

    Raises:
        CentralError: The copy is of another tenant.
    """
    if held.tenant != tenant:
        raise CentralError(f"that is a copy of {held.tenant}, this is {tenant}")
    moved = 0
    for each in held.streams:
        if _holds(connection, each):
            moved += connection.execute(
                update(stream)
                .where(
                    _same(stream.c, each),
                    stream.c.hw >= each.hw,
                    stream.c.archived_hw < each.hw,
                )
                .values(archived_hw=each.hw)
            ).rowcount
    return moved


def advance_to_all(connection: Connection) -> None:
    """Note that a copy holds everything: the one this database was made of."""
    connection.execute(update(stream).values(archived_hw=stream.c.hw))


def read_positions(file: Path) -> Positions:
    """Read what `central positions` wrote.

    Raises:
        CentralError: It cannot be read, or is something else.
    """
    try:
        return decode_json(file.read_bytes(), Positions)
    except OSError as error:
        raise CentralError(f"{file} cannot be read: {error.strerror}") from error
    except (msgspec.DecodeError, UnicodeError) as error:
        raise CentralError(f"{file} holds no positions: {error}") from error


def first_fault(connection: Connection) -> str | None:
    """Say which epoch of a copy does not hold what it claims; None if all do."""
    counts = {
        (row.workstation, row.lane, row.epoch): (row.events, row.last)
        for row in connection.execute(
            select(
                raw_event.c.workstation,
                raw_event.c.lane,
                raw_event.c.epoch,
                func.count().label("events"),
                func.max(raw_event.c.seq).label("last"),
            ).group_by(raw_event.c.workstation, raw_event.c.lane, raw_event.c.epoch)
        )
    }
    for each in positions(connection, "-", "").streams:
        found = counts.pop((each.workstation, each.lane, each.epoch), (0, 0))
        if found != (each.hw, each.hw) or not _holds(connection, each):
            return f"epoch {each.epoch} of {each.workstation} is not whole"
    if counts:
        return f"there are events of unknown epochs: {len(counts)}"
    return None


def _holds(connection: Connection, each: Position) -> bool:
    found = connection.scalar(
        select(raw_event.c.hash).where(
            _same(raw_event.c, each), raw_event.c.seq == each.hw
        )
    )
    return each.hw == 0 or (found is not None and found.hex() == each.hw_hash)


def _same(columns: Any, each: Position) -> Any:
    return and_(
        columns.workstation == each.workstation,
        columns.lane == each.lane,
        columns.epoch == each.epoch,
    )
