"""The promise of a simulated device, kept by the one of these tests."""

from __future__ import annotations

from drivers.simulation.device import SimulatedDevice
from tests.support.echo_device import EchoDevice


def test_the_device_of_the_tests_keeps_the_promise() -> None:
    device: SimulatedDevice = EchoDevice()

    assert device.respond(b"a\nb") == [b"A\n"]
    assert device.respond(b"c\n") == [b"BC\n"]
    assert device.change({"greeting": "hi"}) == [b"hi"]
    assert device.state() == {"greeting": "hi"}
