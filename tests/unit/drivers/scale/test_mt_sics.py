"""Vectors of MT-SICS from its reference manual."""

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
from drivers.scale.mt_sics import MtSics


def asked() -> MtSics:
    codec = MtSics()
    assert codec.begin(Weigh()) == b"SI\r\n"
    return codec


@pytest.mark.parametrize(
    ("line", "weight"),
    [
        (b"S S     100.00 g\r\n", Weight(100, is_stable=True)),
        (b"SI S      1.234 kg\r\n", Weight(1234, is_stable=True)),
        (b"S D     100.00 g\r\n", Weight(100, trouble=WeightTrouble.MOTION)),
        (b"S I\r\n", Weight(trouble=WeightTrouble.MOTION)),
        (b"S +\r\n", Weight(trouble=WeightTrouble.OVERLOAD)),
        (b"S -\r\n", Weight(trouble=WeightTrouble.UNDER_ZERO)),
        (b"S S      -0.20 kg\r\n", Weight(trouble=WeightTrouble.UNDER_ZERO)),
        (b"S S      -0.00 g\r\n", Weight(0, is_stable=True)),
    ],
)
def test_a_line_is_read(line: bytes, weight: Weight) -> None:
    assert asked().feed(line) == [weight]


def test_errors_zero_and_tare() -> None:
    codec = asked()
    assert codec.feed(b"ES\r\n") == [Refused("syntax error")]
    assert codec.begin(Zero()) == b"Z\r\n"
    assert codec.feed(b"Z A\r\n") == [Obeyed()]
    assert codec.feed(b"Z I\r\n") == [Refused("Z I")]
    assert codec.feed(b"S S     100.00 g\r\n") == []
    assert codec.begin(Tare()) == b"T\r\n"
    assert codec.feed(b"T S     100.00 g\r\n") == [Obeyed()]
