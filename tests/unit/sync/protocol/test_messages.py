"""Messages: round trips, limits, hostile bytes, signed checkpoints."""

from __future__ import annotations

import gzip
import os
import zlib

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sync.protocol.envelope import StoredEvent
from sync.protocol.errors import (
    CheckpointSignatureError,
    MalformedMessageError,
    MessageTooLargeError,
)
from sync.protocol.events import encode_body
from sync.protocol.events.epoch_opened_v1 import AbandonedTail, EpochOpened
from sync.protocol.messages import (
    HELD_EPOCHS_MAX,
    PUSH_EVENTS_MAX,
    REQUEST_BYTES_MAX,
    REQUEST_INFLATED_BYTES_MAX,
    Enrol,
    EnrolReply,
    EpochPosition,
    EpochWatermark,
    EventVerdict,
    FeedCheckpoint,
    FeedRow,
    Hello,
    HelloReply,
    PushReply,
    Refusal,
    RetryPolicy,
    SignedCheckpoint,
    decode,
    decode_push,
    deflate,
    encode,
    encode_push,
    idempotency_key,
    inflate,
    open_checkpoint,
    seal_checkpoint,
)
from sync.protocol.signature import Signer

CENTRAL = Signer(bytes(range(32)))
EPOCH = "00112233aabbccdd"
HASH = "ab" * 32
MESSAGES: list[msgspec.Struct] = [
    Hello(epochs=(EpochPosition(EPOCH, 3, HASH),), feed_cursor="c", build="1"),
    HelloReply(
        incarnation="i",
        epochs=(EpochWatermark(EPOCH, 0, None, 0), EpochWatermark(EPOCH, 2, HASH, 1)),
        time=5,
        min_build="",
        retry_policy=RetryPolicy(1_000, 60_000),
        lanes_paused=(),
    ),
    PushReply(
        epoch=EPOCH,
        hw=2,
        hw_hash=HASH,
        archived_hw=0,
        verdicts=(EventVerdict(1, "applied"), EventVerdict(2, "quarantined", "why")),
        incarnation="i",
    ),
    Refusal(code="gap", message="m", time=1, epoch=EPOCH, hw=1, hw_hash=HASH),
    Enrol(code="c", public_key=bytes(32), epoch=EPOCH),
    EnrolReply(
        tenant="t",
        store="s",
        workstation="w",
        central_public_key=bytes(32),
        name="Till 7",
    ),
]

events = st.builds(
    StoredEvent,
    header=st.text(st.characters(exclude_categories=["Cs"])).map(str.encode),
    body=st.binary(max_size=200)
    | st.text(st.characters(exclude_categories=["Cs"])).map(str.encode),
    prev=st.binary(min_size=32, max_size=32),
    hash=st.binary(min_size=32, max_size=32),
    signature=st.binary(min_size=64, max_size=64),
)


def event(body: bytes = b"{}") -> StoredEvent:
    return StoredEvent(b"{}", body, bytes(32), bytes(32), bytes(64))


def checkpoint() -> FeedCheckpoint:
    row = FeedRow(
        kind="item", key="1", version=1, deleted=False, data=msgspec.Raw(b'{"a":1}')
    )
    return FeedCheckpoint(
        tenant="t",
        store="s",
        incarnation="i",
        after="",
        cursor="c",
        resnapshot=True,
        complete=True,
        rows=(row,),
    )


@pytest.mark.parametrize("message", MESSAGES, ids=lambda each: type(each).__name__)
def test_a_message_survives_the_wire(message: msgspec.Struct) -> None:
    assert decode(type(message), encode(message)) == message


def test_more_epochs_than_an_event_can_name_are_not_heard() -> None:

    def reply(count: int) -> HelloReply:
        epochs = [os.urandom(8).hex() for _ in range(count)]
        return HelloReply(
            incarnation="i",
            epochs=tuple(EpochWatermark(each, 2**53 - 1, None, 0) for each in epochs),
            time=1,
            min_build="",
            retry_policy=RetryPolicy(1, 1),
            lanes_paused=(),
        )

    most = reply(HELD_EPOCHS_MAX)
    body = EpochOpened(
        reason="rollback",
        series="B",
        first_number=1,
        public_key="",
        at_ms=1,
        abandoned=tuple(
            AbandonedTail(source="central server", epoch=each.epoch, seq=each.hw)
            for each in most.epochs
        ),
    )
    pushed = StoredEvent(b"", encode_body(body), bytes(32), bytes(32), bytes(64))

    assert decode(HelloReply, encode(most)) == most
    assert decode_push(encode_push([pushed])) == [pushed]
    with pytest.raises(MalformedMessageError):
        decode(HelloReply, encode(reply(HELD_EPOCHS_MAX + 1)))


def test_a_verdict_travels_as_a_short_list() -> None:
    assert encode(EventVerdict(7, "applied")) == b'[7,"applied",null]'


def test_names_of_a_newer_version_are_ignored() -> None:
    data = encode(MESSAGES[4]).replace(b"{", b'{"colour":"red",', 1)

    assert decode(Enrol, data) == MESSAGES[4]


@pytest.mark.parametrize(
    "kind", [*(type(each) for each in MESSAGES), SignedCheckpoint, FeedCheckpoint]
)
@given(data=st.binary(max_size=200) | st.sampled_from([b"[" * 5000, b"{}", b'{"a":']))
def test_hostile_bytes_raise_the_one_error(
    kind: type[msgspec.Struct], data: bytes
) -> None:
    with pytest.raises(MalformedMessageError):
        decode(kind, data)


@given(pushed=st.lists(events, max_size=5))
def test_a_push_keeps_every_byte(pushed: list[StoredEvent]) -> None:
    data = encode_push(pushed)

    assert decode_push(data) == pushed
    assert encode_push(pushed) == data


@given(data=st.binary(max_size=300))
def test_a_hostile_push_raises_the_one_error(data: bytes) -> None:
    assume(data.strip(b" \t\r\n"))  # "[ ]" is an empty push, and a good one
    for body in (data, deflate(data), deflate(b"[" + data + b"]"[: len(data)])):
        with pytest.raises(MalformedMessageError):
            decode_push(body)


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        (b'"header"', b'"head"'),
        (b'"prev":"00', b'"prev":"0'),
        (b'"hash":"00', b'"hash":"ZZ'),
        (b'"signature":"AA', b'"signature":"'),
        (b'"body":"{}"', b'"body":"{}","body_base64":"YQ=="'),
        (b'"body":"{}"', b'"body":"\\ud800"'),
    ],
)
def test_a_damaged_push_raises_the_one_error(written: bytes, instead: bytes) -> None:
    data = inflate(encode_push([event()]))
    assert written in data

    with pytest.raises(MalformedMessageError):
        decode_push(deflate(data.replace(written, instead, 1)))


def test_a_gzip_bomb_is_stopped_at_the_limit() -> None:
    bomb = deflate(bytes(REQUEST_INFLATED_BYTES_MAX + 1))
    assert len(bomb) < REQUEST_BYTES_MAX

    with pytest.raises(MessageTooLargeError, match="inflates"):
        decode_push(bomb)


def test_a_push_of_too_many_bytes_or_events_is_too_large() -> None:
    with pytest.raises(MessageTooLargeError, match="bytes"):
        decode_push(bytes(REQUEST_BYTES_MAX + 1))
    with pytest.raises(MessageTooLargeError, match="events"):
        decode_push(encode_push([event()] * (PUSH_EVENTS_MAX + 1)))
    assert len(decode_push(encode_push([event()] * PUSH_EVENTS_MAX))) == PUSH_EVENTS_MAX


def test_inflation_to_exactly_the_limit_is_allowed() -> None:
    assert inflate(deflate(bytes(10)), 10) == bytes(10)
    with pytest.raises(MessageTooLargeError):
        inflate(deflate(bytes(11)), 10)


def test_only_one_whole_gzip_member_is_inflated() -> None:
    data = deflate(b"whole")

    assert gzip.decompress(data) == b"whole"
    for damaged in (data[:-1], data + b"x", data + data, zlib.compress(b"x"), b""):
        with pytest.raises(MalformedMessageError):
            inflate(damaged)


def test_the_idempotency_key_names_stream_range_and_head() -> None:
    stream = ("t", "s", "w", "ledger", EPOCH)
    key = idempotency_key(stream, 1, 2, bytes(32))

    others = {
        idempotency_key(("t", "s", "w", "l", EPOCH), 1, 2, bytes(32)),
        idempotency_key(stream, 1, 3, bytes(32)),
        idempotency_key(stream, 2, 2, bytes(32)),
        idempotency_key(stream, 1, 2, b"\x01" * 32),
    }

    assert len(key) == 64
    assert key == idempotency_key(stream, 1, 2, bytes(32))
    assert len(others - {key}) == 4


def test_a_sealed_checkpoint_opens_with_the_pinned_key() -> None:
    sealed = seal_checkpoint(checkpoint(), CENTRAL)

    assert open_checkpoint(sealed, CENTRAL.public_key) == checkpoint()


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        (b'"version":1', b'"version":2'),
        (b'{"a":1}', b'{"a":2}'),
        (b'"complete":true', b'"complete":false'),
        (b'"complete":true', b'"complete": true'),
        (b'"signature":"', b'"signature":"AAAA'),
    ],
)
def test_a_changed_checkpoint_is_not_opened(written: bytes, instead: bytes) -> None:
    sealed = seal_checkpoint(checkpoint(), CENTRAL)
    assert written in sealed

    with pytest.raises(CheckpointSignatureError):
        open_checkpoint(sealed.replace(written, instead), CENTRAL.public_key)


def test_another_central_cannot_speak_for_the_pinned_one() -> None:
    sealed = seal_checkpoint(checkpoint(), Signer(bytes(32)))

    with pytest.raises(CheckpointSignatureError):
        open_checkpoint(sealed, CENTRAL.public_key)


def test_signed_bytes_that_are_no_checkpoint_are_malformed() -> None:
    inner = b'{"rows":1}'
    signature = CENTRAL.sign(b"evertill feed checkpoint 1\n" + inner)
    sealed = encode(
        SignedCheckpoint(checkpoint=msgspec.Raw(inner), signature=signature)
    )

    with pytest.raises(MalformedMessageError):
        open_checkpoint(sealed, CENTRAL.public_key)
