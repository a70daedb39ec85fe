"""What a transport says of itself."""

from __future__ import annotations

import pytest

from drivers.errors import TransportGoneError
from drivers.flight_recorder import FlightRecorder
from drivers.transport.address import transport_for
from drivers.transport.port import has_way_back, is_wire, read_input_line
from drivers.transport.recorded import recording


def test_a_queue_has_no_way_back_and_a_network_has_one() -> None:
    assert not has_way_back(transport_for("cups:RAW"))
    assert has_way_back(transport_for("tcp://127.0.0.1:9100"))


def test_a_recorded_transport_is_what_it_records() -> None:
    with recording(FlightRecorder()):
        queue, line = transport_for("cups:RAW"), transport_for("serial:COM3")

    assert not has_way_back(queue)
    assert has_way_back(line)
    assert is_wire(line)


def test_only_serial_ports_have_lines_to_be_read() -> None:
    with pytest.raises(TransportGoneError, match="no line RI"):
        read_input_line(transport_for("tcp://127.0.0.1:9100"), "ri")
