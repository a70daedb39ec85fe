"""Lets a device that became another workstation send what it still has of the old.

Two devices had one key and sold with it. One of them joins again as another
workstation; what it wrote before belongs to the old one's books and is signed with
the old one's key. At enrolment it shows those epochs and the old key's word for the
new one; from then on it may send exactly these epochs, and epochs that it begins to
carry the end of one of them again, because the center holds another end.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, insert, select

from structs.decoding import decode_json
from sync.central.authentication import Inherited, Workstation
from sync.central.schema import stream_heir
from sync.protocol.envelope import Header
from sync.protocol.events.epoch_opened_v2 import EpochRehomed, RehomedTail
from sync.protocol.succession import HeldStream


class _Opened(msgspec.Struct):
    rehomed: RehomedTail


def owner_of(workstation: Workstation, first: Header, body: bytes) -> Workstation:
    """Return whose events *workstation* sends: its own, or what it inherited.

    Args:
        workstation: Who signed the request.
        first: Header of the first event of the push.
        body: Body of that event.

    Returns:
        *workstation* itself also when it may not send them; the caller compares.
    """
    if first.workstation == workstation.workstation:
        return workstation
    of_owner = [
        each
        for each in workstation.inherited
        if each.workstation == first.workstation and first.store == workstation.store
    ]
    for each in of_owner:
        if each.epoch == first.epoch:
            return _as_owner(workstation, each.workstation, each.public_keys)
    if _continues(first, body, of_owner):
        return _as_owner(workstation, first.workstation, workstation.public_keys)
    return workstation


def inherit(
    connection: Connection,
    heir: str,
    owner: str,
    streams: Iterable[HeldStream],
    now_ms: int,
) -> None:
    """Let *heir* send *streams*: those of *owner* and what *owner* inherited itself.

    The caller has seen that the key of *owner* vouches for the key of *heir*.
    """
    heirs = stream_heir.c
    known = {
        (row.heir, row.workstation, row.epoch): row.is_continued
        for row in connection.execute(
            select(
                heirs.heir, heirs.workstation, heirs.epoch, heirs.is_continued
            ).where(heirs.heir.in_([heir, owner]))
        )
    }
    for held in dict.fromkeys(streams):
        key = (held.workstation, held.epoch)
        if held.workstation == heir or (heir, *key) in known:
            continue
        if held.workstation == owner or (owner, *key) in known:
            # What the owner itself began for another is signed with the owner's key.
            is_continued = held.is_continued or known.get((owner, *key), False)
            _put(connection, *key, heir, now_ms, is_continued=is_continued)


def continue_stream(
    connection: Connection, workstation: str, epoch: str, heir: str, now_ms: int
) -> None:
    """Remember that *heir* has begun *epoch* of *workstation*, unless it showed it."""
    heirs = stream_heir.c
    found = connection.execute(
        select(heirs.epoch).where(
            heirs.workstation == workstation, heirs.epoch == epoch, heirs.heir == heir
        )
    ).first()
    if found is None:
        _put(connection, workstation, epoch, heir, now_ms, is_continued=True)


def epochs_with_heirs(connection: Connection, workstation: str) -> set[str]:
    """Return the epochs of *workstation* that another device looks after."""
    heirs = stream_heir.c
    return set(
        connection.scalars(select(heirs.epoch).where(heirs.workstation == workstation))
    )


def _continues(first: Header, body: bytes, inherited: list[Inherited]) -> bool:
    """Tell whether an epoch begins here that carries the end of an inherited one."""
    kind = (first.type, first.type_v, first.seq)
    if not inherited or kind != (EpochRehomed.TYPE, EpochRehomed.VERSION, 1):
        return False
    try:
        tail = decode_json(body, _Opened).rehomed
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return False
    return any(each.epoch == tail.epoch for each in inherited)


def _as_owner(
    heir: Workstation, owner: str, public_keys: tuple[bytes, ...]
) -> Workstation:
    return Workstation(workstation=owner, store=heir.store, public_keys=public_keys)


def _put(
    connection: Connection,
    workstation: str,
    epoch: str,
    heir: str,
    now_ms: int,
    *,
    is_continued: bool,
) -> None:
    connection.execute(
        insert(stream_heir).values(
            workstation=workstation,
            epoch=epoch,
            heir=heir,
            is_continued=is_continued,
            added_at_ms=now_ms,
        )
    )
