"""Vectors of NCI and ECR from the DIVA and Ohaus Aviator manuals."""

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
from drivers.scale.nci import Nci


@pytest.mark.parametrize(
    ("unit", "reply", "grams"),
    [
        ("kg", b"\n01.234KG\r\nS00\r\x03", 1234),
        ("kg", b"\n01.234kg\r\n00\r\x03", 1234),
        ("lb", b"\n010.00LB\r\nS00\r\x03", 4536),
        ("kg", b"\n0570.0G\r\nS0p0\r\x03", 570),
    ],
    ids=["ecr", "scp-01", "pounds", "three-status-bytes"],
)
def test_a_weight_is_read(unit: str, reply: bytes, grams: int) -> None:
    codec = Nci(unit)

    assert codec.begin(Weigh()) == b"W\r"
    (weight,) = codec.feed(reply)

    assert isinstance(weight, Weight)
    assert (weight.grams, weight.is_stable) == (grams, True)


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (b"10", WeightTrouble.MOTION),
        (b"01", WeightTrouble.UNDER_ZERO),
        (b"02", WeightTrouble.OVERLOAD),
        (b"40", WeightTrouble.FAILURE),
        (b"08", WeightTrouble.FAILURE),
        (b"0p8", WeightTrouble.ZERO_ERROR),
    ],
    ids=["motion", "under", "over", "ram", "calibration", "initial-zero"],
)
def test_a_status_alone_says_why(status: bytes, trouble: WeightTrouble) -> None:
    codec = Nci()
    codec.begin(Weigh())

    (weight,) = codec.feed(b"\nS" + status + b"\r\x03")

    assert isinstance(weight, Weight)
    assert (weight.grams, weight.trouble) == (None, trouble)


def test_a_weight_in_motion_or_below_zero_is_not_stable() -> None:
    codec = Nci()
    codec.begin(Weigh())

    (moving,) = codec.feed(b"\n01.234KG\r\n10\r\x03")
    (below,) = codec.feed(b"\n-0.020KG\r\n00\r\x03")
    (net,) = codec.feed(b"\n01.234KG\r\nS0p4\r\x03")

    assert isinstance(moving, Weight)
    assert (moving.grams, moving.is_stable) == (1234, False)
    assert isinstance(below, Weight)
    assert below.trouble is WeightTrouble.UNDER_ZERO
    assert isinstance(net, Weight)
    assert net.is_net


def test_zero_is_obeyed_or_refused_and_tare_is_no_command() -> None:
    codec = Nci()

    assert codec.begin(Zero()) == b"Z\r"
    assert codec.feed(b"\nS20\r\x03") == [Obeyed()]
    assert codec.feed(b"\nS10\r\x03") == [Refused("status 3130")]
    assert isinstance(codec.feed(b"\n?\r\x03")[0], Refused)
    with pytest.raises(ValueError, match="no command"):
        codec.begin(Tare())
