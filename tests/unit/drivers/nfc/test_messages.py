"""What the till and its reader process tell each other."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.nfc.card_session import FoundCard
from drivers.nfc.messages import (
    FRAME_BYTES_MAX,
    CardDone,
    CardFailed,
    FrameError,
    Framer,
    Looked,
    OpenReader,
    PatchCard,
    ReadCard,
    ReaderFailed,
    ReaderOpened,
    WriteCard,
    decode_reply,
    decode_request,
    encode_frame,
)
from drivers.nfc.port import CardContent, CardTechnology

_CARD = FoundCard(CardTechnology.TYPE_2, b"1234567")
_CONTENT = CardContent(CardTechnology.TYPE_3, b"12345678", "FeliCa", b"x", 9, True)
_REQUESTS = (
    OpenReader("usb"),
    ReadCard(1),
    WriteCard(2, b"u", b"m", (b"1234", b"12")),
    PatchCard(3, b"u", 7, b"d"),
)
_REPLIES = (
    ReaderOpened("a reader"),
    ReaderFailed("missing", "gone"),
    Looked(None),
    Looked(_CARD),
    CardDone(1, _CONTENT),
    CardFailed(2, "gone", "away"),
)


def test_requests_and_replies_come_back() -> None:
    for request in _REQUESTS:
        assert decode_request(encode_frame(request)[4:]) == request
    for reply in _REPLIES:
        assert decode_reply(encode_frame(reply)[4:]) == reply


@given(st.lists(st.integers(0, 400), max_size=12))
def test_a_stream_split_anywhere_gives_the_same_frames(cuts: list[int]) -> None:
    stream = b"".join(encode_frame(reply) for reply in _REPLIES)
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    framer = Framer()

    frames = [
        frame
        for start, end in itertools.pairwise(edges)
        for frame in framer.feed(stream[start:end])
    ]

    assert tuple(map(decode_reply, frames)) == _REPLIES


def test_a_frame_that_is_too_long_is_refused_at_its_length() -> None:
    with pytest.raises(FrameError):
        Framer().feed((FRAME_BYTES_MAX + 1).to_bytes(4, "big"))


@given(st.binary(max_size=40))
def test_nonsense_is_refused(frame: bytes) -> None:
    for decode in (decode_reply, decode_request):
        try:
            decode(frame)
        except FrameError:
            continue


def test_a_reply_is_no_request() -> None:
    with pytest.raises(FrameError):
        decode_request(encode_frame(Looked(None))[4:])
