"""Simulated scales: the vendors' examples, and that codecs understand them."""

from __future__ import annotations

import pytest

from drivers.scale.simulator import SIMULATED_PROTOCOLS, SimulatedScale


def scale(protocol: str, unit: str = "kg", **state: int | bool) -> SimulatedScale:
    made = SimulatedScale(protocol, unit=unit)
    made.change({"weight_g": 570, **state})
    return made


@pytest.mark.parametrize(
    ("protocol", "asked", "said"),
    [
        ("toledo-8217", b"W", [b"\x0200.570\r"]),
        ("toledo-8217", b"T00070\rW", [b"\x02?`\r", b"\x0200.500N\r"]),
        ("toledo-8217", b"T00000\r", [b"\x02?@\r"]),
        ("nci", b"W\r", [b"\n00.570KG\r\nS00\r\x03"]),
        ("nci", b"X\r", [b"\n?\r\x03"]),
        ("cas", b"\x05\x11", [b"\x06", b"\x01\x02S 00.570kgc\x03\x04"]),
        ("cas-stream", b"", [b"ST,GS,1\xc4,   0.570 kg\r\n"]),
        ("cas-stream", b"W", []),
        ("sma", b"\nW\r", [b"\n 1G       0.570kg \r"]),
        ("sma", b"\nX\r", [b"\n?\r"]),
        ("mt-sics", b"SI\r\n", [b"S S      0.570 kg\r\n"]),
        ("mt-sics", b"I4\r\nX\r\n", [b'I4 A "SIMULATED"\r\n', b"ES\r\n"]),
        ("dibal", b"98000001\r\n", [b"9900057000000002\r\n"]),
        ("dibal", b"98000002\r\n", []),
        ("dialog", b"\x04\x0201\x1b000000\x1b\x03", [b"\x15"]),
    ],
)
def test_a_question_is_answered_in_its_language(
    protocol: str, asked: bytes, said: list[bytes]
) -> None:
    assert scale(protocol).respond(asked) == said


def test_pounds_are_shown_as_pounds() -> None:
    heavy = scale("toledo-8217", unit="lb", weight_g=4536)

    assert heavy.respond(b"W") == [b"\x0210.00\r"]


def test_the_dialog_weighs_once() -> None:
    device = scale("dialog")
    price = b"\x04\x0201\x1b002000\x1b\x03"

    assert device.respond(price + b"\x04\x05") == [
        b"\x06",
        b"\x0202\x1b3\x1b00570\x1b002000\x1b001140\x03",
    ]
    assert device.respond(price + b"\x04\x05\x04\x0208\x03") == [
        b"\x06",
        b"\x15",
        b"\x0209\x1b21\x03",
    ]


@pytest.mark.parametrize("protocol", SIMULATED_PROTOCOLS)
def test_any_bytes_are_survived(protocol: str) -> None:
    device = scale(protocol)

    device.respond(bytes(range(256)) * 3)

    assert device.state()["weight_g"] == 570


def test_an_amount_that_has_too_many_digits_is_not_told() -> None:
    heavy = 15_000

    dibal = scale("dibal", weight_g=heavy).respond(b"98999998\r\n")
    dialog = scale("dialog", weight_g=heavy)

    assert dibal == [b"9901500010000005\r\n"]
    dialog.respond(b"\x04\x0201\x1b099999\x1b\x03")
    assert dialog.respond(b"\x04\x05\x04\x0208\x03") == [b"\x15", b"\x0209\x1b11\x03"]


def test_there_are_no_other_protocols() -> None:
    with pytest.raises(ValueError, match="abacus"):
        SimulatedScale("abacus")
