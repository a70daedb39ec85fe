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

from structs.decoding import decode_json
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
        tail = _tail_in(row.body)
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
    for each in _originals(connection, workstation, carrier, tail):
        yield each.seq, each.hash


class Original(msgspec.Struct, frozen=True):
    """An event as it was where it was written first.

    Attributes:
        seq: Its number in that epoch.
        header: The exact bytes of its header there.
        prev: The hash of the event before it there.
        hash: Its own hash there: that on its receipt.
    """

    seq: int
    header: bytes
    prev: bytes
    hash: bytes


def original_of(connection: Connection, header: bytes) -> Original | None:
    """Return what the event with *header* was before it was carried; None: itself."""
    copy = decode_header(header)
    opened = connection.execute(
        select(raw_event.c.body).where(
            raw_event.c.workstation == copy.workstation,
            raw_event.c.lane == LEDGER_LANE,
            raw_event.c.epoch == copy.epoch,
            raw_event.c.seq == 1,
            raw_event.c.type == EpochRehomed.TYPE,
            raw_event.c.type_v == EpochRehomed.VERSION,
        )
    ).scalar_one_or_none()
    tail = None if opened is None else _tail_in(opened)
    if tail is None:
        return None
    originals = _originals(connection, copy.workstation, copy.epoch, tail)
    for each in originals:
        if decode_header(each.header).event_id == copy.event_id:
            return each
    return None


def _tail_in(body: bytes) -> RehomedTail | None:
    try:
        return decode_json(body, _Opened).rehomed
    except msgspec.DecodeError:
        # Quarantined: whoever wrote it, it carries nothing that we know.
        return None


def _originals(
    connection: Connection, workstation: str, carrier: str, tail: RehomedTail
) -> Iterator[Original]:
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
            before, prev = prev, event_hash(prev, header, row.body)
            yield Original(seq, header, before, prev)
