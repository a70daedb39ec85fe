"""A simulated device behind real pseudo-terminals, TCP and UDP ports."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator

import pytest
from typing_extensions import override

from drivers.errors import TransportGoneError, TransportTimeoutError
from drivers.simulation.faults import Fault, FaultKind
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import UdpMedium, medium_for
from drivers.transport.address import transport_for
from drivers.transport.port import ByteTransport
from tests.support.echo_device import EchoDevice

MEDIA = [
    pytest.param("tcp://127.0.0.1:0", id="tcp"),
    pytest.param(
        "pty",
        id="pty",
        marks=pytest.mark.skipif(sys.platform == "win32", reason="no ptys"),
    ),
]


@pytest.fixture(params=MEDIA)
def link(request: pytest.FixtureRequest) -> Iterator[SimulationLink]:
    link = SimulationLink(EchoDevice(), medium_for(request.param))
    yield link
    link.close()


@pytest.fixture
def host(link: SimulationLink) -> Iterator[ByteTransport]:
    host = transport_for(link.address)
    host.open()
    yield host
    host.close()


def asked(host: ByteTransport, question: bytes, length: int) -> bytes:
    host.write(question, timeout_s=1)
    answer = b""
    while len(answer) < length:
        answer += host.read(100, timeout_s=1)
    return answer


def test_it_answers_and_tells_what_it_received(
    link: SimulationLink, host: ByteTransport
) -> None:
    assert asked(host, b"abc\n", 4) == b"ABC\n"
    assert link.wait_for_received(4, 1)
    assert link.received == b"abc\n"
    assert link.received_count == 4


def test_it_speaks_unasked(link: SimulationLink, host: ByteTransport) -> None:
    asked(host, b"abc\n", 4)  # It is connected from here on.

    link.send(b"hello")
    link.change({"greeting": "you"})

    heard = b""
    while len(heard) < 8:
        heard += host.read(100, timeout_s=1)
    assert heard == b"helloyou"
    assert link.state() == {"greeting": "you"}


def test_a_refused_change_is_told(link: SimulationLink) -> None:
    with pytest.raises(ValueError, match="only a greeting"):
        link.change({"colour": "red"})


def test_the_cable_is_cut_and_joined(link: SimulationLink, host: ByteTransport) -> None:
    asked(host, b"abc\n", 4)

    link.set_fault(Fault(FaultKind.CUT))

    with pytest.raises(TransportGoneError):
        asked(host, b"abc\n", 4)
    host.close()
    with pytest.raises(TransportGoneError):
        host.open()
    link.set_fault(Fault())
    host.open()
    assert asked(host, b"abc\n", 4) == b"ABC\n"


def test_the_cable_is_cut_in_the_middle_of_a_reply(
    link: SimulationLink, host: ByteTransport
) -> None:
    link.set_fault(Fault(FaultKind.CUT_MIDWAY))

    with pytest.raises(TransportGoneError):
        asked(host, b"abc\n", 4)
    assert not link.is_plugged


def test_it_falls_silent(link: SimulationLink, host: ByteTransport) -> None:
    link.set_fault(Fault(FaultKind.MUTE, count=1))
    host.write(b"abc\n", timeout_s=1)

    with pytest.raises(TransportTimeoutError):
        host.read(100, timeout_s=0.05)
    assert asked(host, b"abc\n", 4) == b"ABC\n"


def test_a_late_reply_comes_after_its_time(
    link: SimulationLink, host: ByteTransport
) -> None:
    link.set_fault(Fault(FaultKind.LATE, seconds=0.1, count=1))
    host.write(b"abc\n", timeout_s=1)

    with pytest.raises(TransportTimeoutError):
        host.read(100, timeout_s=0.02)
    assert host.read(100, timeout_s=1) == b"ABC\n"


def test_a_slow_device_takes_its_time(
    link: SimulationLink, host: ByteTransport
) -> None:
    link.set_fault(Fault(FaultKind.SLOW, seconds=0.1))
    assert asked(host, b"abc\n", 4) == b"ABC\n"
    host.write(b"def\n", timeout_s=1)

    with pytest.raises(TransportTimeoutError):
        host.read(100, timeout_s=0.02)
    assert host.read(100, timeout_s=1) == b"DEF\n"


def test_datagrams_are_answered_to_their_sender() -> None:
    medium = UdpMedium()
    link = SimulationLink(EchoDevice(), medium)
    host, _, port = link.address.removeprefix("udp://").rpartition(":")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(1)
        client.sendto(b"abc\n", (host, int(port)))
        assert client.recv(100) == b"ABC\n"
    link.unplug()
    assert not link.is_plugged
    link.plug()
    link.close()
    link.close()


def _read_on(host: ByteTransport) -> None:
    while True:
        host.read(100, timeout_s=5)


class _Talker(EchoDevice):
    """Says its line without being asked."""

    talks_every_s = 0.01

    @override
    def respond(self, data: bytes) -> list[bytes]:
        return [b"."]


def test_a_device_may_talk_unasked_and_is_silent_without_its_cable() -> None:
    link = SimulationLink(_Talker(), medium_for("tcp://127.0.0.1:0"))
    host = transport_for(link.address)
    host.open()
    heard = b""
    while len(heard) < 3:
        heard += host.read(100, timeout_s=5)
    link.unplug()
    with pytest.raises(TransportGoneError):
        _read_on(host)
    host.close()
    link.close()

    assert set(heard) == set(b".")
    assert link.received == b""
