"""A drawer of software does what its manual says."""

from __future__ import annotations

import pytest

from drivers.cash_drawer.simulator import SimulatedTrigger


@pytest.mark.parametrize(
    ("protocol", "data", "kicks"),
    [
        ("characters", b"\x07", 1),
        ("characters", b"\x00", 0),
        ("glancetron", b"\x1b4", 1),
        ("glancetron", b"x", 1),
        ("glancetron", b"\x1b5\x1b:\x1b", 0),
        ("surepos", b"\x07", 1),
        ("surepos", b"\x1b\x07\x06x", 0),
    ],
    ids=["bell", "nul", "first", "any", "others", "bell-surepos", "second"],
)
def test_what_opens_it(protocol: str, data: bytes, kicks: int) -> None:
    drawer = SimulatedTrigger(protocol)
    for byte in data:
        drawer.respond(bytes((byte,)))

    assert drawer.state()["kick_count"] == kicks
    assert drawer.state()["is_open"] is (kicks > 0)


def test_it_answers_unless_its_sensor_is_gone() -> None:
    drawer = SimulatedTrigger("glancetron")
    assert drawer.respond(b"\x1b:") == [b"\x1b4A"]
    drawer.change({"is_open": True})
    assert drawer.respond(b"\x1b:") == [b"\x1b4B"]
    drawer.change({"is_mute": True})

    assert drawer.respond(b"\x1b:") == []


def test_a_locked_drawer_stays_closed() -> None:
    drawer = SimulatedTrigger("surepos")
    drawer.change({"is_locked": True})

    assert drawer.respond(b"\x07\x06") == [b"\x00"]
    assert drawer.state()["kick_count"] == 1


def test_what_it_does_not_have_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="has no 'paper'"):
        SimulatedTrigger("surepos").change({"paper": True})
    with pytest.raises(ValueError, match="choose a protocol"):
        SimulatedTrigger("bell")
