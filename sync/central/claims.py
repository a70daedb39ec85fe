"""Remembers how far tills said to be, so that what never arrives can be named.

A greeting tells the end of each epoch. What lies beyond the central's watermark is
kept, once for each run of the till's agent: runs may be different lives of the till,
and only within one run is a greater number known to continue a smaller one.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, delete, insert, select, update

from sync.central.authentication import Workstation
from sync.central.rehomed import is_carried
from sync.central.schema import epoch_claim, raw_event
from sync.protocol.envelope import LEDGER_LANE
from sync.protocol.messages import (
    HELLO_EPOCHS_MAX,
    EpochPosition,
    EpochWatermark,
    Hello,
    HelloReply,
)


def is_news(said: Hello, reply: HelloReply) -> bool:
    """Tell whether a greeting claims anything that the central does not hold."""
    held = {each.epoch: each for each in reply.epochs}
    return any(_is_beyond(each, held[each.epoch]) for each in said.epochs)


def take(
    connection: Connection,
    workstation: Workstation,
    said: Hello,
    reply: HelloReply,
    now_ms: int,
) -> None:
    """Keep what *said* claims; settle what earlier greetings claimed."""
    own_name = workstation.workstation
    claims = list_open(connection, own_name)
    brought = {each.epoch: each.workstation for each in workstation.inherited}
    of_whom: dict[str, list[EpochPosition]] = {}
    for position in said.epochs:
        owner = brought.get(position.epoch, own_name)
        of_whom.setdefault(owner, []).append(position)
    for owner in sorted(of_whom):
        of_owner = msgspec.structs.replace(said, epochs=tuple(of_whom[owner]))
        _take_of(connection, owner, of_owner, reply, now_ms)
    # Of another one's books it says what it holds, but not what is lost.
    held = {each.epoch: each for each in reply.epochs}
    _note_lost(connection, said, claims, held, now_ms)


def _take_of(
    connection: Connection,
    workstation: str,
    said: Hello,
    reply: HelloReply,
    now_ms: int,
) -> None:
    """Keep what *said* claims of the epochs of *workstation*."""
    held = {each.epoch: each for each in reply.epochs}
    claims = list_open(connection, workstation)
    own = {row.epoch: row for row in claims if row.boot_id == said.boot_id}
    for position in said.epochs:
        if _is_beyond(position, held[position.epoch]):
            before = own.get(position.epoch)
            if before is None or before.seq <= position.last_seq:
                key = {
                    "workstation": workstation,
                    "epoch": position.epoch,
                    "boot_id": said.boot_id,
                }
                values = {
                    "seq": position.last_seq,
                    "hash": position.last_hash,
                    "held_seq": held[position.epoch].hw,
                    "last_number": said.last_number,
                    "claimed_at_ms": now_ms,
                    "lost_at_ms": None,
                }
                _put(connection, key, values)


def has_any(connection: Connection, workstation: str) -> bool:
    """Tell whether anything that *workstation* claimed is still to be settled."""
    claims = epoch_claim.c
    found = connection.execute(
        select(claims.seq).where(claims.workstation == workstation).limit(1)
    ).first()
    return found is not None


def list_open(connection: Connection, workstation: str | None = None) -> list[Row[Any]]:
    """Return the claims that are not fulfilled; forget those that are."""
    claims, events = epoch_claim.c, raw_event.c
    wanted = select(epoch_claim, events.hash.label("held_hash")).outerjoin(
        raw_event,
        and_(
            events.workstation == claims.workstation,
            events.lane == LEDGER_LANE,
            events.epoch == claims.epoch,
            events.seq == claims.seq,
        ),
    )
    if workstation is not None:
        wanted = wanted.where(claims.workstation == workstation)
    found = connection.execute(
        wanted.order_by(claims.workstation, claims.epoch, claims.seq)
    ).all()
    return [
        row
        for row in found
        if (row.held_hash is None or row.held_hash.hex() != row.hash)
        and not is_carried(connection, row.workstation, row.epoch, row.seq, row.hash)
    ]


def forget_fulfilled(connection: Connection, workstation: str) -> None:
    """Delete what is held by now of one workstation."""
    claims = epoch_claim.c
    still = {(row.epoch, row.boot_id) for row in list_open(connection, workstation)}
    for row in connection.execute(
        select(claims.epoch, claims.boot_id).where(claims.workstation == workstation)
    ).all():
        if (row.epoch, row.boot_id) not in still:
            connection.execute(
                delete(epoch_claim).where(
                    claims.workstation == workstation,
                    claims.epoch == row.epoch,
                    claims.boot_id == row.boot_id,
                )
            )


def _is_beyond(position: EpochPosition, held: EpochWatermark) -> bool:
    if position.last_seq != held.hw:
        return position.last_seq > held.hw
    return held.hw_hash is not None and position.last_hash != held.hw_hash


def _put(connection: Connection, key: dict[str, str], values: dict[str, Any]) -> None:
    claims = epoch_claim.c
    put = connection.execute(
        update(epoch_claim)
        .where(*(claims[name] == value for name, value in key.items()))
        .values(values)
    )
    if put.rowcount == 0:
        connection.execute(insert(epoch_claim).values({**key, **values}))


def _note_lost(
    connection: Connection,
    said: Hello,
    claims: list[Row[Any]],
    held: dict[str, EpochWatermark],
    now_ms: int,
) -> None:
    """Mark what another run claimed and this one does not hold: it was restored.

    What is held at this moment came from before; whatever arrives under the missing
    numbers from now on is something else.  Should the other run speak again after all, it claims anew.
    """
    if not said.boot_id or len(said.epochs) == HELLO_EPOCHS_MAX:
        return
    here = {position.epoch: position.last_seq for position in said.epochs}
    for row in claims:
        is_gone = here.get(row.epoch, 0) < row.seq
        if row.boot_id != said.boot_id and is_gone and row.lost_at_ms is None:
            key = ("workstation", "epoch", "boot_id")
            connection.execute(
                update(epoch_claim)
                .where(*(epoch_claim.c[name] == getattr(row, name) for name in key))
                .values(lost_at_ms=now_ms, held_seq=_held_seq(held, row))
            )


def _held_seq(held: dict[str, EpochWatermark], row: Row[Any]) -> int:
    found = held.get(row.epoch)
    return int(row.held_seq) if found is None else min(found.hw, row.seq)
