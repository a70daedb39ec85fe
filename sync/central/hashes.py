"""Tells a workstation the hashes of events held here, to find where chains part."""

from __future__ import annotations

from sqlalchemy import Connection, select

from sync.central.authentication import Workstation
from sync.central.schema import raw_event
from sync.protocol.envelope import LEDGER_LANE
from sync.protocol.messages import Hashes, HashesReply


def answer(
    connection: Connection, workstation: Workstation, wanted: Hashes, incarnation: str
) -> HashesReply:
    """Return the hash of each event asked for, in the order asked."""
    events = raw_event.c
    rows = connection.execute(
        select(events.seq, events.hash).where(
            events.workstation == workstation.owner_of(wanted.epoch),
            events.lane == LEDGER_LANE,
            events.epoch == wanted.epoch,
            events.seq.in_(wanted.seqs),
        )
    ).all()
    held = {row.seq: row.hash.hex() for row in rows}
    return HashesReply(
        epoch=wanted.epoch,
        hashes=tuple(held.get(seq) for seq in wanted.seqs),
        incarnation=incarnation,
    )
