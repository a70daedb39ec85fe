"""Recognises events of one epoch in the copies that a later epoch carries.

Till and central had parted: the till began a new epoch at the last common event and
appended what followed it again. The bytes of the copies tell what the originals were:
all but their place is the same, so their hashes can be computed, and with them the
identity that is printed on their receipts.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection, select

from sync.central.schema import raw_event
from sync.protocol.envelope import (
    LEDGER_LANE,
    decode_header,
    encode_header,
    event_hash,
)
from sync.protocol.events.epoch_opened_v2 import EpochRehomed, RehomedTail

_ROWS_A_READ = 500


class _Opened(msgspec.Struct):
    rehomed: RehomedTail | None = None


def tails_of(
    connection: Connection, workstation: str, epoch: str
) -> list[tuple[str, RehomedTail]]:
    """Return the epochs that carry the end of *epoch*, and what they carry."""
    events = raw_event.c
    rows = connection.execute(
        select(events.epoch, events.body).where(
            events.workstation == workstation,
            events.lane == LEDGER_LANE,
            events.seq == 1,
            events.type == EpochRehomed.TYPE,
            events.type_v == EpochRehomed.VERSION,
        )
    ).all()
    found = []
    for row in rows:
        try:
            tail = msgspec.json.decode(row.body, type=_Opened).rehomed
        except msgspec.DecodeError:
            # Quarantined: whoever wrote it, it carries nothing that we know.
            continue
        if tail is not None and tail.epoch == epoch:
            found.append((row.epoch, tail))
    return found


def is_carried(
    connection: Connection, workstation: str, epoch: str, seq: int, digest: str
) -> bool:
    """Tell whether event *seq* of *epoch* with hash *digest* is held as a copy."""
    for carrier, tail in tails_of(connection, workstation, epoch):
        if tail.after_seq < seq <= tail.last_seq:
            for original_seq, original in original_hashes(
                connection, workstation, carrier, tail
            ):
                if original_seq == seq:
                    if original.hex() == digest:
                        return True
                    break
    return False


def original_hashes(
    connection: Connection, workstation: str, carrier: str, tail: RehomedTail
) -> Iterator[tuple[int, bytes]]:
    """Yield number and hash that each copy in *carrier* had in its first epoch."""
    events = raw_event.c
    in_lane = (events.workstation == workstation, events.lane == LEDGER_LANE)
    prev = connection.execute(
        select(events.hash).where(
            *in_lane, events.epoch == tail.epoch, events.seq == tail.after_seq
        )
    ).scalar_one_or_none()
    copy_seq, seq = 1, tail.after_seq
    while prev is not None and seq < tail.last_seq:
        rows = connection.execute(
            select(events.seq, events.header, events.body)
            .where(*in_lane, events.epoch == carrier, events.seq > copy_seq)
            .order_by(events.seq)
            .limit(min(_ROWS_A_READ, tail.last_seq - seq))
        ).all()
        if not rows:
            return
        for row in rows:
            copy_seq, seq = row.seq, seq + 1
            header = encode_header(
                msgspec.structs.replace(
                    decode_header(row.header), epoch=tail.epoch, seq=seq
                )
            )
            prev = event_hash(prev, header, row.body)
            yield seq, prev
