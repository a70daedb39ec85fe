"""The inside of a file of events: read in pieces, within bounds."""

from __future__ import annotations

import gzip

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.protocol.errors import MalformedMessageError, MessageTooLargeError
from sync.protocol.event_file import EventFileHead, read_event_file
from sync.protocol.messages import REQUEST_INFLATED_BYTES_MAX, deflate, encode_push
from tests.support.till_chain import TillChain

_HEAD = EventFileHead(tenant="acme", store="S-01", workstation="T-07", lane="ledger")


def _file(chain: TillChain, size: int = 3) -> bytes:
    batches = [
        encode_push(chain.events[at : at + size]) + deflate(b"\n")
        for at in range(0, len(chain.events), size)
    ]
    return b"".join([deflate(msgspec.json.encode(_HEAD) + b"\n"), *batches])


@pytest.fixture
def chain() -> TillChain:
    made = TillChain(b"\x01" * 32)
    for _ in range(8):
        made.sell()
    return made


@pytest.mark.parametrize("size", [1, 7, 4_096, 10**6])
def test_events_come_out_however_the_pieces_fall(chain: TillChain, size: int) -> None:
    data = _file(chain)
    pieces = [data[at : at + size] for at in range(0, len(data), size)]

    head, batches = read_event_file(pieces)

    assert head == _HEAD
    assert [len(batch) for batch in batches] == [3, 3, 2]
    _, again = read_event_file(pieces)
    assert [event for batch in again for event in batch] == chain.events


def test_every_cut_loses_whole_batches_or_is_refused(chain: TillChain) -> None:
    """Here a cut between lines cannot be told; the seal around it tells."""
    data = _file(chain)

    for cut in range(0, len(data), 101):
        try:
            _, batches = read_event_file([data[:cut]])
            found = [event for batch in batches for event in batch]
        except MalformedMessageError:
            continue
        assert found == chain.events[: len(found)]


def test_a_line_without_end_is_refused_before_it_fills_the_memory() -> None:
    bomb = gzip.compress(bytes(REQUEST_INFLATED_BYTES_MAX + 10**6), compresslevel=1)

    with pytest.raises(MessageTooLargeError):
        read_event_file([bomb])


@given(st.binary(max_size=200))
@settings(max_examples=20)
def test_other_bytes_are_refused(data: bytes) -> None:
    for given_bytes in (data, deflate(data)):
        with pytest.raises(MalformedMessageError):
            list(read_event_file([given_bytes])[1])
