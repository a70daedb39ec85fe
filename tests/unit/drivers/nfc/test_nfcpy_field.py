"""nfcpy as a reader, over its UDP link with a simulated card and with faults."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from drivers.nfc.card_errors import CardError, CardGoneError
from drivers.nfc.card_session import open_session
from drivers.nfc.field import ReaderGoneError, ReaderOpenError
from drivers.nfc.nfcpy_field import NfcpyField
from drivers.nfc.simulator import SimulatedField, new_card
from drivers.simulation.faults import Fault, FaultKind
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import UdpMedium

_MESSAGE = bytes(index % 250 for index in range(90))


class _Counter:
    def __init__(self, card_type: str) -> None:
        self.card = new_card(card_type, _MESSAGE)
        self.link = SimulationLink(SimulatedField(self.card), UdpMedium())
        self.path = self.link.address.replace("udp://", "udp:")
        self.field = NfcpyField(self.path)
        # Looking for the other kind first would cost nfcpy's second each time.
        self.field._rates.sort(reverse=card_type == "3")

    def close(self) -> None:
        self.field.close()
        self.link.close()


@pytest.fixture(params=["2", "3"])
def counter(request: pytest.FixtureRequest) -> Iterator[_Counter]:
    counter = _Counter(request.param)
    yield counter
    counter.close()


def test_a_card_is_found_read_and_written(counter: _Counter) -> None:
    found = counter.field.look()

    assert found is not None
    assert found.uid == counter.card.uid
    assert found.technology is counter.card.technology
    session = open_session(counter.field, found)
    assert session.read().message == _MESSAGE
    session.write(_MESSAGE[::-1])
    assert session.read().message == _MESSAGE[::-1]
    assert session.is_present()
    assert "UDP" in counter.field.name


@pytest.mark.parametrize(
    "fault",
    [
        Fault(FaultKind.MUTE, count=1),
        Fault(FaultKind.LATE, seconds=0.3, count=1),
        Fault(FaultKind.DOUBLE),
        Fault(FaultKind.GARBLE, count=1),
        Fault(FaultKind.NOISE, count=1),
        Fault(FaultKind.HALF, count=1),
        Fault(FaultKind.SPLIT, count=1),
        Fault(FaultKind.GLUE, count=1),
    ],
    ids=lambda fault: fault.kind.value,
)
def test_a_fault_on_the_way_never_gives_a_wrong_message(
    counter: _Counter, fault: Fault
) -> None:
    found = counter.field.look()
    assert found is not None
    session = open_session(counter.field, found)
    counter.link.set_fault(fault)

    for _ in range(2):
        try:
            assert session.read().message == _MESSAGE
        except CardError:
            continue


def test_a_card_taken_away_is_gone(counter: _Counter) -> None:
    found = counter.field.look()
    assert found is not None
    counter.link.change({"card": "away"})

    with pytest.raises(CardGoneError):
        counter.field.select()


@pytest.mark.parametrize("path", ["tty:NONESUCH9:pn532", "nonsense"])
def test_a_reader_that_is_not_there_is_missing(path: str) -> None:
    with pytest.raises(ReaderOpenError) as caught:
        NfcpyField(path)

    assert caught.value.reason == "missing"


def test_a_port_that_is_registered_for_a_service_is_a_port(
    counter: _Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """/etc/services names many: 60179 is "fido" on a Linux desktop."""
    port = int(counter.path.rpartition(":")[2])
    monkeypatch.setattr(
        socket,
        "getnameinfo",
        lambda address, _flags: (
            address[0],
            "fido" if address[1] == port else str(address[1]),
        ),
    )

    field = NfcpyField(counter.path)

    try:
        field._rates.sort(reverse=counter.field._rates[0] == "212F")
        found = field.look()
        assert found is not None
        assert found.uid == counter.card.uid
        assert field.name.endswith(counter.path)
    finally:
        field.close()


@pytest.mark.parametrize("port", ["port", "65536", "-1"])
def test_a_path_that_is_none_is_said_to_be(port: str) -> None:
    with pytest.raises(ReaderOpenError) as caught:
        NfcpyField(f"udp:127.0.0.1:{port}")

    assert caught.value.reason == "path"


def test_a_link_that_leads_to_nobody_is_a_reader_that_is_gone(
    counter: _Counter,
) -> None:
    field = NfcpyField(counter.path, refused_s_max=0.0)
    try:
        assert field.look() is not None
        counter.link.unplug()
        with pytest.raises(ReaderGoneError):
            field.look()
        counter.link.plug()
        assert field.look() is not None
    finally:
        field.close()
