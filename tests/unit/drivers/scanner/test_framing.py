"""Cutting a scanner's bytes into labels, in pieces of any size, with noise."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.scanner.framing import (
    SCAN_BYTES_MAX,
    FrameEnd,
    ScanFramer,
    decode_frame,
    has_parity_bits,
)

_LABEL = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=60
).map(str.encode)


def _split(data: bytes, cuts: list[int]) -> list[bytes]:
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[a:b] for a, b in itertools.pairwise(edges)]


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\t", b"\x03", b"\r\r\n"])
def test_every_usual_end_ends_a_label(end: bytes) -> None:
    framer = ScanFramer()

    assert framer.feed(b"123" + end + b"456" + end) == [b"123", b"456"]
    assert not framer.is_mid_frame


@pytest.mark.parametrize(
    ("end", "sent", "frames"),
    [
        (FrameEnd.CR, b"1\r2\r", [b"1", b"2"]),
        (FrameEnd.CR, b"1\r\n2\r\n", [b"1", b"2"]),
        (FrameEnd.CR, b"a\tb\r", [b"a\tb"]),
        (FrameEnd.LF, b"1\n2\n", [b"1", b"2"]),
        (FrameEnd.CRLF, b"1\r\n2\r\n", [b"1", b"2"]),
        (FrameEnd.TAB, b"1\t2\t", [b"1", b"2"]),
        (FrameEnd.ETX, b"\x021\x03\x022\x03", [b"1", b"2"]),
        (FrameEnd.ETX, b"BEGIN\r\nEND\x03", [b"BEGIN\r\nEND"]),
    ],
)
def test_an_end_of_the_settings_leaves_the_others_to_the_label(
    end: FrameEnd, sent: bytes, frames: list[bytes]
) -> None:
    assert ScanFramer(end).feed(sent) == frames


def test_with_a_start_demanded_nothing_else_is_a_label() -> None:
    framer = ScanFramer(is_stx_required=True)

    assert framer.feed(b"noise\r\x02123\r456\r\x0278") == [b"123"]
    assert framer.discard()
    assert framer.feed(b"9\r\x0210\r") == [b"10"]
    assert framer.refused_count == 1


def test_seven_bits_with_parity_are_told_from_eight() -> None:
    sent = bytes(b | (b.bit_count() % 2) << 7 for b in b"4006381333931")

    assert has_parity_bits(sent)
    assert not has_parity_bits(b"4006381333931")
    assert not has_parity_bits(b"caf\xe9")


def test_a_start_character_throws_away_what_stood_before() -> None:
    assert ScanFramer().feed(b"noise\x02123\x03") == [b"123"]


def test_the_separator_of_gs1_elements_is_data() -> None:
    assert ScanFramer().feed(b"0100\x1d10A\r") == [b"0100\x1d10A"]


def test_a_label_with_other_control_characters_is_refused() -> None:
    framer = ScanFramer()

    assert framer.feed(b"12\x0034\r567\r") == [b"567"]
    assert framer.refused_count == 1


def test_controls_of_latin_1_are_noise_and_utf_8_is_not() -> None:
    framer = ScanFramer()

    assert framer.feed(b"12\x94\xe1\r" + "价格\r".encode()) == ["价格".encode()]
    assert framer.refused_count == 1


def test_an_endless_label_is_refused_and_the_next_one_read() -> None:
    framer = ScanFramer()

    frames = framer.feed(b"9" * (SCAN_BYTES_MAX * 3) + b"\r" + b"123\r")

    assert frames == [b"123"]
    assert framer.refused_count == 1


def test_memory_stays_bounded_while_no_end_comes() -> None:
    framer = ScanFramer()

    for _ in range(100):
        framer.feed(b"9" * SCAN_BYTES_MAX)

    assert framer.is_mid_frame
    assert len(framer._pending) <= SCAN_BYTES_MAX


def test_a_beginning_can_be_discarded() -> None:
    framer = ScanFramer()
    framer.feed(b"12")

    assert framer.discard()
    assert not framer.discard()
    assert framer.feed(b"34\r") == [b"34"]


@given(st.lists(_LABEL), st.lists(st.integers(min_value=0)))
def test_labels_come_out_whole_however_the_bytes_are_split(
    labels: list[bytes], cuts: list[int]
) -> None:
    framer = ScanFramer()

    frames = [
        frame
        for piece in _split(b"".join(label + b"\r" for label in labels), cuts)
        for frame in framer.feed(piece)
    ]

    assert frames == labels


@given(st.binary(max_size=500), st.lists(st.integers(min_value=0)), _LABEL)
def test_noise_never_hides_the_label_after_it(
    noise: bytes, cuts: list[int], label: bytes
) -> None:
    framer = ScanFramer()

    frames = [f for piece in _split(noise, cuts) for f in framer.feed(piece)]
    frames += framer.feed(b"\r" + label + b"\r")

    assert frames[-1] == label
    assert not any(b"\x00" in frame or b"\r" in frame for frame in frames)


@pytest.mark.parametrize(
    ("frame", "text"),
    [(b"123", "123"), ("价格".encode(), "价格"), (b"caf\xe9", "café")],
)
def test_text_is_utf_8_or_else_latin_1(frame: bytes, text: str) -> None:
    assert decode_frame(frame) == text
