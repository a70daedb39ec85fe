"""Vectors of the 8217 from the DIVA Service Manual."""

from __future__ import annotations

import pytest

from drivers.scale.codec import (
    Obeyed,
    Refused,
    Tare,
    Weigh,
    Weight,
    WeightTrouble,
    Zero,
)
from drivers.scale.toledo_8217 import Toledo8217


@pytest.mark.parametrize(
    ("unit", "reply", "weight"),
    [
        ("kg", b"\x0201.234\r", Weight(1234, is_stable=True)),
        ("kg", b"\x0201.234N\r", Weight(1234, is_stable=True, is_net=True)),
        ("lb", b"\x0210.00\r", Weight(4536, is_stable=True)),
        ("lb", b"\x02010.00N\r", Weight(4536, is_stable=True, is_net=True)),
    ],
    ids=["kg", "kg-net", "lb", "lb-net-8217"],
)
def test_a_weight_is_read(unit: str, reply: bytes, weight: Weight) -> None:
    codec = Toledo8217(unit)

    assert codec.begin(Weigh()) == b"W"
    assert codec.feed(reply) == [weight]
    assert codec.refused_count == 0


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (0x41, WeightTrouble.MOTION),
        (0x42, WeightTrouble.OVERLOAD),
        (0x43, WeightTrouble.OVERLOAD),
        (0x44, WeightTrouble.UNDER_ZERO),
        (0x45, WeightTrouble.UNDER_ZERO),
        (0x48, WeightTrouble.ZERO_ERROR),
        (0x50, WeightTrouble.MOTION),
        (0xC1, WeightTrouble.MOTION),
    ],
)
def test_each_bit_of_the_status_is_its_own(status: int, trouble: WeightTrouble) -> None:
    codec = Toledo8217()
    codec.begin(Weigh())

    (weight,) = codec.feed(b"\x02?" + bytes((status,)) + b"\r")

    assert isinstance(weight, Weight)
    assert weight.trouble is trouble
    assert weight.grams is None
    assert not weight.is_stable


def test_zero_and_tare_are_obeyed_or_refused() -> None:
    codec = Toledo8217()

    assert codec.begin(Zero()) == b"Z"
    assert codec.feed(b"\x02?\x50\r") == [Obeyed()]
    assert codec.feed(b"\x02?\x41\r") == [Refused("status 41")]
    assert codec.begin(Tare()) == b"T\r"
    assert codec.feed(b"\x02?\x60\r") == [Obeyed()]
    assert codec.feed(b"\x0201.234\r") == [], "a late weight is no tare"
