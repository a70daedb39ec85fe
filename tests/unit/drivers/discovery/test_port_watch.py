"""Ports that come and go between two looks."""

from __future__ import annotations

from drivers.discovery.port_watch import PortWatch
from drivers.discovery.usb_port import SerialPort

A = SerialPort("/dev/ttyACM0", 1, 2, "a")
B = SerialPort("/dev/ttyACM1", 1, 2, "b")


def test_the_first_look_sees_nothing_new() -> None:
    assert not PortWatch(lambda: [A, B]).look()


def test_what_came_and_what_went_is_told_once() -> None:
    ports = [A]
    watch = PortWatch(lambda: ports)
    watch.look()
    ports[:] = [B]
    changes = watch.look()

    assert changes.appeared == (B,)
    assert changes.vanished == (A,)
    assert not watch.look()


def test_another_device_on_the_same_port_is_another_one() -> None:
    ports = [A]
    watch = PortWatch(lambda: ports)
    watch.look()
    ports[:] = [SerialPort("/dev/ttyACM0", 1, 2, "c")]

    assert watch.look().appeared[0].serial_number == "c"
