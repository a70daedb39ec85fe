"""What the flight recorder keeps, and what it must not keep."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.flight_recorder import BYTES_MAX, FlightRecorder

CARD = b"4111111111111111"


def _recorder() -> FlightRecorder:
    return FlightRecorder(wall_ms=lambda: 1_000)


def _text(recorder: FlightRecorder) -> bytes:
    return b"".join(entry.data for entry in recorder.entries())


@given(st.lists(st.integers(0, 40), max_size=8))
def test_a_card_number_is_masked_however_it_is_cut(cuts: list[int]) -> None:
    data = b"\x02PAN=" + CARD + b";exp=2912\x03"
    recorder = _recorder()
    places = sorted({0, *(min(cut, len(data)) for cut in cuts), len(data)})
    for start, end in itertools.pairwise(places):
        recorder.received(data[start:end])

    assert _text(recorder) == b"\x02PAN=************1111;exp=2912\x03"
    assert recorder.bytes_received == len(data)


def test_a_card_number_at_the_very_end_is_masked_too() -> None:
    recorder = _recorder()
    recorder.sent(CARD[:10])
    recorder.sent(CARD[10:])

    assert _text(recorder) == b"************1111"


@pytest.mark.parametrize(
    ("digits", "shown"),
    [
        (b"4006381333931", b"4006381333931"),
        (b"4222222222222", b"*********2222"),
        (b"134567890123456789", b"**************6789"),
        (b"9" * 300, b"*" * 60 + b"9999"),
    ],
    ids=["gtin", "card-of-13", "wallet-code", "endless"],
)
def test_only_runs_that_could_pay_are_masked(digits: bytes, shown: bytes) -> None:
    recorder = _recorder()
    recorder.received(digits + b"\r")

    assert _text(recorder) == shown + b"\r"


@given(st.lists(st.integers(0, 40), max_size=8))
def test_a_card_in_the_qr_code_of_a_telephone_is_masked_however_it_is_cut(
    cuts: list[int],
) -> None:
    # 85 05 "CPV01", then 61 13 4F 07 and so on.
    data = b"]Q1hhQVDUFYwMWETTwegAAAF\r]E496385074\r"
    recorder = _recorder()
    places = sorted({0, *(min(cut, len(data)) for cut in cuts), len(data)})
    for start, end in itertools.pairwise(places):
        recorder.received(data[start:end])

    assert _text(recorder) == b"]Q1hhQVDUFYwM***********\r]E496385074\r"
    assert recorder.bytes_received == len(data)


def test_both_directions_are_kept_in_their_order() -> None:
    times = iter([10, 20, 30])
    recorder = FlightRecorder(wall_ms=lambda: next(times))
    recorder.sent(b"\x10\x04\x01")
    recorder.received(b"\x12")
    recorder.sent(b"hi\n")

    assert [entry.line for entry in recorder.entries()] == [
        "> 10 04 01  |...|",
        "< 12  |.|",
        "> 68 69 0A  |hi.|",
    ]


def test_a_long_line_can_be_cut_short() -> None:
    recorder = _recorder()
    recorder.sent(b"a" * 100)
    (entry,) = recorder.entries()

    assert entry.short_line == f"> {'61 ' * 15}61  |{'a' * 16}| … 100 bytes"


def test_a_long_run_of_one_byte_is_counted() -> None:
    recorder = _recorder()
    recorder.sent(bytes(900) + b"\x1b@aa" + b"=" * 17)
    (entry,) = recorder.entries()

    assert entry.line == "> 00×900 1B 40 61 61 3D×17  |.×900.@aa=×17|"


def test_only_the_last_64_kib_are_kept() -> None:
    recorder = _recorder()
    for _ in range(100):
        recorder.sent(b"x" * 1_000)
    recorder.sent(b"end")

    assert len(_text(recorder)) <= BYTES_MAX
    assert _text(recorder).endswith(b"end")
    assert recorder.bytes_sent == 100_003


def test_a_reader_of_cards_is_counted_and_not_kept() -> None:
    recorder = FlightRecorder(is_withheld=True)
    recorder.received(b"\x04\xa1\xb2\xc3")

    assert recorder.entries() == ()
    assert recorder.bytes_received == 4
