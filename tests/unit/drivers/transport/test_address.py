"""Addresses of devices."""

from __future__ import annotations

import pytest

from drivers.transport.address import (
    AddressError,
    parse_tcp,
    split_protocol,
    transport_for,
)
from drivers.transport.serial_port import SerialTransport
from drivers.transport.tcp import TcpTransport


def test_a_network_address_names_host_and_port() -> None:
    transport = transport_for("tcp://192.0.2.7:9101")

    assert isinstance(transport, TcpTransport)
    assert transport.address == "tcp://192.0.2.7:9101"


def test_the_port_of_printers_may_be_left_out() -> None:
    assert parse_tcp("tcp://printer.local") == ("printer.local", 9100)


@pytest.mark.parametrize(
    ("address", "rest", "protocol"),
    [
        ("serial:COM3", "serial:COM3", ""),
        ("serial:COM3?protocol=dm-d", "serial:COM3", "dm-d"),
        (
            "serial:COM3?baud=9600&protocol=a&stop=2",
            "serial:COM3?baud=9600&stop=2",
            "a",
        ),
    ],
    ids=["none", "alone", "among others"],
)
def test_the_language_is_no_part_of_the_line(
    address: str, rest: str, protocol: str
) -> None:
    assert split_protocol(address) == (rest, protocol)


def test_a_serial_address_may_set_the_line() -> None:
    transport = transport_for("serial:COM3?baud=19200&parity=e&bits=7&stop=2")

    assert isinstance(transport, SerialTransport)
    assert transport.address == "serial:COM3"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "printer",
        "usb:04b8",
        "usb:printer:0202",
        "usb:12345:0202",
        "file:",
        "file:lp0",
        "cups:",
        "cups:-d",
        "cups:../etc",
        "spooler:",
        "tcp://",
        "tcp://host:port",
        "tcp://host:99999",
        "tcp://[::1:9100",
        "tcp://shop\u2100:9100",
        "serial:",
        "serial:COM3?speed=9600",
        "serial:COM3?baud=fast",
        "serial:COM3?baud=1",
        "serial:COM3?bits=9",
        "serial:COM3?parity=X",
        "serial:COM3?stop=3",
        "serial:COM3?flow=fast",
    ],
)
def test_what_is_no_address_is_refused_with_a_reason(address: str) -> None:
    with pytest.raises(AddressError, match=r"\S"):
        transport_for(address)


@pytest.mark.parametrize(
    "address",
    [
        "file:/dev/usb/lp0",
        "usb:04b8:0202",
        "usb:04b8:0202:X1234",
        "cups:RAW9100",
        "spooler:EPSON TM-T20II",
    ],
)
def test_an_address_is_the_one_of_its_transport(address: str) -> None:
    assert transport_for(address).address == address
