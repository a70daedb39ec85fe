"""Hostile bytes into every decoder: each refuses by its own error and nothing else."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from structs.decoding import msgpack_decoder
from sync.central import catalog_import
from sync.central.effects import effect_of
from sync.protocol import completeness, messages, returns
from sync.protocol.envelope import Header, decode_header
from sync.protocol.errors import (
    CheckpointSignatureError,
    MalformedMessageError,
    RequestSignatureError,
)
from sync.protocol.events import UnknownEventError, decode_body
from sync.protocol.messages import deflate
from sync.protocol.request_signing import (
    NONCE_HEADER,
    SIGNATURE_HEADER,
    TIME_HEADER,
    WORKSTATION_HEADER,
    SignedParts,
    read_claim,
    sign_request,
    verify_request,
)
from sync.protocol.signature import Signer
from terminal.domain.errors import DomainError
from terminal.domain.pricing.read_request import read_request
from terminal.domain.reference_data.file_kind import FileKind
from terminal.replication import local_messages
from terminal.replication.local_socket import PEER_ERRORS
from tests.support.fuzz import damaged, hostile, hostile_gzip, json_values, noise, runs
from tests.support.till_chain import TillChain

FEW: Final = 20
MANY: Final = 5_000

EVENTS: Final = Path(__file__).parents[2] / "fixtures" / "events"
SIGNER: Final = Signer(bytes(32))
DIGITS: Final = "ab" * 32
EPOCH: Final = "00112233aabbccdd"


def chain() -> TillChain:
    made = TillChain(bytes(32))
    made.sell()
    made.sell()
    return made


CHAIN: Final = chain()
WIRE: Final = messages.inflate(messages.encode_push(CHAIN.events))
CHECKPOINT: Final = messages.FeedCheckpoint(
    tenant="acme",
    store="S-01",
    incarnation="life",
    after="",
    cursor="c",
    resnapshot=True,
    complete=True,
    rows=(
        messages.FeedRow(
            kind="item", key="k", version=1, deleted=False, data=msgspec.Raw(b"{}")
        ),
    ),
)
MESSAGES: Final[tuple[msgspec.Struct, ...]] = (
    messages.Hello(epochs=(messages.EpochPosition(EPOCH, 3, DIGITS),)),
    messages.HelloReply(
        incarnation="life",
        epochs=(messages.EpochWatermark(EPOCH, 2, DIGITS, 1),),
        time=1,
        min_build="",
        retry_policy=messages.RetryPolicy(1, 2),
        lanes_paused=(),
    ),
    messages.PushReply(
        epoch=EPOCH,
        hw=1,
        hw_hash=DIGITS,
        archived_hw=0,
        verdicts=(messages.EventVerdict(1, "applied"),),
        incarnation="life",
    ),
    messages.Refusal(code="busy", message="later", time=1),
    messages.Enrol(code="ABC", public_key=bytes(32), epoch=EPOCH),
    messages.EnrolReply(
        tenant="acme",
        store="S-01",
        workstation="T-07",
        central_public_key=bytes(32),
        name="one",
    ),
    CHECKPOINT,
    completeness.AskCompleteness(
        epoch=EPOCH, first_seq=1, last_seq=2, head_hash=DIGITS
    ),
    completeness.CompletenessReply(is_complete=False, code="missing", held=3),
    returns.ReturnClaim(
        transaction_id="t",
        event_id="e",
        lines=(returns.ClaimedLine(1, 1_000_000),),
        releases=("x",),
    ),
)


def refuses(decode: Callable[[], object], *errors: type[Exception]) -> None:
    """Decode; an error of another kind fails the test."""
    with contextlib.suppress(*errors):
        decode()


def decode_message(data: bytes) -> None:
    for message in MESSAGES:
        refuses(lambda: messages.decode(type(message), data), MalformedMessageError)  # noqa: B023 - called at once


def decode_push(data: bytes) -> None:
    refuses(lambda: messages.decode_push(data), MalformedMessageError)


def open_checkpoint(data: bytes) -> None:
    refuses(
        lambda: messages.open_checkpoint(data, SIGNER.public_key),
        MalformedMessageError,
        CheckpointSignatureError,
    )
    # Even what the pinned center signs may be damaged by its own fault.
    sealed = messages.encode(
        messages.SignedCheckpoint(
            checkpoint=msgspec.Raw(data),
            signature=SIGNER.sign(messages._CHECKPOINT_DOMAIN + data),
        )
    )
    refuses(
        lambda: messages.open_checkpoint(sealed, SIGNER.public_key),
        MalformedMessageError,
        CheckpointSignatureError,
    )


def open_completeness(data: bytes) -> None:
    reply = completeness.CompletenessReply(
        is_complete=True,
        receipt=msgspec.Raw(data),
        signature=SIGNER.sign(completeness._DOMAIN + data),
    )
    refuses(
        lambda: completeness.open_completeness(reply, SIGNER.public_key),
        MalformedMessageError,
    )


def decode_headers(data: bytes) -> None:
    refuses(lambda: decode_header(data), MalformedMessageError)


def read_body(data: bytes) -> None:
    for file in EVENTS.glob("*.json"):
        kind, _, version = file.stem.rpartition("_v")
        for name in (kind.replace("_", "."), kind.replace("_", ".", 1)):
            refuses(
                lambda: decode_body(name, int(version), data),  # noqa: B023 - at once
                UnknownEventError,
                msgspec.DecodeError,
            )


def give_effect(data: bytes) -> None:
    """No body can make the center fail: it is used or put into quarantine."""
    header = decode_header(CHAIN.events[0].header)
    for kind in ("sale.completed", "transaction.voided", "transaction.cancelled"):
        for version in (1, 2):
            changed: Header = msgspec.structs.replace(header, type=kind, type_v=version)
            effect_of(changed, data)


def read_price_request(data: bytes) -> None:
    refuses(lambda: read_request(data), DomainError)


def read_import(data: bytes) -> None:
    for kind in FileKind:
        refuses(
            lambda: catalog_import.read(data, kind, dry_run=True),  # noqa: B023 - at once
            DomainError,
        )


def read_local(data: bytes) -> None:
    for form in (local_messages.Question, local_messages.Answer):
        decoder: msgspec.msgpack.Decoder[Any] = msgpack_decoder(form)
        refuses(lambda: decoder.decode(data), *PEER_ERRORS)  # noqa: B023 - at once


def _fits(value: Any) -> bool:
    """Tell whether MessagePack can hold *value*."""
    try:
        msgspec.msgpack.encode(value)
    except (OverflowError, UnicodeError, RecursionError):
        return False
    return True


def events() -> list[bytes]:
    return [CHAIN.events[0].body] + [
        file.read_bytes() for file in sorted(EVENTS.glob("*.json"))
    ]


LOCAL: Final = [
    msgspec.msgpack.encode(message)
    for message in (
        local_messages.Nudge(),
        local_messages.Lookup("receipt", 1_000, "k"),
        local_messages.AgentStatus(
            state="online", cause="", waiting=1, waiting_gross_minor=2
        ),
    )
]
IMPORTS: Final = [
    b"item_id,description,unit,price,tax_group\n1,Milk,ea,1.20,A\n",
    b"plu;description;price\r\n4011;Bananas;1,99\r\n",
    b'{"item_id": "1", "description": "Milk", "price": "1.20"}\n',
    b"item_id,price_list,price,starts_at\n1,base,1.20,2031-04-02\n",
    b'{"promotion_id": "p", "kind": "percent", "conditions": []}\n',
]
PRICES: Final = [
    b'{"at":"2031-04-02T10:00:00+02:00","lines":[{"scan_code":"4011","quantity":"1"}]}'
]

DECODERS: Final[
    Mapping[str, tuple[Callable[[bytes], None], st.SearchStrategy[bytes]]]
] = {
    "message": (decode_message, hostile([messages.encode(each) for each in MESSAGES])),
    "push": (decode_push, hostile_gzip([WIRE])),
    "checkpoint": (
        open_checkpoint,
        hostile(
            [messages.encode(CHECKPOINT), messages.seal_checkpoint(CHECKPOINT, SIGNER)]
        ),
    ),
    "completeness": (open_completeness, hostile([messages.encode(MESSAGES[-2])])),
    "header": (decode_headers, hostile([event.header for event in CHAIN.events])),
    "body": (read_body, hostile(events())),
    "effect": (give_effect, hostile(events())),
    "price-request": (read_price_request, hostile(PRICES)),
    "import": (
        read_import,
        hostile(IMPORTS[2:3])
        | damaged(IMPORTS)
        | damaged([deflate(each) for each in IMPORTS]),
    ),
    "local": (
        read_local,
        damaged(LOCAL) | noise | json_values.filter(_fits).map(msgspec.msgpack.encode),
    ),
}


@pytest.mark.parametrize("name", sorted(DECODERS))
def test_hostile_bytes_are_refused(name: str) -> None:
    _run(name, FEW)


@pytest.mark.campaign
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", sorted(DECODERS))
def test_a_great_many_hostile_bytes_are_refused(name: str) -> None:
    _run(name, MANY)


def _run(name: str, count: int) -> None:
    decode, strategy = DECODERS[name]

    @runs(count)
    @given(data=strategy)
    def feed(data: bytes) -> None:
        decode(data)

    feed()


header_texts: Final = st.text(st.characters(max_codepoint=255), max_size=60)


def claims(count: int) -> None:
    parts = SignedParts("POST", "/v1/push", b"body")
    good = sign_request(
        SIGNER, parts, workstation="T-07", nonce="n" * 22, time_ms=1_900_000_000_000
    )

    @runs(count)
    @given(
        changed=st.dictionaries(
            st.sampled_from(
                [WORKSTATION_HEADER, TIME_HEADER, NONCE_HEADER, SIGNATURE_HEADER]
            ),
            header_texts
            | noise.map(lambda data: base64.b64encode(data).decode())
            | st.sampled_from(["", "0", "9" * 30, "%00", "%FF", "²" * 13, "=" * 88]),
            min_size=1,
        )
    )
    def feed(changed: dict[str, str]) -> None:
        headers = good | changed
        if headers == good:
            return
        try:
            claim = read_claim(headers)
            verify_request(claim, SIGNER.public_key, parts)
        except RequestSignatureError:
            return
        # Only another way to write the same claim may pass.
        assert (claim.workstation, claim.time_ms, claim.nonce) != ("", 0, "")
        assert claim.time_ms == 1_900_000_000_000
        assert claim.nonce == "n" * 22

    feed()


def test_hostile_signing_headers_are_refused() -> None:
    claims(FEW)


@pytest.mark.campaign
def test_a_great_many_hostile_signing_headers_are_refused() -> None:
    claims(MANY)
