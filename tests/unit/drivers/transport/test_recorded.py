"""Transports that tell a flight recorder what passes."""

from __future__ import annotations

import sys

import pytest

from drivers.errors import TransportGoneError
from drivers.flight_recorder import FlightRecorder
from drivers.transport.address import transport_for
from drivers.transport.evdev import EvdevTransport
from drivers.transport.recorded import RecordedTransport, recording
from drivers.transport.tcp import TcpTransport
from tests.support.fake_inputs import FakeInputs
from tests.support.key_bytes import type_bytes


class _Loop:
    """Gives back what it got."""

    address = "loop:"

    def __init__(self) -> None:
        self.is_open = False
        self.calls: list[str] = []
        self._data = b""

    def open(self) -> None:
        self.is_open = True

    def close(self) -> None:
        self.is_open = False

    def abort(self) -> None:
        self.calls.append("abort")

    def read(self, count_max: int, *, timeout_s: float) -> bytes:
        if not self._data:
            raise TransportGoneError(self.address, "empty")
        data, self._data = self._data[:count_max], self._data[count_max:]
        return data

    def write(self, data: bytes, *, timeout_s: float) -> None:
        self._data += data

    def finish_writing(self) -> None:
        self.calls.append("finish_writing")

    def interrupt(self) -> None:
        self.calls.append("interrupt")


def test_the_lines_of_a_port_are_read_through_the_recorder() -> None:
    inner = _Loop()
    transport = RecordedTransport(inner, FlightRecorder(wall_ms=lambda: 0))
    with pytest.raises(TransportGoneError, match="no line CTS"):
        transport.read_input_line("cts")
    inner.read_input_line = lambda line: line == "ri"  # type: ignore[attr-defined]  # a port has it

    assert transport.read_input_line("ri") is True
    assert transport.read_input_line("cts") is False


def test_what_passes_is_recorded_and_passes() -> None:
    recorder = FlightRecorder(wall_ms=lambda: 0)
    inner = _Loop()
    transport = RecordedTransport(inner, recorder)
    transport.open()
    assert transport.is_open
    transport.write(b"hello", timeout_s=1)
    assert transport.read(3, timeout_s=1) == b"hel"
    transport.finish_writing()
    transport.interrupt()
    transport.abort()
    transport.close()

    assert not inner.is_open
    assert inner.calls == ["finish_writing", "interrupt", "abort"]
    assert [entry.data for entry in recorder.entries()] == [b"hello", b"hel"]
    assert transport.address == "loop:"


@pytest.mark.skipif(sys.platform == "win32", reason="Linux only")
def test_keys_of_a_scanned_card_are_counted_and_not_kept() -> None:
    recorder = FlightRecorder()
    inputs = FakeInputs()
    transport = RecordedTransport(EvdevTransport("05e0:1200", inputs), recorder)
    keys = type_bytes("134567890123456789\r")
    transport.open()
    inputs.write(keys)

    data = transport.read(len(keys), timeout_s=5)

    assert data == keys
    assert recorder.bytes_received == len(keys)
    assert recorder.entries() == ()
    transport.close()
    inputs.unplug()


def test_only_transports_made_meanwhile_are_recorded() -> None:
    recorder = FlightRecorder()
    with recording(recorder):
        inside = transport_for("tcp://192.0.2.7")
    outside = transport_for("tcp://192.0.2.7")

    assert isinstance(inside, RecordedTransport)
    assert isinstance(outside, TcpTransport)


def test_a_failure_passes_as_it_is() -> None:
    transport = RecordedTransport(_Loop(), FlightRecorder())

    with pytest.raises(TransportGoneError):
        transport.read(1, timeout_s=0)
