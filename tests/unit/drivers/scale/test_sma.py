"""Vectors of SMA SCP-0499 as its makers' manuals print them."""

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
from drivers.scale.sma import Sma


@pytest.mark.parametrize(
    ("unit", "reply", "weight"),
    [
        ("lb", b"\n 1G       5.025lb \r", Weight(2279, is_stable=True)),
        ("kg", b"\n 1N       7.025kg \r", Weight(7025, is_stable=True, is_net=True)),
        ("kg", b"\n 1GM      7.650kg \r", Weight(7650, trouble=WeightTrouble.MOTION)),
        ("kg", b"\nZ1G       0.000kg \r", Weight(0, is_stable=True)),
        ("kg", b"\nO1G      20.000kg \r", Weight(trouble=WeightTrouble.OVERLOAD)),
        ("kg", b"\nU1G      -0.020kg \r", Weight(trouble=WeightTrouble.UNDER_ZERO)),
        ("kg", b"\n 1G      -0.020kg \r", Weight(trouble=WeightTrouble.UNDER_ZERO)),
        ("kg", b"\nE1G  ----------kg \r", Weight(trouble=WeightTrouble.ZERO_ERROR)),
    ],
)
def test_a_reply_is_read(unit: str, reply: bytes, weight: Weight) -> None:
    codec = Sma(unit)

    assert codec.begin(Weigh()) == b"\nW\r"
    assert codec.feed(reply) == [weight]


def test_zero_and_tare_are_obeyed_or_refused() -> None:
    codec = Sma()

    assert codec.begin(Zero()) == b"\nZ\r"
    assert codec.feed(b"\nZ1G       0.000kg \r") == [Obeyed()]
    assert isinstance(codec.feed(b"\nE1G  ----------kg \r")[0], Refused)
    assert codec.begin(Tare()) == b"\nT\r"
    assert codec.feed(b"\n 1N       0.000kg \r") == [Obeyed()]
    assert isinstance(codec.feed(b"\nT1G  ----------kg \r")[0], Refused)
    assert isinstance(codec.feed(b"\n?\r")[0], Refused)
