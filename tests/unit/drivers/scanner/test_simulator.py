"""The scanner made of software."""

from __future__ import annotations

import socket
import sys
import threading
from pathlib import Path

import pytest

from drivers.scanner.simulator import (
    SimulatedScanner,
    SimulatedTcpScanner,
    new_simulated_scanner,
)
from drivers.transport.address import transport_for

_needs_pty = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no pseudo-terminals"
)


@_needs_pty
def test_the_address_outlives_the_plug() -> None:
    scanner = SimulatedScanner(terminator=b"\r\n")
    scanner.plug()
    first = scanner.address
    scanner.unplug()

    scanner.plug()

    assert scanner.address == first
    transport = transport_for(first)
    transport.open()
    scanner.scan("价1", aim_id="]Q1")
    assert transport.read(100, timeout_s=1) == "]Q1价1\r\n".encode()
    transport.close()
    scanner.close()


@_needs_pty
def test_an_unplugged_scanner_cannot_scan_and_leaves_no_files() -> None:
    scanner = SimulatedScanner()
    scanner.plug()
    link = Path(scanner.address.removeprefix("serial:"))
    scanner.close()

    assert not scanner.is_plugged
    assert not link.parent.exists()
    with pytest.raises(OSError, match="not plugged in"):
        scanner.scan("1")
    scanner.close()


def test_over_tcp_every_listener_gets_the_label() -> None:
    scanner = SimulatedTcpScanner()
    transport = transport_for(scanner.address)
    transport.open()
    gone = socket.create_connection(scanner._server.getsockname()[:2])
    pause = threading.Event()
    while len(scanner._listeners) < 2:
        pause.wait(0.001)
    gone.close()

    for _ in range(3):
        scanner.scan("4006381333931")

    assert transport.read(14, timeout_s=1) == b"4006381333931\r"
    assert scanner.scan_count == 3
    scanner.close()
    transport.close()


def test_the_usual_scanner_is_ready_to_be_opened() -> None:
    scanner = new_simulated_scanner()
    transport = transport_for(scanner.address)

    transport.open()

    transport.close()
    scanner.close()
