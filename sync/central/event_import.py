"""Takes the events that a person carried here in a file instead of the network.

A file is trusted no more than a push: its events are checked by the same code, with
the keys of the workstation that made them.  All of it is stored, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Final

from msgspec import Struct
from sqlalchemy import Connection

from sync.central import ingest
from sync.central.authentication import find_workstation
from sync.central.errors import CentralError, PushConflictError, RefusedError
from sync.central.installation import read_incarnation
from sync.protocol.envelope import StoredEvent
from sync.protocol.errors import MalformedMessageError
from sync.protocol.event_file import EventFileHead, read_event_file
from sync.protocol.sealed_file import (
    AsCenter,
    Opening,
    WithPassphrase,
    is_sealed,
    unseal,
)
from sync.protocol.signature import Signer

FILE_BYTES_MAX: Final = 1024 * 1024 * 1024

REFUSALS: Final = (
    "malformed",
    "foreign_tenant",
    "foreign_stream",
    "mixed_streams",
    "empty",
    "gap",
    "fork",
    "chain",
)
"""Codes with which a file as a whole is refused."""

_GZIP_MAGIC: Final = b"\x1f\x8b"


class ImportedEpoch(Struct, frozen=True):
    """What a file held of one epoch."""

    epoch: str
    first_seq: int
    last_seq: int


class ImportReport(Struct, frozen=True, kw_only=True):
    """What became of a file.

    Attributes:
        events: In the file.
        added: Of them, new here.
        known: Of them, here before; nothing changed for them.
        quarantined: Of the new ones, kept without effect.
    """

    store: str
    workstation: str
    events: int
    added: int
    known: int
    quarantined: int
    epochs: tuple[ImportedEpoch, ...]


class EventFile:
    """A file of events that is right as far as that shows without a database."""

    def __init__(self, data: bytes, opening: Opening) -> None:
        """Open *data*; the older form without a seal is taken too.

        Raises:
            RefusedError: Not such a file, sealed for somebody else, changed or cut.
        """
        self._data = data
        self._opening = opening
        try:
            self.head, batches = self._read()
            self.events = sum(len(batch) for batch in batches)
        except MalformedMessageError as error:
            raise _refused("malformed", str(error)) from error

    def batches(self) -> Iterator[list[StoredEvent]]:
        """Return the events as they were written, in order."""
        _head, batches = self._read()
        return batches

    def _read(self) -> tuple[EventFileHead, Iterator[list[StoredEvent]]]:
        if is_sealed(self._data):
            return read_event_file(unseal(self._data, self._opening))
        if self._data.startswith(_GZIP_MAGIC):
            return read_event_file([self._data])
        raise MalformedMessageError("this is not a file of events")


def opening(signer: Signer, passphrase: str | None = None) -> Opening:
    """Return how this center opens a file."""
    if passphrase is not None:
        return WithPassphrase(passphrase)
    return AsCenter(signer.seed())


def read_file(path: Path) -> bytes:
    """Return the bytes of *path*.

    Raises:
        CentralError: It cannot be read, or is too large.
    """
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise CentralError(f"{path} has more than {FILE_BYTES_MAX} bytes")
        return path.read_bytes()
    except OSError as error:
        raise CentralError(f"{path} cannot be read: {error.strerror}") from error


def import_events(
    connection: Connection, file: EventFile, tenant: str, now_ms: int
) -> ImportReport:
    """Store every event of *file*; the caller's transaction keeps all or nothing.

    Raises:
        RefusedError: The workstation is unknown or suspended, an event is not its
            own, or the events do not continue what is here.
    """
    head = file.head
    if head.tenant != tenant:
        message = f"these are events of {head.tenant}; this center serves {tenant}"
        raise _refused("foreign_tenant", message)
    workstation = find_workstation(connection, head.workstation)
    if workstation.store != head.store:
        message = f"workstation {head.workstation} stands in {workstation.store} here"
        raise _refused("foreign_stream", message)
    incarnation = read_incarnation(connection)
    tally = _Tally()
    for events in file.batches():
        try:
            batch = ingest.prepare(workstation, events)
            reply = ingest.store(connection, batch, incarnation, now_ms)
        except PushConflictError as error:
            raise _refused(error.code, str(error)) from error
        tally.add(batch, [each.verdict for each in reply.verdicts])
    return ImportReport(
        store=head.store,
        workstation=head.workstation,
        events=file.events,
        added=file.events - tally.known,
        known=tally.known,
        quarantined=tally.quarantined,
        epochs=tuple(
            ImportedEpoch(epoch, first, last)
            for epoch, (first, last) in tally.epochs.items()
        ),
    )


class _Tally:
    """Counts what became of the batches."""

    def __init__(self) -> None:
        self.known = 0
        self.quarantined = 0
        self.epochs: dict[str, tuple[int, int]] = {}

    def add(self, batch: ingest.Batch, verdicts: list[str]) -> None:
        """Count one batch."""
        self.known += verdicts.count("duplicate")
        self.quarantined += verdicts.count("quarantined")
        first, last = self.epochs.get(batch.epoch, (batch.first_seq, 0))
        self.epochs[batch.epoch] = (first, max(last, batch.last_seq))


def _refused(code: str, message: str) -> RefusedError:
    text = f"{message}; nothing of the file was stored"
    return RefusedError(HTTPStatus.BAD_REQUEST, code, text)
