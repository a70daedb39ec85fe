"""What workstation and central say to each other, and the limits of it.

Every message is UTF-8 JSON. Readers ignore names they do not know, so that either
side may be newer than the other; nothing here is hashed by the chain of events.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from typing import Annotated, Final, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from structs.decoding import decode_json, json_decoder
from sync.protocol.envelope import (
    SIGNATURE_BYTES,
    Epoch,
    HashHex,
    Name,
    Natural,
    Sequence,
    StoredEvent,
)
from sync.protocol.errors import (
    CheckpointSignatureError,
    MalformedMessageError,
    MessageTooLargeError,
)
from sync.protocol.signature import PUBLIC_KEY_BYTES, Signer, verify
from sync.protocol.succession import (
    STREAMS_MAX,
    WORDS_MAX,
    HeldStream,
    KeySuccession,
)

REQUEST_BYTES_MAX: Final = 1024 * 1024
REQUEST_INFLATED_BYTES_MAX: Final = 16 * 1024 * 1024
PUSH_EVENTS_MAX: Final = 1_000
FEED_ROWS_MAX: Final = 1_000
HELLO_EPOCHS_MAX: Final = 1_000
HELD_EPOCHS_MAX: Final = 10_000
"""Most epochs of one workstation that a central tells of: a till that gives them all up
says so in one event, which must be small enough to be sent."""

HASHES_MAX: Final = 64
"""Most events whose hashes one request compares."""

CURSOR_CHARACTERS_MAX: Final = 512

_GZIP_WINDOW_BITS: Final = 31
_GZIP_LEVEL: Final = 1
_CHECKPOINT_DOMAIN: Final = b"evertill feed checkpoint 1\n"

Verdict = Literal["applied", "duplicate", "quarantined"]
ConflictCode = Literal["gap", "fork", "chain"]


class EpochPosition(Struct, frozen=True):
    """How far the workstation's own ledger goes in one epoch."""

    epoch: Epoch
    last_seq: Natural
    last_hash: HashHex


class EpochWatermark(Struct, frozen=True):
    """How far the central has one epoch without a gap.

    Attributes:
        epoch: Which epoch.
        hw: The last seq that is stored; 0 before the first. Always the authority
            for what to send next.
        hw_hash: The hash of that event; None at 0.
        archived_hw: The last seq that a copy of the central also has.
    """

    epoch: Epoch
    hw: Natural
    hw_hash: HashHex | None
    archived_hw: Natural


class RetryPolicy(Struct, frozen=True):
    """How long a workstation waits between attempts: full jitter, doubling."""

    first_ms: Natural
    cap_ms: Natural


class Hello(Struct, frozen=True, kw_only=True):
    """What a workstation says at every connect.

    Attributes:
        epochs: Every epoch it keeps, closed ones too.
        feed_cursor: Where its reference data stands; None before the first.
        feed_digest: Digest of that reference data, if it computes one.
        incarnation_seen: Incarnation of the central that it last spoke to.
        build: Its program.
        schema: Version of its ledger database.
        boot_id: Which run of its agent speaks, at random; empty: it does not say.
        run_token: The `run_token` of the last reply that this run heard.
        last_number: Series and number of its newest receipt, such as `A-12`.
    """

    epochs: Annotated[tuple[EpochPosition, ...], Meta(max_length=HELLO_EPOCHS_MAX)]
    feed_cursor: str | None = None
    feed_digest: str | None = None
    incarnation_seen: str | None = None
    build: str = ""
    schema: str = ""
    boot_id: Annotated[str, Meta(max_length=64)] = ""
    run_token: Annotated[str, Meta(max_length=64)] = ""
    last_number: Annotated[str, Meta(max_length=64)] = ""


class HelloReply(Struct, frozen=True, kw_only=True):
    """What the central knows of the workstation.

    Attributes:
        incarnation: Changes whenever the central's database was restored.
        epochs: Every epoch it asked for and every other one the central holds.
        time: The central's clock, ms since 1970 UTC.
        min_build: Oldest program that may push; empty: any.
        retry_policy: See there.
        lanes_paused: Lanes the workstation must not push now.
        quarantined: Events of this workstation that wait for a repair.
        suspended: Why its key was suspended just now; empty when it was not.
        run_token: To be said in the next hello of the same run.
    """

    incarnation: str
    epochs: Annotated[tuple[EpochWatermark, ...], Meta(max_length=HELD_EPOCHS_MAX)]
    time: Natural
    min_build: str
    retry_policy: RetryPolicy
    lanes_paused: tuple[str, ...]
    quarantined: Natural = 0
    suspended: str = ""
    run_token: str = ""


class Hashes(Struct, frozen=True, kw_only=True):
    """A workstation compares its chain with the central's.

    Attributes:
        epoch: Which of its epochs.
        seqs: Which events.
    """

    epoch: Epoch
    seqs: Annotated[tuple[Sequence, ...], Meta(max_length=HASHES_MAX)]


class HashesReply(Struct, frozen=True, kw_only=True):
    """What the central holds there.

    Attributes:
        epoch: As asked.
        hashes: One for each event asked for; None where the central has none.
        incarnation: Of the central.
    """

    epoch: Epoch
    hashes: tuple[HashHex | None, ...]
    incarnation: str = ""


class WireEvent(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """One event of a push.

    Header and body travel as JSON *strings* that hold their exact text: an
    intermediary that formats JSON again cannot change a hashed byte.

    Attributes:
        header: Text of the canonical header.
        body: Text of the body.
        body_base64: The body instead, where it is not UTF-8 and so no text.
        prev: 64 hex digits.
        hash: 64 hex digits.
        signature: Base64.
    """

    header: str
    body: str = ""
    body_base64: bytes = b""
    prev: HashHex
    hash: HashHex
    signature: Annotated[
        bytes, Meta(min_length=SIGNATURE_BYTES, max_length=SIGNATURE_BYTES)
    ]


class EventVerdict(Struct, frozen=True, gc=False, array_like=True):
    """What became of one pushed event: `[seq, verdict, code]`.

    Attributes:
        seq: Which event.
        verdict: `applied`; `duplicate`: the central had it already, no effect;
            `quarantined`: stored, counted, but without effect until repaired.
        code: Why it is quarantined or a duplicate; else None.
    """

    seq: Sequence
    verdict: Verdict
    code: str | None = None


class PushReply(Struct, frozen=True, kw_only=True):
    """The events are stored durably up to `hw`."""

    epoch: Epoch
    hw: Natural
    hw_hash: HashHex | None
    archived_hw: Natural
    verdicts: tuple[EventVerdict, ...]
    incarnation: str


class Refusal(Struct, frozen=True, kw_only=True):
    """The body of every answer that is not 200.

    Attributes:
        code: Stable word; for 409 of a push one of `gap`, `fork`, `chain`; for 401
            `clock` when the time of the request is outside the window.
        message: For people.
        time: The central's clock, ms since 1970 UTC.
        epoch: Of a refused push.
        hw: The watermark of that epoch.
        hw_hash: Its hash.
    """

    code: str
    message: str
    time: Natural
    epoch: str | None = None
    hw: int | None = None
    hw_hash: str | None = None


class Enrol(Struct, frozen=True, kw_only=True):
    """A workstation introduces itself with a code that works once.

    Attributes:
        code: As a person typed it.
        public_key: The key it will sign with.
        epoch: The first epoch that this key signs.
        succession: The word of the key that its ledger was signed with so far; None
            from a new home.
        streams: The epochs of that ledger, for what of them is still to be sent.
        earlier: The words of the keys before that one, oldest first. A central that
            was restored may know none but the first of these keys.
    """

    code: Annotated[str, Meta(max_length=128)]
    public_key: Annotated[
        bytes, Meta(min_length=PUBLIC_KEY_BYTES, max_length=PUBLIC_KEY_BYTES)
    ]
    epoch: Epoch
    succession: KeySuccession | None = None
    streams: Annotated[tuple[HeldStream, ...], Meta(max_length=STREAMS_MAX)] = ()
    earlier: Annotated[tuple[KeySuccession, ...], Meta(max_length=WORDS_MAX)] = ()


class KnownEpoch(Struct, frozen=True, kw_only=True):
    """How far the central knows one epoch of a workstation.

    Attributes:
        hw: The last event that it holds.
        hw_hash: Its hash; None at 0.
        claimed_seq: The last event that a greeting told of; at least `hw`.
    """

    epoch: Epoch
    hw: Natural
    hw_hash: HashHex | None
    claimed_seq: Natural


class Known(Struct, frozen=True, kw_only=True):
    """What the central knows of a workstation from before it joined.

    Attributes:
        epochs: In the order in which they arrived, the newest last.
        series: The newest receipt series that it heard of; empty: none.
        number: The last receipt number of that series; 0: none.
        business_day: Of the till period that is open; empty: none is.
        opened_at_ms: When that period was opened, by the till's clock; 0: none is.
    """

    epochs: tuple[KnownEpoch, ...] = ()
    series: str = ""
    number: Natural = 0
    business_day: str = ""
    opened_at_ms: Natural = 0


class EnrolReply(Struct, frozen=True, kw_only=True):
    """Who the workstation is from now on, and the key it pins.

    Attributes:
        known: What the central knew of it before; None from an older central.
    """

    tenant: Name
    store: Name
    workstation: Name
    central_public_key: Annotated[
        bytes, Meta(min_length=PUBLIC_KEY_BYTES, max_length=PUBLIC_KEY_BYTES)
    ]
    name: str
    known: Known | None = None


class FeedRow(Struct, frozen=True, kw_only=True):
    """The newest state of one row of reference data.

    Attributes:
        kind: `item`, `identity`, `tax_group`, `price_list`, `price`, `promotion`,
            `member`, `exchange_rate`, `operator`, `setting`; readers keep unknown
            kinds and use them after an upgrade.
        key: Identity within the kind.
        version: Grows by one with each change of the row.
        deleted: The row is gone; `data` is null.
        data: The row as JSON; shape by kind.
    """

    kind: Name
    key: str
    version: Sequence
    deleted: bool
    data: msgspec.Raw


class FeedCheckpoint(Struct, frozen=True, kw_only=True):
    """A piece of the feed that is applied whole.

    Attributes:
        tenant: Whose data.
        store: For which store.
        incarnation: Of the central.
        after: The cursor that was asked with; a reader refuses another one's answer.
        cursor: What to ask with next; opaque.
        resnapshot: These rows begin a new snapshot: what an earlier snapshot gave
            and this one has not given by its first `complete` is gone.
        complete: Nothing follows for now.
        rows: At most `FEED_ROWS_MAX`.
        digest: 64 hex digits, the digest of every row of the scope at `cursor`, see
            `sync.protocol.feed_digest`; only with `complete`, empty from a center
            that knows none.
    """

    tenant: str
    store: str
    incarnation: str
    after: str
    cursor: str
    resnapshot: bool
    complete: bool
    rows: Annotated[tuple[FeedRow, ...], Meta(max_length=FEED_ROWS_MAX)]
    digest: str = ""


class SignedCheckpoint(Struct, frozen=True, kw_only=True):
    """A checkpoint as it travels: its exact bytes and the central's signature."""

    checkpoint: msgspec.Raw
    signature: bytes


_Message = TypeVar("_Message", bound=Struct)

_encoder: Final = msgspec.json.Encoder()
_push_decoder: Final = json_decoder(list[WireEvent])


def encode(message: Struct) -> bytes:
    """Return *message* as JSON bytes."""
    return _encoder.encode(message)


def decode(kind: type[_Message], data: bytes) -> _Message:
    """Read a message of *kind*.

    Raises:
        MalformedMessageError: The bytes are not one.
    """
    try:
        return decode_json(data, kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise MalformedMessageError(f"not a {kind.__name__}: {error}") from error


def encode_push(events: Iterable[StoredEvent]) -> bytes:
    """Return the body of a push: a JSON array, compressed with gzip at level 1.

    The same events give the same bytes.
    """
    data = _encoder.encode([_to_wire(event) for event in events])
    return deflate(data)


def decode_push(data: bytes) -> list[StoredEvent]:
    """Read the body of a push.

    Raises:
        MessageTooLargeError: Too many bytes, before or after inflation, or events.
        MalformedMessageError: Not a push.
    """
    if len(data) > REQUEST_BYTES_MAX:
        message = f"the push has more than {REQUEST_BYTES_MAX} bytes"
        raise MessageTooLargeError(message)
    return decode_events(inflate(data))


def decode_events(data: bytes) -> list[StoredEvent]:
    """Read the JSON array that a push holds.

    Raises:
        MessageTooLargeError: Too many events.
        MalformedMessageError: Not events.
    """
    try:
        wire = _push_decoder.decode(data)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise MalformedMessageError(f"not a push: {error}") from error
    if len(wire) > PUSH_EVENTS_MAX:
        message = f"the push has more than {PUSH_EVENTS_MAX} events"
        raise MessageTooLargeError(message)
    return [_from_wire(event) for event in wire]


def deflate(data: bytes) -> bytes:
    """Compress with gzip at the level of the protocol, without name or time."""
    compressor = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW_BITS)
    return compressor.compress(data) + compressor.flush()


def inflate(data: bytes, bytes_max: int = REQUEST_INFLATED_BYTES_MAX) -> bytes:
    """Inflate one gzip member, never to more than *bytes_max*.

    Raises:
        MessageTooLargeError: It would be more; no more than that was inflated.
        MalformedMessageError: Not exactly one whole gzip member.
    """
    inflater = zlib.decompressobj(_GZIP_WINDOW_BITS)
    try:
        inflated = inflater.decompress(data, bytes_max + 1)
    except zlib.error as error:
        raise MalformedMessageError(f"not gzip: {error}") from error
    if len(inflated) > bytes_max:
        message = f"the message inflates to more than {bytes_max} bytes"
        raise MessageTooLargeError(message)
    if not inflater.eof or inflater.unused_data:
        raise MalformedMessageError("not one whole gzip member")
    return inflated


def idempotency_key(
    stream: tuple[str, str, str, str, str], first_seq: int, last_seq: int, head: bytes
) -> str:
    """Return the `Idempotency-Key` of a push, 64 hex digits.

    The central recognises a repeated push by its events alone; the key lets proxies
    and logs recognise it too.

    Args:
        stream: (tenant, store, workstation, lane, epoch).
        first_seq: Of the batch.
        last_seq: Of the batch.
        head: Hash of the last event.
    """
    parts = [*stream, first_seq, last_seq, head.hex()]
    return hashlib.sha256(_encoder.encode(parts)).hexdigest()


def seal_checkpoint(checkpoint: FeedCheckpoint, signer: Signer) -> bytes:
    """Return *checkpoint* as it travels, signed by the central."""
    data = _encoder.encode(checkpoint)
    signature = signer.sign(_CHECKPOINT_DOMAIN + data)
    return _encoder.encode(
        SignedCheckpoint(checkpoint=msgspec.Raw(data), signature=signature)
    )


def open_checkpoint(data: bytes, central_public_key: bytes) -> FeedCheckpoint:
    """Read a checkpoint that the pinned central signed.

    Raises:
        CheckpointSignatureError: It did not; nothing of it may be used.
        MalformedMessageError: Not a checkpoint.
    """
    sealed = decode(SignedCheckpoint, data)
    inner = bytes(sealed.checkpoint)
    if not verify(central_public_key, _CHECKPOINT_DOMAIN + inner, sealed.signature):
        raise CheckpointSignatureError(
            "the reference data is not signed by the central this till was enrolled"
            " with; none of it was used"
        )
    return decode(FeedCheckpoint, inner)


def _to_wire(event: StoredEvent) -> WireEvent:
    try:
        body, body_base64 = event.body.decode("utf-8"), b""
    except UnicodeDecodeError:
        body, body_base64 = "", event.body
    return WireEvent(
        header=event.header.decode("utf-8"),
        body=body,
        body_base64=body_base64,
        prev=event.prev.hex(),
        hash=event.hash.hex(),
        signature=event.signature,
    )


def _from_wire(event: WireEvent) -> StoredEvent:
    if event.body and event.body_base64:
        raise MalformedMessageError("an event has two bodies")
    return StoredEvent(
        event.header.encode("utf-8"),
        event.body_base64 or event.body.encode("utf-8"),
        bytes.fromhex(event.prev),
        bytes.fromhex(event.hash),
        event.signature,
    )
