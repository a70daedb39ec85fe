"""The frozen header: canonical bytes, refusals, hash."""

from __future__ import annotations

import hashlib
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.envelope import (
    GENESIS_PREV,
    HEADER_BYTES_MAX,
    INTEGER_MAX,
    ControlTotals,
    Header,
    ParentLink,
    decode_header,
    encode_header,
    event_hash,
    first_prev,
)
from sync.protocol.errors import MalformedMessageError

EVENT_ID = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
FIELDS = [
    "v",
    "alg_hash",
    "alg_signature",
    "event_id",
    "tenant",
    "store",
    "workstation",
    "lane",
    "epoch",
    "parent",
    "seq",
    "type",
    "type_v",
    "app",
    "schema",
    "feed_pos",
    "t_wall",
    "t_mono",
    "boot_id",
    "t_est",
    "t_err",
    "biz_day",
    "deps",
    "ctl",
]

names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
integers = st.integers(-INTEGER_MAX, INTEGER_MAX)
naturals = st.integers(0, INTEGER_MAX)
sequences = st.integers(1, INTEGER_MAX)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
epochs = st.binary(min_size=8, max_size=8).map(bytes.hex)
event_ids = st.uuids(version=4).map(lambda each: f"{str(each)[:14]}7{str(each)[15:]}")
totals = st.builds(
    ControlTotals.of,
    count=integers,
    gross_minor=integers,
    tax_minor=integers,
    tenders=st.dictionaries(names, integers, max_size=4),
    quantity_micro=integers,
)


@st.composite
def headers(draw: st.DrawFn) -> Header:
    parent = draw(
        st.none() | st.builds(ParentLink, epoch=epochs, seq=sequences, hash=hashes)
    )
    return Header(
        event_id=draw(event_ids),
        tenant=draw(names),
        store=draw(names),
        workstation=draw(names),
        epoch=draw(epochs),
        parent=parent,
        seq=1 if parent else draw(sequences),
        type=draw(st.from_regex(r"\A[a-z0-9_]{1,9}(\.[a-z0-9_]{1,9}){0,2}\Z")),
        type_v=draw(sequences),
        app=draw(names),
        schema=draw(names),
        feed_pos=draw(st.none() | names),
        t_wall=draw(naturals),
        t_mono=draw(naturals),
        boot_id=draw(names),
        t_est=draw(st.none() | naturals),
        t_err=draw(st.none() | naturals),
        biz_day=draw(st.none() | st.dates().map(str)),
        deps=tuple(draw(st.lists(event_ids, max_size=3))),
        ctl=draw(st.none() | totals),
    )


def sample(**changes: object) -> Header:
    header = Header(
        event_id=EVENT_ID,
        tenant="acme",
        store="S-01",
        workstation="T-07",
        epoch="00112233aabbccdd",
        seq=1,
        type="sale.completed",
        type_v=1,
        app="0.1.0",
        schema="m1",
        t_wall=1_700_000_000_000,
        t_mono=5,
        boot_id="boot",
    )
    return msgspec.structs.replace(header, **changes)


@given(header=headers())
def test_a_header_survives_the_wire(header: Header) -> None:
    data = encode_header(header)

    assert decode_header(data) == header
    assert encode_header(decode_header(data)) == data


def test_the_wire_holds_every_field_in_its_place_and_no_white_space() -> None:
    data = encode_header(sample())

    assert list(json.loads(data)) == FIELDS
    assert b" " not in data
    assert b'"parent":null' in data


@given(data=st.binary(max_size=400))
def test_hostile_bytes_raise_the_one_error(data: bytes) -> None:
    with pytest.raises(MalformedMessageError):
        decode_header(data)


@given(position=st.integers(0, 10_000), value=st.integers(0, 255), cut=st.booleans())
def test_a_damaged_header_is_refused_or_another_header(
    position: int, value: int, cut: bool
) -> None:
    data = bytearray(encode_header(sample()))
    position %= len(data)
    data[position] = value
    damaged = bytes(data[:position] if cut else data)

    try:
        header = decode_header(damaged)
    except MalformedMessageError:
        return
    assert encode_header(header) == damaged


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        (b'"seq":1', b'"seq":1.0'),
        (b'"seq":1', b'"seq":0'),
        (b'"seq":1', b'"seq":1e0'),
        (b'"seq":1', b'"seq": 1'),
        (b'"seq":1', b'"seq":9007199254740992'),
        (b'"seq":1', b'"seq":1,"seq":1'),
        (b'"seq":1', b'"seq":1,"colour":"red"'),
        (b'"seq":1,', b""),
        (b'"v":1', b'"v":2'),
        (b'"sha256"', b'"md5"'),
        (b'"lane":"ledger",', b""),
        (b"acme", b"\\u0061cme"),
        (b"acme", b"ac\\u0000me"),
        (b"acme", b"\xff"),
        (b"acme", b"\\ud800"),
        (b"acme", b""),
        (b"aabbccdd", b"AABBCCDD"),
        (b"-7cc3-", b"-4cc3-"),
        (b"sale.completed", b"sale completed"),
        (b'"biz_day":null', b'"biz_day":"2031-4-2"'),
        (b'"deps":[]', b'"deps":' + b"[" * 5000),
    ],
)
def test_only_the_canonical_bytes_are_a_header(written: bytes, instead: bytes) -> None:
    data = encode_header(sample())
    assert written in data

    with pytest.raises(MalformedMessageError):
        decode_header(data.replace(written, instead, 1))


def test_a_header_that_breaks_a_rule_is_refused_before_it_is_hashed() -> None:
    parent = ParentLink("0" * 16, 3, "f" * 64)
    unordered = ControlTotals(1, 1, 0, (("cash", 1), ("card", 0)), 1)
    twice = ControlTotals(1, 1, 0, (("cash", 1), ("cash", 0)), 1)

    for changes in (
        {"parent": parent, "seq": 2},
        {"ctl": unordered},
        {"ctl": twice},
        {"t_wall": -1},
        {"t_wall": 2**53},
        {"tenant": ""},
        {"tenant": "\ud800"},
        {"seq": 2**70},
        {"feed_pos": "x" * HEADER_BYTES_MAX},
    ):
        with pytest.raises(MalformedMessageError):
            encode_header(sample(**changes))


@given(prev=st.binary(min_size=32, max_size=32), header=st.binary(), body=st.binary())
def test_the_hash_covers_prev_length_header_and_body(
    prev: bytes, header: bytes, body: bytes
) -> None:
    length = len(header).to_bytes(8, "big")

    expected = hashlib.sha256(prev + length + header + body).digest()

    assert event_hash(prev, header, body) == expected


def test_moving_a_byte_from_header_to_body_changes_the_hash() -> None:
    first = event_hash(GENESIS_PREV, b"ab", b"c")

    assert event_hash(GENESIS_PREV, b"a", b"bc") != first


def test_an_epoch_begins_at_zeros_or_at_its_parent() -> None:
    parent = ParentLink("0" * 16, 3, "f" * 64)

    assert first_prev(sample()) == bytes(32)
    assert first_prev(sample(parent=parent)) == b"\xff" * 32
