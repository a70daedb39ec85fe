"""Writes events to a file that another way than the network can carry.

Chain and signatures make it safe against change, the seal against reading: only
the center opens it, or who knows the passphrase.  See `sync.protocol.event_file`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from sync.engine.values import Mark
from sync.protocol.event_file import EventFileHead
from sync.protocol.messages import deflate, encode_push
from sync.protocol.sealed_file import SealedWriter, Sealing
from terminal.replication.errors import ExportError
from terminal.replication.ports import LedgerSource
from terminal.settings.durable_file import sync_folder

BATCH_EVENTS: Final = 100

_FILE_MODE: Final = 0o600


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """What the file holds.

    Attributes:
        file: Where it is.
        events: How many events.
        epochs: (epoch, first seq, last seq) of each part.
        file_bytes: Its size.
    """

    file: str
    events: int
    epochs: tuple[tuple[str, int, int], ...]
    file_bytes: int


def export_events(
    file: Path,
    head: EventFileHead,
    sealing: Sealing,
    ledger: LedgerSource,
    marks: Sequence[Mark],
) -> Exported:
    """Write every event above *marks* to *file*, which must not exist.

    What a later epoch carries again is in it once, there: under its first place the
    center holds something else, and would take nothing of the file.  The file appears under its name only when it is whole and on the disk.

    Raises:
        ExportError: It exists, or cannot be written.
        LocalFileError: The ledger cannot be read.
    """
    if file.exists():
        raise ExportError(f"{file} exists already and was left as it is; name another")
    partial = file.with_name(f"{file.name}.part")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _FILE_MODE)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                sealed = SealedWriter(stream, sealing)
                sealed.write(deflate(msgspec.json.encode(head) + b"\n"))
                parts = [
                    (each.epoch, first, last)
                    for each in ledger.heads()
                    if (first := _seq_of(marks, each.epoch) + 1)
                    <= (last := each.due_seq)
                ]
                for epoch, first, last in parts:
                    for seq in range(first - 1, last, BATCH_EVENTS):
                        limit = min(BATCH_EVENTS, last - seq)
                        events = ledger.events_after(epoch, seq, limit)
                        sealed.write(encode_push(events) + deflate(b"\n"))
                sealed.end()
                stream.flush()
                os.fsync(stream.fileno())
                size = stream.tell()
            partial.rename(file)
            sync_folder(file.parent)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise ExportError(
            f"{file} cannot be written ({error.strerror}); nothing was changed"
        ) from error
    return Exported(
        file=str(file),
        events=sum(last - first + 1 for _, first, last in parts),
        epochs=tuple(parts),
        file_bytes=size,
    )


def _seq_of(marks: Sequence[Mark], epoch: str) -> int:
    return next((mark.seq for mark in marks if mark.epoch == epoch), 0)
