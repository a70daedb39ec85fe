"""Lets an existing till join its center again, with a new signing key.

Its key was suspended because two devices had it, or the center was restored from
before it had joined. The ledger stays as it is; everything unsent goes on its way
under the names and signatures that it has, and what is sold from now on is signed
with the new key, in an epoch and a receipt series of its own.
"""

from __future__ import annotations

import base64
import secrets
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from structs.decoding import decode_json
from sync.protocol.envelope import decode_header
from sync.protocol.signature import Signer
from sync.protocol.succession import STREAMS_MAX, WORDS_MAX, HeldStream, vouch
from sync.protocol.uuid7 import Uuid7Factory
from terminal.bootstrap.system_clock import SystemClock
from terminal.persistence.home import Home
from terminal.persistence.joining import (
    Accepted,
    Joining,
    read_joining,
    write_joining,
)
from terminal.persistence.keys import HomeKeys, load_keys
from terminal.persistence.keys.home_keys import JoinedAgain, make_next_key
from terminal.persistence.ledger.opening import open_ledger
from terminal.persistence.ledger.reader import LedgerReader
from terminal.persistence.ledger.sql_ledger import SqlLedger
from terminal.replication.enrolment import Enrolment, enrol
from terminal.replication.errors import EnrolmentRefusedError, StandAloneError

_EPOCH_BYTES: Final = 8


class JoinedHome(Struct, frozen=True, kw_only=True):
    """What came out.

    Attributes:
        was: The workstation that this device was.
        workstation: The one that it is.
        epoch: The epoch in use.
        series: The receipt series in use.
        events: Events in the ledger.
    """

    path: Path
    store: str
    was: str
    workstation: str
    epoch: str
    series: str
    events: int


class _Opened(Struct):
    public_key: str


def join_again(path: Path, url: str, code: str) -> JoinedHome:
    """Trade *code* for a new identity of the till in *path*; all of it or nothing.

    Args:
        path: The home; neither till nor agent is running.
        url: The center, empty: where the home has it.
        code: What `central code` printed, for this workstation or another one.

    Raises:
        StandAloneError: The till has no center.
        HomeLockedError: Till or agent is running.
        EnrolmentRefusedError: The code is refused, or this is another center.
        SyncError: The center could not be reached.
        StorageError: A file of the home cannot be used.
    """
    home = Home.load(path)
    home.require_real()
    if (
        home.settings.reference_data.source != "central"
        or not home.settings.central.url
    ):
        raise StandAloneError(
            f"the till in {home.path} has never joined a center; only a new home does,"
            f" by 'init --central'"
        )
    was = home.settings.workstation.workstation
    with ExitStack() as held:
        held.enter_context(home.lock_ledger())
        held.enter_context(home.lock_replica())
        keys = load_keys(home)
        # Whatever an earlier opening left undone comes first, under the old key.
        _open(home, keys).close()
        _join(home, keys, url or home.settings.central.url, code)
        home = Home.load(path)
        ledger = _open(home, load_keys(home))
        try:
            head = ledger.head
        finally:
            ledger.close()
    place = home.settings.workstation
    return JoinedHome(
        path=home.path,
        store=place.store,
        was=was,
        workstation=place.workstation,
        epoch=head.epoch,
        series=head.series,
        events=head.event_no,
    )


def _join(home: Home, keys: HomeKeys, url: str, code: str) -> None:
    """Ask the center, and keep what it says."""
    begun = read_joining(home.path)
    if begun is None:
        begun = Joining(key=make_next_key(home, keys))
        write_joining(home.path, begun)
    place = home.settings.workstation
    succession = vouch(
        Signer(keys.signing_private), place.workstation, begun.key.public
    )
    earlier = () if keys.joined is None else keys.joined.words[-WORDS_MAX:]
    heard = enrol(
        url,
        code,
        begun.key.public,
        epoch=secrets.token_hex(_EPOCH_BYTES),
        succession=succession,
        streams=_streams(home, keys),
        earlier=earlier,
    )
    _require_same_center(home, heard)
    accepted = Accepted(
        url=url,
        workstation=heard.workstation,
        name=heard.name,
        joined=JoinedAgain(
            succession=succession,
            series="" if heard.known is None else heard.known.series,
            earlier=earlier,
        ),
    )
    write_joining(home.path, msgspec.structs.replace(begun, accepted=accepted))


def _require_same_center(home: Home, heard: Enrolment) -> None:
    place, pinned = home.settings.workstation, home.settings.central.public_key
    is_same = (heard.tenant, heard.store) == (place.tenant, place.store)
    if base64.b64encode(heard.central_public_key).decode() != pinned or not is_same:
        raise EnrolmentRefusedError(
            "this is not the center that the till belongs to; nothing was changed here"
        )


def _streams(home: Home, keys: HomeKeys) -> tuple[HeldStream, ...]:
    """Return the epochs of the ledger, each with the workstation that wrote it."""
    words = () if keys.joined is None else keys.joined.words
    who_had = {word.public_key: word.workstation for word in words}
    own_key = base64.b64encode(keys.signing_public).decode()
    who_had[own_key] = home.settings.workstation.workstation
    reader = LedgerReader(home, keys)
    try:
        streams = []
        for head in reader.epochs()[-STREAMS_MAX:]:
            [first] = reader.events_after(head.epoch, 0, 1)
            header = decode_header(first.header)
            key = decode_json(first.body, _Opened).public_key
            streams.append(
                HeldStream(
                    workstation=header.workstation,
                    epoch=header.epoch,
                    is_continued=who_had.get(key, header.workstation)
                    != header.workstation,
                )
            )
        return tuple(streams)
    finally:
        reader.close()


def _open(home: Home, keys: HomeKeys) -> SqlLedger:
    clock = SystemClock()
    ids = Uuid7Factory(clock.wall_ms, secrets.token_bytes)
    return open_ledger(home, keys, clock=clock, ids=ids)
