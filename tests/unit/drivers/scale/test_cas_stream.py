"""Lines of CAS and A&D indicators from their manuals."""

from __future__ import annotations

import pytest

from drivers.scale.cas_stream import CasStream
from drivers.scale.codec import Tare, Weigh, Weight, WeightTrouble, Zero

_REST = b"\xc4"
_MOVING = b"\x84"
_HELD = b"\xd4"


def heard(*lines: bytes, unit: str = "kg") -> list[object]:
    codec = CasStream(unit)
    assert codec.begin(Weigh()) == b""
    return [event for line in lines for event in codec.feed(line + b"\r\n")]


@pytest.mark.parametrize(
    ("line", "weight"),
    [
        (b"ST,GS,1" + _REST + b",000013.5 kg", Weight(13_500, is_stable=True)),
        (b"ST,GS,1" + _REST + b",   0.570 kg", Weight(570, is_stable=True)),
        (b"ST,GS,11,     570  g", Weight(570, is_stable=True)),
        (b"ST,NT,1" + _REST + b",   0.570 kg", Weight(570, True, True)),
        (b"ST,GS,1" + _REST + b",    135  kg", Weight(135_000, is_stable=True)),
        (b"ST,GS,+0013.50kg", Weight(13_500, is_stable=True)),
        (b"ST,NT,+000.570kg", Weight(570, True, True)),
        (b"ST,GS,1\xc4,   0.570\xffkg", Weight(570, is_stable=True)),
    ],
    ids=["zeros", "blanks", "grams", "net", "whole", "and", "and-net", "relays"],
)
def test_a_weight_is_read(line: bytes, weight: Weight) -> None:
    assert heard(line) == [weight]


@pytest.mark.parametrize(
    ("line", "trouble"),
    [
        (b"US,GS,1" + _MOVING + b",   0.570 kg", WeightTrouble.MOTION),
        (b"ST,GS,1" + _MOVING + b",   0.570 kg", WeightTrouble.MOTION),
        (b"ST,GS,1" + _HELD + b",   0.570 kg", WeightTrouble.MOTION),
        (b"ST,GS,1" + _REST + b",-  0.020 kg", WeightTrouble.UNDER_ZERO),
        (b"ST,GS,-0000.02kg", WeightTrouble.UNDER_ZERO),
        (b"OL,GS,1" + _REST + b",         kg", WeightTrouble.OVERLOAD),
        (b"US,GS,+000.570kg", WeightTrouble.MOTION),
    ],
    ids=["moving", "lamp", "held", "below", "and-below", "over", "and-moving"],
)
def test_it_says_why_not(line: bytes, trouble: WeightTrouble) -> None:
    (weight,) = heard(line)

    assert isinstance(weight, Weight)
    assert weight.trouble is trouble
    assert not weight.is_stable


@pytest.mark.parametrize(
    "line",
    [
        b"ST,GS,1" + _REST + b",   0.570  t",
        b"ST,GS,1" + _REST + b",   0.570 lb",
        b"QT,GS,+000.570kg",
        b"ST,TR,+000.570kg",
        b"ST,GS,1" + _REST + b",  0.570 kg",
        b"ST,GS,1" + _REST + b",0. 5 7.0 kg",
        b"   0.570",
    ],
    ids=["tons", "pounds", "count", "tare", "short", "holes", "ten bytes"],
)
def test_what_is_no_weight_of_this_scale_is_refused(line: bytes) -> None:
    codec = CasStream()
    codec.begin(Weigh())
    codec.feed(b"5 kg\r\n")

    assert codec.feed(line + b"\r\n") == []
    assert codec.refused_count == 1


def test_the_rest_of_a_line_is_no_fault() -> None:
    codec = CasStream()
    codec.begin(Weigh())

    assert codec.feed(b"70 kg\r\nST,GS,+000.570kg\r\n") == [Weight(570, is_stable=True)]
    assert codec.refused_count == 0


@pytest.mark.parametrize("command", [Zero(), Tare()], ids=["zero", "tare"])
def test_it_takes_no_orders(command: Zero | Tare) -> None:
    with pytest.raises(ValueError, match="no command"):
        CasStream().begin(command)


def test_pounds_are_read_where_the_scale_is_sealed_in_pounds() -> None:
    assert heard(b"ST,GS,+0010.00lb", unit="lb") == [Weight(4536, is_stable=True)]
