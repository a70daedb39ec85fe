"""Printers on the network, with real connections on the loopback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from drivers.discovery import network
from drivers.discovery.network import (
    SubnetError,
    find_printers,
    hardware_address_of,
    hosts_of,
    own_subnet,
)
from drivers.receipt_printer.simulator import SimulatedPrinter


@contextmanager
def _silent_host(host: str, port: int) -> Iterator[None]:
    with socket.create_server((host, port)):
        yield


def test_a_printer_is_told_from_a_host_that_says_nothing() -> None:
    printer = SimulatedPrinter("127.0.0.3", 0)
    printer.start()
    try:
        port = int(printer.address.rsplit(":", 1)[1])
        with _silent_host("127.0.0.5", port):
            found = find_printers("127.0.0.0/29", port=port, host_timeout_s=0.3)
    finally:
        printer.close()

    assert [(f.host, f.is_certain) for f in found] == [
        ("127.0.0.3", True),
        ("127.0.0.5", False),
    ]


def test_there_are_never_more_connections_than_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(network, "CONNECTIONS_MAX", 2)
    accepted = threading.Event()
    with socket.create_server(("127.0.0.6", 0)) as server:
        port = server.getsockname()[1]
        found = find_printers("127.0.0.0/29", port=port, host_timeout_s=0.2)
        accepted.set()

    assert [printer.host for printer in found] == ["127.0.0.6"]


def test_the_search_ends_at_its_deadline() -> None:
    assert find_printers("127.0.0.0/24", search_timeout_s=0) == ()


@pytest.mark.parametrize("subnet", ["", "printer", "10.0.0.0/8"], ids=str)
def test_no_network_or_a_huge_one_is_refused(subnet: str) -> None:
    with pytest.raises(SubnetError):
        hosts_of(subnet)


def test_one_host_is_a_network_too() -> None:
    assert hosts_of("192.0.2.7") == ("192.0.2.7",)


def test_the_hardware_address_comes_from_the_system(tmp_path: Path) -> None:
    table = tmp_path / "arp"
    table.write_text(
        "IP address HW type Flags HW address Mask Device\n"
        "192.0.2.7  0x1     0x2   00:26:ab:01:02:03 *    eth0\n"
    )

    assert hardware_address_of("192.0.2.7", table) == "00:26:ab:01:02:03"
    assert hardware_address_of("192.0.2.8", table) == ""
    assert hardware_address_of("192.0.2.8", tmp_path / "none") == ""


def test_the_own_network_is_a_network_or_nothing() -> None:
    subnet = own_subnet()

    assert subnet == "" or len(hosts_of(subnet)) == 254
