"""Files that carry a workstation's events another way than the network.

Inside the seal (`sealed_file`) lies gzip of lines: first a head, then arrays of
events exactly as a push carries them.  Chain and signatures prove the events, as they
do on the wire; the seal only keeps others from reading along.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Final, Literal

import msgspec

from structs.decoding import decode_json
from sync.protocol.envelope import Name, StoredEvent
from sync.protocol.errors import MalformedMessageError, MessageTooLargeError
from sync.protocol.messages import REQUEST_INFLATED_BYTES_MAX, decode_events

EVENTS_MAX: Final = 2_000_000
"""Most events of one file; a till makes fewer in years."""

_GZIP_WINDOW_BITS: Final = 31
_INFLATED_BYTES: Final = 256 * 1024


class EventFileHead(msgspec.Struct, frozen=True, kw_only=True):
    """The first line: whose events these are."""

    format: Literal["evertill-events"] = "evertill-events"
    v: Literal[1] = 1
    tenant: Name
    store: Name
    workstation: Name
    lane: Name


def read_event_file(
    pieces: Iterable[bytes],
) -> tuple[EventFileHead, Iterator[list[StoredEvent]]]:
    """Return the head, and the events in the batches in which they were written.

    Args:
        pieces: The opened content of the file, in order.

    Raises:
        MalformedMessageError: Not such a file; also while the batches are taken.
    """
    lines = _lines(pieces)
    first = next(lines, b"")
    try:
        head = decode_json(first, EventFileHead)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise MalformedMessageError(f"not a file of events: {error}") from error
    return head, _batches(lines)


def _batches(lines: Iterator[bytes]) -> Iterator[list[StoredEvent]]:
    count = 0
    for line in lines:
        events = decode_events(line)
        count += len(events)
        if count > EVENTS_MAX:
            raise MessageTooLargeError(f"the file has more than {EVENTS_MAX} events")
        yield events


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    pending = bytearray()
    for data in _inflated(pieces):
        pending += data
        while (end := pending.find(b"\n")) >= 0:
            yield bytes(pending[:end])
            del pending[: end + 1]
        if len(pending) > REQUEST_INFLATED_BYTES_MAX:
            raise MessageTooLargeError("a line of the file is too long")
    if pending:
        raise MalformedMessageError("the last line of the file is not whole")


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Inflate gzip members that follow each other, a bounded amount at a time."""
    inflater = zlib.decompressobj(_GZIP_WINDOW_BITS)
    has_begun = False
    for piece in pieces:
        data = piece
        while data:
            has_begun = True
            try:
                yield inflater.decompress(data, _INFLATED_BYTES)
            except zlib.error as error:
                raise MalformedMessageError(f"not gzip: {error}") from error
            data = inflater.unconsumed_tail
            if inflater.eof:
                data = inflater.unused_data
                inflater, has_begun = zlib.decompressobj(_GZIP_WINDOW_BITS), False
        # What the last call had no room for.
        while has_begun and (rest := inflater.decompress(b"", _INFLATED_BYTES)):
            yield rest
        if inflater.eof:
            inflater, has_begun = zlib.decompressobj(_GZIP_WINDOW_BITS), False
    if has_begun:
        raise MalformedMessageError("the file ends too early")
