"""The envelope of a ledger event: its header, its canonical bytes and its hash.

The shape is frozen: a field is never added, removed, renamed or moved here. What
has to change goes into the body, which carries a version of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from structs.decoding import json_decoder
from sync.protocol.errors import MalformedMessageError

INTEGER_MAX: Final = 2**53 - 1
"""Largest integer of a header: what every JSON reader holds exactly."""

HASH_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
HEADER_BYTES_MAX: Final = 16 * 1024

GENESIS_PREV: Final = bytes(HASH_BYTES)
"""`prev` of the first event of an epoch that has no parent."""

LEDGER_LANE: Final = "ledger"

_NAME_CHARACTERS_MAX: Final = 128

_TYPE_PATTERN: Final = r"\A[a-z0-9_]+(?:\.[a-z0-9_]+)*\Z"

Name = Annotated[
    str,
    # No control characters: PostgreSQL stores no NUL, and logs and screens show names.
    Meta(pattern=r"\A[^\x00-\x1f\x7f]+\Z", max_length=_NAME_CHARACTERS_MAX),
]
Integer = Annotated[int, Meta(ge=-INTEGER_MAX, le=INTEGER_MAX)]
Natural = Annotated[int, Meta(ge=0, le=INTEGER_MAX)]
Sequence = Annotated[int, Meta(ge=1, le=INTEGER_MAX)]
Epoch = Annotated[str, Meta(pattern=r"\A[0-9a-f]{16}\Z")]
HashHex = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
EventType = Annotated[str, Meta(pattern=_TYPE_PATTERN, max_length=_NAME_CHARACTERS_MAX)]
EventId = Annotated[
    str,
    Meta(
        pattern=r"\A[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z"
    ),
]
BusinessDay = Annotated[str, Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]


class ParentLink(Struct, frozen=True, gc=False):
    """Where an epoch leaves the one before it.

    Attributes:
        epoch: The epoch that was left.
        seq: Its last event that the new epoch builds on.
        hash: The hash of that event, 64 hex digits.
    """

    epoch: Epoch
    seq: Sequence
    hash: HashHex


class ControlTotals(Struct, frozen=True, gc=False):
    """What an event adds to the accounts of its business day.

    They stand in the header, so that the books balance even where the body cannot
    be read.

    Attributes:
        count: Finished retail transactions this event adds (1 for a sale, a return
            or the transaction that voids another).
        gross_minor: Signed, tax included, in minor units.
        tax_minor: Signed, in minor units.
        tenders: (method, signed net amount in minor units), sorted by method, each
            method once.
        quantity_micro: Signed sum of the quantities, in millionths.
    """

    count: Integer
    gross_minor: Integer
    tax_minor: Integer
    tenders: tuple[tuple[Name, Integer], ...]
    quantity_micro: Integer

    @classmethod
    def of(
        cls,
        *,
        count: int,
        gross_minor: int,
        tax_minor: int,
        tenders: Mapping[str, int],
        quantity_micro: int,
    ) -> ControlTotals:
        """Build the totals with the tenders in their canonical order."""
        ordered = tuple(sorted(tenders.items()))
        return cls(count, gross_minor, tax_minor, ordered, quantity_micro)


class Header(Struct, frozen=True, gc=False, kw_only=True):
    """Everything about an event that must stay readable for ever.

    The declared order is the order on the wire.

    Attributes:
        v: Version of the envelope.
        alg_hash: Algorithm of the chain of hashes.
        alg_signature: Algorithm of the signature over the hash.
        event_id: UUIDv7; survives retries, re-homing and relays.
        tenant: The company.
        store: The business unit.
        workstation: The point of sale that wrote the event.
        lane: Which chain of the workstation; all money is in `ledger`.
        epoch: 16 lower-case hex digits.
        parent: Only in the first event of an epoch that continues another.
        seq: Dense from 1 in (workstation, lane, epoch).
        type: What happened, past tense, as in `sale.completed`.
        type_v: Version of the body of this type.
        app: Build of the program that wrote it.
        schema: Version of the local database.
        feed_pos: Cursor of the reference data in force; None before the first.
        t_wall: The device's clock, ms since 1970 UTC.
        t_mono: ms since the device was started.
        boot_id: Which start `t_mono` counts from.
        t_est: Best estimate of the true time, ms since 1970 UTC; None if unknown.
        t_err: Bound of the error of `t_est`, ms.
        biz_day: The business day, YYYY-MM-DD; None outside one.
        deps: Ids of the events this one needs.
        ctl: What it adds to the accounts; None if nothing.
    """

    v: Literal[1] = 1
    alg_hash: Literal["sha256"] = "sha256"
    alg_signature: Literal["ed25519"] = "ed25519"
    event_id: EventId
    tenant: Name
    store: Name
    workstation: Name
    lane: Name = LEDGER_LANE
    epoch: Epoch
    parent: ParentLink | None = None
    seq: Sequence
    type: EventType
    type_v: Sequence
    app: Name
    schema: Name
    feed_pos: str | None = None
    t_wall: Natural
    t_mono: Natural
    boot_id: Name
    t_est: Natural | None = None
    t_err: Natural | None = None
    biz_day: BusinessDay | None = None
    deps: tuple[EventId, ...] = ()
    ctl: ControlTotals | None = None


class StoredEvent(Struct, frozen=True, gc=False):
    """One event exactly as the ledger keeps it and the wire carries it.

    Attributes:
        header: Canonical bytes of the header.
        body: The exact bytes of the body; never encoded again.
        prev: Hash of the event before it, or of the parent, or zeros; 32 bytes.
        hash: See `event_hash`; 32 bytes.
        signature: Ed25519 over `hash`; 64 bytes.
    """

    header: bytes
    body: bytes
    prev: bytes
    hash: bytes
    signature: bytes


_encoder: Final = msgspec.json.Encoder()
_decoder: Final = json_decoder(Header)


def encode_header(header: Header) -> bytes:
    """Return the canonical bytes: UTF-8 JSON in declared order, no white space.

    Raises:
        MalformedMessageError: A field breaks its rule. Refused here, before it is
            hashed, because a chain that holds a bad header can never be sent.
    """
    data = _encode(header)
    _require_rules(_decode(data))
    return data


def decode_header(data: bytes) -> Header:
    """Read canonical header bytes.

    Bytes that mean the same but are written otherwise (white space, another order,
    unknown or repeated names) are refused: two readers might understand them in
    two ways, while the hash covers only the bytes.

    Raises:
        MalformedMessageError: Not the canonical bytes of a header.
    """
    header = _decode(data)
    if _encode(header) != data:
        raise MalformedMessageError("the header is not in its canonical form")
    _require_rules(header)
    return header


def decode_stored_header(data: bytes) -> Header:
    """Read header bytes that `decode_header` has accepted before."""
    return _decode(data)


def _decode(data: bytes) -> Header:
    if len(data) > HEADER_BYTES_MAX:
        message = f"the header has more than {HEADER_BYTES_MAX} bytes"
        raise MalformedMessageError(message)
    try:
        return _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise MalformedMessageError(f"the header cannot be read: {error}") from error


def _require_rules(header: Header) -> None:
    """Check what the types of the fields cannot say."""
    if header.parent is not None and header.seq != 1:
        raise MalformedMessageError("only the first event of an epoch has a parent")
    if header.ctl is not None and not _is_ordered(header.ctl.tenders):
        raise MalformedMessageError("the tenders of the header are not in order")


def event_hash(prev: bytes, header: bytes, body: bytes) -> bytes:
    """Return SHA-256(prev, length of header as 8 bytes big endian, header, body)."""
    assert len(prev) == HASH_BYTES
    digest = hashlib.sha256(prev)
    digest.update(len(header).to_bytes(8, "big"))
    digest.update(header)
    digest.update(body)
    return digest.digest()


def first_prev(header: Header) -> bytes:
    """Return the `prev` that the first event of an epoch must have."""
    assert header.seq == 1
    return GENESIS_PREV if header.parent is None else bytes.fromhex(header.parent.hash)


def _encode(header: Header) -> bytes:
    try:
        return _encoder.encode(header)
    except (msgspec.MsgspecError, TypeError, ValueError, OverflowError) as error:
        raise MalformedMessageError(f"the header cannot be written: {error}") from error


def _is_ordered(tenders: tuple[tuple[str, int], ...]) -> bool:
    return all(before[0] < after[0] for before, after in pairwise(tenders))
