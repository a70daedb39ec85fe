"""Vectors of CAS from the PD-II and Ohaus Aviator manuals."""

from __future__ import annotations

from functools import reduce
from operator import xor

import pytest

from drivers.scale.cas import DC1, Cas
from drivers.scale.codec import Refused, Send, Weigh, Weight, WeightTrouble, Zero


def block(body: bytes) -> bytes:
    return b"\x01\x02" + body + bytes((reduce(xor, body),)) + b"\x03\x04"


def asked(unit: str = "kg") -> Cas:
    codec = Cas(unit)
    assert codec.begin(Weigh()) == b"\x05"
    assert codec.feed(b"\x06") == [Send(DC1)]
    return codec


@pytest.mark.parametrize(
    ("unit", "body", "grams"),
    [
        ("kg", b"S 01.234kg", 1234),
        ("kg", b"S 001.234kg", 1234),
        ("kg", b"S 000570 g", 570),
        ("lb", b"S 010.00lb", 4536),
    ],
    ids=["six", "seven", "grams", "pounds"],
)
def test_a_weight_is_read(unit: str, body: bytes, grams: int) -> None:
    assert asked(unit).feed(block(body)) == [Weight(grams, is_stable=True)]


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        (b"U 01.234kg", WeightTrouble.MOTION),
        (b"S-00.020kg", WeightTrouble.UNDER_ZERO),
        (b"SFFFFFFFkg", WeightTrouble.OVERLOAD),
        (b"S FFFFFFkg", WeightTrouble.OVERLOAD),
    ],
    ids=["moving", "below", "over-sign", "over-digits"],
)
def test_it_says_why_not(body: bytes, trouble: WeightTrouble) -> None:
    (weight,) = asked().feed(block(body))

    assert isinstance(weight, Weight)
    assert weight.trouble is trouble
    assert not weight.is_stable


def test_a_check_that_looks_like_an_end_is_a_check() -> None:
    for grams in range(1000):
        body = f"S 00.{grams:03}kg".encode("ascii")
        assert asked().feed(block(body)) == [Weight(grams, is_stable=True)]


def test_a_wrong_check_or_another_unit_is_no_weight() -> None:
    good = block(b"S 01.234kg")

    for place in range(2, len(good) - 2):
        bad = bytearray(good)
        bad[place] ^= 0x01
        assert asked().feed(bytes(bad)) == []
    assert asked().feed(block(b"S 010.00lb")) == []


def test_a_scale_may_refuse_at_both_points() -> None:
    codec = Cas()
    codec.begin(Weigh())

    assert isinstance(codec.feed(b"\x15")[0], Refused)
    assert isinstance(asked().feed(b"\x15")[0], Refused)
    with pytest.raises(ValueError, match="no command"):
        codec.begin(Zero())
