"""What the epochs of a ledger say to be lost, and how that is not lost itself."""

from collections.abc import Callable, Iterable
from typing import Final

from sync.protocol.events import decode_body
from sync.protocol.events.epoch_opened_v1 import AbandonedTail, EpochOpened
from terminal.persistence.dbapi import Connection
from terminal.persistence.keys.witness import LostTail

LOST_TAILS_MAX: Final = 16
"""Most that the key store is given to keep: its items are small."""


def abandoned_tails(connection: Connection) -> list[AbandonedTail]:
    """Return what the epochs of this file knew to be missing when they began."""
    rows = connection.execute(
        "SELECT body FROM event JOIN epoch ON event_no = first_event_no"
        " ORDER BY event_no"
    ).fetchall()
    tails: list[AbandonedTail] = []
    for (body,) in rows:
        opened = decode_body(EpochOpened.TYPE, EpochOpened.VERSION, body)
        assert isinstance(opened, EpochOpened)
        tails += opened.abandoned
    return tails


def tails_to_keep(
    before: Iterable[LostTail], named: Iterable[AbandonedTail]
) -> tuple[LostTail, ...]:
    """Return what the key store keeps: the newest, the furthest of each epoch.

    Args:
        before: What it kept so far.
        named: What the ledger's epochs name, oldest first.
    """
    kept: dict[str, LostTail] = {}
    for tail in (
        *before,
        *(LostTail(one.source, one.epoch, one.seq, one.number) for one in named),
    ):
        known = kept.pop(tail.epoch, tail)
        kept[tail.epoch] = max(known, tail, key=lambda each: each.seq)
    return tuple(kept.values())[-LOST_TAILS_MAX:]


def unnamed_tails(
    kept: Iterable[LostTail],
    named: Iterable[AbandonedTail],
    hash_at: Callable[[str, int], bytes | None],
) -> list[AbandonedTail]:
    """Return what was lost and is neither named nor held by this ledger.

    Args:
        kept: What the key store keeps.
        named: What the ledger's epochs name.
        hash_at: Returns the hash of an event of this ledger, None for none.
    """
    reach: dict[str, int] = {}
    for tail in named:
        reach[tail.epoch] = max(tail.seq, reach.get(tail.epoch, 0))
    return [
        AbandonedTail(
            source=tail.source, epoch=tail.epoch, seq=tail.seq, number=tail.number
        )
        for tail in kept
        if reach.get(tail.epoch, 0) < tail.seq and hash_at(tail.epoch, tail.seq) is None
    ]
