"""The same device keeps its name when its port gets another number."""

from __future__ import annotations

import os
import tty
from collections.abc import Sequence

import pytest

from drivers.discovery.usb_port import (
    PortNotFoundError,
    SerialPort,
    lasting_name,
    list_serial_ports,
    resolve_port,
)
from drivers.errors import TransportGoneError
from drivers.transport import serial_port
from drivers.transport.address import transport_for

SCANNER = SerialPort("/dev/ttyACM0", 0x05E0, 0x1701, "S 1/7", "1-1.2", "Symbol")
CABLE_A = SerialPort("/dev/ttyUSB0", 0x1A86, 0x7523, "", "1-1.3", "Cable")
CABLE_B = SerialPort("/dev/ttyUSB1", 0x1A86, 0x7523, "", "1-1.4", "Cable")
BUILT_IN = SerialPort("/dev/ttyS0")
PORTS = (SCANNER, CABLE_A, CABLE_B, BUILT_IN)


@pytest.mark.parametrize(
    ("port", "name"),
    [
        (SCANNER, "usb-05e0:1701:S%201%2F7"),
        (CABLE_A, "usb-1a86:7523@1-1.3"),
        (CABLE_B, "usb-1a86:7523@1-1.4"),
        (BUILT_IN, "/dev/ttyS0"),
    ],
    ids=["serial-number", "twin-a", "twin-b", "built-in"],
)
def test_each_port_has_a_name_that_leads_back_to_it(
    port: SerialPort, name: str
) -> None:
    assert lasting_name(port, PORTS) == name
    assert resolve_port(name, lambda: PORTS) == port.device


def test_twins_with_one_serial_number_are_told_apart_by_their_sockets() -> None:
    twins = [
        SerialPort("/dev/ttyUSB0", 1, 2, "0001", "1-1"),
        SerialPort("/dev/ttyUSB1", 1, 2, "0001", "1-2"),
    ]

    assert lasting_name(twins[1], twins) == "usb-0001:0002@1-2"
    with pytest.raises(PortNotFoundError, match="2 times"):
        resolve_port("usb-0001:0002:0001", lambda: twins)


def test_a_device_that_comes_back_elsewhere_is_the_same() -> None:
    moved = SerialPort("/dev/ttyACM7", 0x05E0, 0x1701, "S 1/7", "2-1", "Symbol")

    assert resolve_port("usb-05e0:1701:S%201%2F7", lambda: [moved]) == "/dev/ttyACM7"


@pytest.mark.parametrize(
    "name", ["usb-05e0:1701:other", "usb-05e0", "usb-05e0:1701"], ids=str
)
def test_a_name_that_leads_nowhere_is_refused(name: str) -> None:
    with pytest.raises(PortNotFoundError):
        resolve_port(name, lambda: PORTS)


def test_the_transport_looks_for_the_device_at_each_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    master, slave = os.openpty()
    tty.setraw(slave)
    try:
        plugged: list[SerialPort] = []

        def resolve(name: str) -> str:
            ports: Sequence[SerialPort] = plugged
            return resolve_port(name, lambda: ports)

        monkeypatch.setattr(serial_port, "resolve_port", resolve)
        transport = transport_for("serial:usb-05e0:1701:S%201%2F7?baud=9600")
        with pytest.raises(TransportGoneError, match="not plugged in"):
            transport.open()
        plugged.append(
            SerialPort(os.ttyname(slave), 0x05E0, 0x1701, "S 1/7", "1-1", "")
        )
        transport.open()
        os.write(master, b"4006381333931\r")
        assert transport.read(1, timeout_s=5) == b"4"
        transport.close()
    finally:
        os.close(master)
        os.close(slave)


def test_the_ports_of_this_computer_can_be_listed() -> None:
    assert all(port.device for port in list_serial_ports())
