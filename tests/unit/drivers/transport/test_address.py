"""Addresses of devices."""

from __future__ import annotations

import pytest

from drivers.transport.address import AddressError, parse_tcp, transport_for
from drivers.transport.serial_port import SerialTransport
from drivers.transport.tcp import TcpTransport


def test_a_network_address_names_host_and_port() -> None:
    transport = transport_for("tcp://192.0.2.7:9101")

    assert isinstance(transport, TcpTransport)
    assert transport.address == "tcp://192.0.2.7:9101"


def test_the_port_of_printers_may_be_left_out() -> None:
    assert parse_tcp("tcp://printer.local") == ("printer.local", 9100)


def test_a_serial_address_may_set_the_line() -> None:
    transport = transport_for("serial:COM3?baud=19200&parity=e&bits=7&stop=2")

    assert isinstance(transport, SerialTransport)
    assert transport.address == "serial:COM3"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "printer",
        "usb:04b8:0202",
        "tcp://",
        "tcp://host:port",
        "tcp://host:99999",
        "serial:",
        "serial:COM3?speed=9600",
        "serial:COM3?baud=fast",
        "serial:COM3?baud=1",
        "serial:COM3?bits=9",
        "serial:COM3?parity=X",
        "serial:COM3?stop=3",
    ],
)
def test_what_is_no_address_is_refused_with_a_reason(address: str) -> None:
    with pytest.raises(AddressError, match=r"\S"):
        transport_for(address)
