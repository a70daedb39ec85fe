"""Faults as pure damage to replies."""

from __future__ import annotations

import pytest

from drivers.simulation.faults import Delivery, Fault, FaultInjector, FaultKind
from structs.decoding import decode_json

REPLY = b"\x02 1.234\r"


def applied(kind: FaultKind, *replies: bytes) -> list[Delivery]:
    injector = FaultInjector(seed=7)
    injector.set(Fault(kind, seconds=0.5))
    return [delivery for reply in replies for delivery in injector.apply(reply)]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (FaultKind.NONE, [Delivery(REPLY)]),
        (FaultKind.SLOW, [Delivery(REPLY)]),
        (FaultKind.MUTE, []),
        (FaultKind.CUT, [Delivery(b"", is_last=True)]),
        (FaultKind.CUT_MIDWAY, [Delivery(REPLY[:4], is_last=True)]),
        (FaultKind.LATE, [Delivery(REPLY, 0.5)]),
        (FaultKind.DOUBLE, [Delivery(REPLY), Delivery(REPLY)]),
        (FaultKind.HALF, [Delivery(REPLY[:4])]),
        (FaultKind.SPLIT, [Delivery(REPLY[i : i + 1]) for i in range(len(REPLY))]),
    ],
    ids=lambda value: value.value if isinstance(value, FaultKind) else "",
)
def test_a_reply_is_damaged_as_named(kind: FaultKind, expected: list[Delivery]) -> None:
    assert applied(kind, REPLY) == expected


def test_garbling_turns_one_bit_and_noise_comes_before() -> None:
    (garbled,) = applied(FaultKind.GARBLE, REPLY)
    (noisy,) = applied(FaultKind.NOISE, REPLY)

    turned = [a ^ b for a, b in zip(garbled.data, REPLY, strict=True) if a != b]
    assert len(turned) == 1
    assert turned[0].bit_count() == 1
    assert noisy.data.endswith(REPLY)
    assert 0 < len(noisy.data) - len(REPLY) <= 8
    assert applied(FaultKind.GARBLE, REPLY) == [garbled], "the same seed"
    assert applied(FaultKind.GARBLE, b"") == [Delivery(b"")]


def test_two_replies_are_glued_once() -> None:
    assert applied(FaultKind.GLUE, b"a", b"b", b"c") == [
        Delivery(b"ab"),
        Delivery(b"c"),
    ]


def test_a_counted_fault_ends() -> None:
    injector = FaultInjector()
    injector.set(Fault(FaultKind.MUTE, count=2))

    left = [injector.apply(b"x") for _ in range(3)]

    assert left == [[], [], [Delivery(b"x")]]
    assert injector.fault.kind is FaultKind.NONE


def test_a_fault_is_read_from_json_and_refused_when_it_is_none() -> None:
    fault = decode_json(b'{"fault": "late", "seconds": 2}', Fault)

    assert fault == Fault(FaultKind.LATE, seconds=2.0)
    with pytest.raises(ValueError, match="not negative"):
        FaultInjector().set(Fault(FaultKind.LATE, seconds=-1))
