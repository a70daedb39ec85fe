"""Lists the events that tills had and that will never arrive.

Two sources: the signed reports of tills that were restored (`epoch.opened`), and the
claims of their greetings, which need no till that remembers.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, and_, select

from structs.decoding import decode_json
from sync.central import claims
from sync.central.rehomed import tails_of
from sync.central.schema import raw_event, stream
from sync.protocol.envelope import LEDGER_LANE
from sync.protocol.events.epoch_opened_v1 import AbandonedTail, EpochOpened

CLAIM = "claim"


class Loss(Struct, frozen=True, kw_only=True):
    """Events that were written at a till and are nowhere any more.

    Attributes:
        epoch: Of the events.
        first_seq: The first that is missing, as far as is known.
        last_seq: The last that somebody knew of.
        reported_by: `claim`: the till's greeting; else the witness at the till that
            its signed report names.
    """

    workstation: str
    epoch: str
    first_seq: int
    last_seq: int
    reported_by: str


class Losses(Struct, frozen=True, kw_only=True):
    """Every loss, by workstation and epoch."""

    losses: tuple[Loss, ...]


class _Opened(Struct):
    abandoned: tuple[AbandonedTail, ...] = ()


def list_losses(connection: Connection) -> Losses:
    """Return what was named and never came."""
    held = {
        (row.workstation, row.epoch): row.hw
        for row in connection.execute(
            select(stream.c.workstation, stream.c.epoch, stream.c.hw).where(
                stream.c.lane == LEDGER_LANE
            )
        )
    }
    found: dict[tuple[str, str, str], Loss] = {}
    for loss in [*_reported(connection, held), *_claimed(connection, held)]:
        key = (loss.workstation, loss.epoch, loss.reported_by)
        if key not in found or loss.last_seq > found[key].last_seq:
            found[key] = loss
    return Losses(losses=tuple(found[key] for key in sorted(found)))


def _reported(connection: Connection, held: dict[tuple[str, str], int]) -> list[Loss]:
    events = raw_event.c
    rows = connection.execute(
        select(events.workstation, events.body)
        .join(
            stream,
            and_(
                events.workstation == stream.c.workstation,
                events.lane == stream.c.lane,
                events.epoch == stream.c.epoch,
            ),
        )
        .where(
            events.seq == 1,
            events.lane == LEDGER_LANE,
            events.type == EpochOpened.TYPE,
        )
    ).all()
    losses = []
    for row in rows:
        try:
            abandoned = decode_json(row.body, _Opened).abandoned
        except msgspec.DecodeError:
            continue
        for tail in abandoned:
            hw = held.get((row.workstation, tail.epoch), 0)
            if hw < tail.seq:
                losses.append(
                    Loss(
                        workstation=row.workstation,
                        epoch=tail.epoch,
                        first_seq=hw + 1,
                        last_seq=tail.seq,
                        reported_by=tail.source,
                    )
                )
    return losses


def _claimed(connection: Connection, held: dict[tuple[str, str], int]) -> list[Loss]:
    losses = []
    for row in claims.list_open(connection):
        is_contested = row.held_hash is not None
        if row.lost_at_ms is None and not (
            # Another life of the till won this number, and this one has re-homed
            # what it had: it was not among it.
            is_contested and tails_of(connection, row.workstation, row.epoch)
        ):
            continue
        hw = held.get((row.workstation, row.epoch), 0)
        is_settled = row.lost_at_ms is not None or hw >= row.seq
        losses.append(
            Loss(
                workstation=row.workstation,
                epoch=row.epoch,
                first_seq=1 + (min(row.held_seq, hw) if is_settled else hw),
                last_seq=row.seq,
                reported_by=CLAIM,
            )
        )
    return losses
