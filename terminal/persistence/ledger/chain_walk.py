"""Walks the chain of events and names what does not fit, event by event.

Each check stands alone, so that the report can say which one failed: an event that
was altered in place fails ``hash``; one that was altered and signed again leaves the
next one with a wrong ``chain``.
"""

import base64
from collections.abc import Callable
from typing import Final, NamedTuple

import msgspec

from sync.protocol.envelope import (
    GENESIS_PREV,
    Header,
    ParentLink,
    decode_header,
    event_hash,
    first_prev,
)
from sync.protocol.errors import MalformedMessageError
from sync.protocol.events import EventBody, UnknownEventError, decode_body
from sync.protocol.events.epoch_opened_v1 import EpochOpened
from sync.protocol.events.epoch_opened_v2 import EpochRehomed
from sync.protocol.events.epoch_opened_v3 import EpochSucceeded
from sync.protocol.signature import verify
from sync.protocol.succession import vouching_key

SELECT_EVENTS: Final = (
    "SELECT event_no, epoch_no, seq, header, body, prev, hash, signature FROM event"
    " WHERE event_no > ? AND event_no <= ? ORDER BY event_no LIMIT ?"
)


class EventRow(NamedTuple):
    """One row of the table ``event``."""

    event_no: int
    epoch_no: int
    seq: int
    header: bytes
    body: bytes
    prev: bytes
    hash: bytes
    signature: bytes


class EventVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """What one event is, as far as it can be read, and what is wrong with it.

    Attributes:
        header: None when it cannot be read.
        body: None when it cannot be read or its type is unknown.
        failures: Names of the checks that failed, in the order they were made.
        is_unknown: A newer program wrote it; this one cannot project it.
    """

    header: Header | None
    body: EventBody | None
    failures: tuple[str, ...]
    is_unknown: bool = False


class ChainWalk:
    """Remembers the end of the chain so far; feed it every event in order."""

    def __init__(
        self, public_key: bytes, hash_at: Callable[[str, int], bytes | None]
    ) -> None:
        """Begin before the first event.

        Args:
            public_key: The home's own.
            hash_at: Returns the hash of an event (epoch, seq) that was taken before.
        """
        self._hash_at = hash_at
        self._home_key = public_key
        self._epoch_key = public_key
        self._last: Header | None = None
        self._last_hash = GENESIS_PREV
        self._last_event_no = 0
        self._epochs: list[tuple[str, int]] = []
        # Keys in the order in which each vouched for the next; a new list begins
        # where nothing vouches.
        self._lines: list[list[bytes]] = []

    @property
    def foreign_epochs(self) -> list[str]:
        """Epochs of keys that are not this home's and do not lead to it."""
        return [
            epoch
            for epoch, line in self._epochs
            if self._home_key not in self._lines[line]
        ]

    def is_own_key(self, key: bytes) -> bool:
        """Tell whether *key* is this home's or led to it, as far as was walked."""
        return key == self._home_key or any(
            key in line and self._home_key in line for line in self._lines
        )

    def take(self, row: EventRow) -> EventVerdict:
        """Check one event against itself and against the one before it."""
        failures: list[str] = []
        if row.event_no != self._last_event_no + 1:
            failures.append("order in the file")
        header = self._header(row, failures)
        body, is_unknown = _body(header, row, failures)
        if isinstance(body, EpochOpened) and header is not None and header.seq == 1:
            self._enter_epoch(header, body)
        if header is not None:
            self._check_place(header, row, body, failures)
        if event_hash(row.prev, row.header, row.body) != row.hash:
            failures.append("hash")
        if not verify(self._epoch_key, row.hash, row.signature):
            failures.append("signature")
        self._last_event_no = row.event_no
        self._last_hash = row.hash
        if header is not None:
            self._last = header
        return EventVerdict(
            header=header, body=body, failures=tuple(failures), is_unknown=is_unknown
        )

    def _header(self, row: EventRow, failures: list[str]) -> Header | None:
        try:
            header = decode_header(row.header)
        except MalformedMessageError:
            failures.append("header")
            return None
        if header.seq != row.seq:
            failures.append("number in its epoch")
        return header

    def _enter_epoch(self, header: Header, body: EpochOpened) -> None:
        before, key = self._epoch_key, base64.b64decode(body.public_key)
        self._epoch_key = key
        if not self._lines:
            self._lines.append([key])
        elif key != before:
            is_vouched = (
                isinstance(body, EpochSucceeded)
                and vouching_key(body.succession, key) == before
            )
            if is_vouched:
                self._lines[-1].append(key)
            else:
                self._lines.append([key])
        self._epochs.append((header.epoch, len(self._lines) - 1))

    def _check_place(
        self,
        header: Header,
        row: EventRow,
        body: EventBody | None,
        failures: list[str],
    ) -> None:
        last = self._last
        if last is not None and header.epoch == last.epoch:
            if header.seq != last.seq + 1:
                failures.append("number in its epoch")
            if row.prev != self._last_hash:
                failures.append("chain")
            return
        if header.seq != 1:
            failures.append("number in its epoch")
            return
        if last is None:
            # The ledger of a new home may continue one that is elsewhere.
            is_joined = row.prev == first_prev(header)
        elif isinstance(body, EpochRehomed):
            is_joined = self._is_joined_again(header, row, body)
        else:
            parent = ParentLink(last.epoch, last.seq, self._last_hash.hex())
            is_joined = header.parent == parent and row.prev == self._last_hash
        if not is_joined:
            failures.append("chain")

    def _is_joined_again(
        self, header: Header, row: EventRow, body: EpochRehomed
    ) -> bool:
        """Check that an epoch leaves the event before the tail that it carries."""
        tail = body.rehomed
        held = self._hash_at(tail.epoch, tail.after_seq)
        return (
            held is not None
            and header.parent == ParentLink(tail.epoch, tail.after_seq, held.hex())
            and row.prev == held
        )


def _body(
    header: Header | None, row: EventRow, failures: list[str]
) -> tuple[EventBody | None, bool]:
    if header is None:
        return None, False
    try:
        return decode_body(header.type, header.type_v, row.body), False
    except UnknownEventError:
        return None, True
    except (msgspec.DecodeError, msgspec.ValidationError):
        failures.append("body")
        return None, False
