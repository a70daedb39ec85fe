"""Tells a workstation how far the central has its events."""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import Connection, select

from sync.central import claims, clones, heirs, quarantines
from sync.central.authentication import Workstation
from sync.central.schema import stream
from sync.protocol.envelope import LEDGER_LANE
from sync.protocol.messages import EpochWatermark, Hello, HelloReply, RetryPolicy

RETRY: Final = RetryPolicy(first_ms=1_000, cap_ms=60_000)


def answer(
    connection: Connection,
    workstation: Workstation,
    hello: Hello,
    incarnation: str,
    now_ms: int,
) -> HelloReply:
    """Return the watermark of every epoch asked for and of every one held here."""
    asked = {position.epoch for position in hello.epochs}
    streams = stream.c
    of_whom = streams.workstation == workstation.workstation
    if workstation.inherited:
        brought = [each.epoch for each in workstation.inherited if each.epoch in asked]
        owners = {each.workstation for each in workstation.inherited}
        of_whom |= streams.workstation.in_(owners) & streams.epoch.in_(brought)
    rows = connection.execute(
        select(streams.epoch, streams.hw, streams.hw_hash, streams.archived_hw)
        .where(of_whom, streams.lane == LEDGER_LANE)
        .order_by(streams.ordinal)
    ).all()
    held = {
        row.epoch: EpochWatermark(row.epoch, row.hw, row.hw_hash.hex(), row.archived_hw)
        for row in rows
    }
    if held.keys() - asked:
        # The device that began them has another name by now and looks after them:
        # this one has lost nothing.
        others = heirs.epochs_with_heirs(connection, workstation.workstation)
        for epoch in (held.keys() - asked) & others:
            del held[epoch]
    for position in hello.epochs:
        if position.epoch not in held:
            held[position.epoch] = EpochWatermark(position.epoch, 0, None, 0)
    return HelloReply(
        incarnation=incarnation,
        epochs=tuple(held.values()),
        time=now_ms,
        min_build="",
        retry_policy=RETRY,
        lanes_paused=(),
        quarantined=quarantines.count(connection, workstation.workstation),
        run_token=clones.hear(connection, workstation, hello, incarnation).token,
    )


def is_to_note(
    connection: Connection,
    workstation: Workstation,
    said: Hello,
    reply: HelloReply,
) -> bool:
    """Tell whether a greeting says anything that is to be stored; most do not."""
    heard = clones.hear(connection, workstation, said, reply.incarnation)
    return (
        heard.is_new
        or heard.other is not None
        or claims.is_news(said, reply)
        or claims.has_any(connection, workstation.workstation)
    )


def note(
    connection: Connection,
    workstation: Workstation,
    said: Hello,
    reply: HelloReply,
    now_ms: int,
) -> HelloReply:
    """Store what a greeting says; return *reply* with what follows from that."""
    heard = clones.hear(connection, workstation, said, reply.incarnation)
    clones.note(connection, workstation, heard, now_ms)
    claims.forget_fulfilled(connection, workstation.workstation)
    claims.take(connection, workstation, said, reply, now_ms)
    return msgspec.structs.replace(
        reply,
        run_token=heard.token,
        suspended="" if heard.other is None else clones.SUSPENDED,
    )


def backlog(said: Hello, reply: HelloReply) -> int:
    """Return how many events the workstation holds that the central lacks."""
    held = {each.epoch: each.hw for each in reply.epochs}
    return sum(
        max(position.last_seq - held.get(position.epoch, 0), 0)
        for position in said.epochs
    )
