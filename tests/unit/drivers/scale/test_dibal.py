"""Vectors of Dibal's TISA protocol from the DPOS400 manual and a published reply."""

from __future__ import annotations

import pytest

from drivers.scale.codec import Tare, Weigh, Weight, WeightTrouble
from drivers.scale.dibal import Dibal, check


def asked(price: int = 0) -> Dibal:
    codec = Dibal()
    codec.begin(Weigh(price))
    return codec


def reply(body: bytes) -> bytes:
    return body + check(body) + b"\r\n"


def test_the_shortest_known_request_is_ours() -> None:
    assert Dibal().begin(Weigh()) == b"98000001\r\n"


def test_the_published_reply_is_understood() -> None:
    published = b"9900031600000004\r\n"

    assert asked().feed(published) == [Weight(316, is_stable=True)]


def test_the_amount_must_agree() -> None:
    assert asked(2000).feed(reply(b"990005700001140")) == [
        Weight(570, is_stable=True, amount_minor=1140)
    ]
    (wrong,) = asked(2000).feed(reply(b"990005700001141"))
    assert isinstance(wrong, Weight)
    assert wrong.trouble is WeightTrouble.DISAGREES
    assert asked(2000).feed(reply(b"990005701000000")) == [
        Weight(570, is_stable=True)
    ], "an amount that has too many digits is not told"


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        (b"991005701000000", WeightTrouble.MOTION),
        (b"991000001000000", WeightTrouble.UNDER_ZERO),
    ],
    ids=["moving", "below"],
)
def test_it_says_why_not(body: bytes, trouble: WeightTrouble) -> None:
    (weight,) = asked(2000).feed(reply(body))

    assert isinstance(weight, Weight)
    assert weight.trouble is trouble


def test_a_damaged_reply_is_thrown_away() -> None:
    good = reply(b"990005700001140")
    for place in range(len(good) - 3):
        bad = bytearray(good)
        bad[place] ^= 0x01
        codec = asked(2000)
        assert codec.feed(bytes(bad)) == []
        assert codec.refused_count == 1


def test_what_it_cannot_say_is_refused() -> None:
    with pytest.raises(ValueError, match="digits"):
        Dibal().begin(Weigh(100_000))
    with pytest.raises(ValueError, match="no command"):
        Dibal().begin(Tare())
