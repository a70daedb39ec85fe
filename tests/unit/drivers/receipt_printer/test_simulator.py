"""The printer made of software, spoken to over a bare socket."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from drivers.receipt_printer import simulator as simulator_module
from drivers.receipt_printer.paper import DrawerPulse, Paper
from drivers.receipt_printer.simulator import Faults, SimulatedPrinter

_WAIT_S = 5.0


@pytest.fixture
def pulses() -> list[DrawerPulse]:
    return []


@pytest.fixture
def papers() -> list[Paper]:
    return []


@pytest.fixture
def printer(
    pulses: list[DrawerPulse], papers: list[Paper]
) -> Iterator[SimulatedPrinter]:
    printer = SimulatedPrinter(on_drawer=pulses.append, on_paper=papers.append)
    printer.start()
    yield printer
    printer.close()


@pytest.fixture
def wire(printer: SimulatedPrinter) -> Iterator[socket.socket]:
    with socket.create_connection((printer.host, printer.port), _WAIT_S) as wire:
        wire.settimeout(_WAIT_S)
        yield wire


def _wait_until(is_so: Callable[[], bool]) -> None:
    pause = threading.Event()
    deadline = time.monotonic() + _WAIT_S
    while not is_so():
        assert time.monotonic() < deadline
        pause.wait(0.002)


def _ask(wire: socket.socket, question: bytes, length: int) -> bytes:
    wire.sendall(question)
    answer = b""
    while len(answer) < length:
        part = wire.recv(length - len(answer))
        assert part
        answer += part
    return answer


def test_a_cut_makes_a_paper(
    printer: SimulatedPrinter, wire: socket.socket, papers: list[Paper]
) -> None:
    wire.sendall(b"Total 9.99\n\x1d\x56\x42\x00next")

    assert printer.wait_for_papers(1, _WAIT_S)
    _wait_until(lambda: printer.open_paper is not None and len(papers) == 1)
    assert papers[0].text == "Total 9.99"


@pytest.mark.parametrize(
    ("press", "answers"),
    [
        (lambda p: None, (0x12, 0x12, 0x12, 0x12)),
        (lambda p: p.set_paper(is_out=True), (0x1A, 0x32, 0x12, 0x7E)),
        (lambda p: p.set_paper(is_low=True), (0x12, 0x12, 0x12, 0x1E)),
        (lambda p: p.set_cover(is_open=True), (0x1A, 0x16, 0x12, 0x12)),
        (lambda p: p.set_cutter_jam(is_jammed=True), (0x1A, 0x52, 0x1A, 0x12)),
    ],
)
def test_real_time_status_has_the_bits_of_the_reference(
    printer: SimulatedPrinter,
    wire: socket.socket,
    press: Callable[[SimulatedPrinter], None],
    answers: tuple[int, ...],
) -> None:
    press(printer)

    given = tuple(_ask(wire, bytes((0x10, 4, n)), 1)[0] for n in (1, 2, 3, 4))

    assert given == answers


def test_the_drawer_opens_by_both_commands_and_shows_its_level(
    printer: SimulatedPrinter, wire: socket.socket, pulses: list[DrawerPulse]
) -> None:
    closed = _ask(wire, b"\x10\x04\x01", 1)
    opened = _ask(wire, b"\x1b\x70\x00\x19\xfa\x1d\x72\x02", 1)
    level = _ask(wire, b"\x10\x04\x01", 1)
    printer.close_drawer()
    printer.set_cover(is_open=True)
    _ask(wire, b"\x10\x14\x01\x01\x02\x10\x04\x01", 1)

    assert (closed, opened, level) == (b"\x12", b"\x01", b"\x16")
    assert pulses == [DrawerPulse(2, 50, 500), DrawerPulse(5, 200, 200)]
    assert printer.is_drawer_open
    assert printer.pulse_count == 2


def test_both_commands_tell_the_level_of_the_pin(
    printer: SimulatedPrinter, wire: socket.socket
) -> None:
    # The contact is open, and so the pin high, while this drawer is closed.
    printer.wire_drawer(is_high_when_open=False)
    closed = _ask(wire, b"\x10\x04\x01", 1) + _ask(wire, b"\x1d\x72\x02", 1)
    opened = _ask(wire, b"\x1b\x70\x00\x19\xfa\x1d\x72\x02", 1)
    printer.set_drawer_cable(is_in=False)
    unplugged = _ask(wire, b"\x10\x04\x01", 1) + _ask(wire, b"\x1d\x72\x02", 1)

    assert (closed, opened, unplugged) == (b"\x16\x01", b"\x00", b"\x16\x01")


def test_asb_comes_at_once_and_at_each_change(
    printer: SimulatedPrinter, wire: socket.socket
) -> None:
    first = _ask(wire, b"\x1d\x61\xff", 4)
    printer.set_cover(is_open=True)
    second = _ask(wire, b"", 4)
    printer.set_cover(is_open=False)
    third = _ask(wire, b"", 4)
    printer.set_paper(is_out=True)
    fourth = _ask(wire, b"", 4)

    assert first == third == b"\x10\x00\x00\x00"
    assert second == b"\x38\x00\x00\x00"
    assert fourth == b"\x18\x00\x0f\x00"


def test_the_barrier_waits_until_the_printer_can_print(
    printer: SimulatedPrinter, wire: socket.socket
) -> None:
    printer.set_paper(is_out=True)
    offline = _ask(wire, b"line\n\x1d\x72\x01\x10\x04\x01", 1)

    printer.set_paper()
    barrier = _ask(wire, b"", 1)

    assert offline == b"\x1a"
    assert barrier == b"\x00"
    assert printer.open_paper is not None


def test_identity_and_process_id_are_answered(wire: socket.socket) -> None:
    maker = _ask(wire, b"\x1d\x49\x42", 10)
    done = _ask(wire, b"\x1d\x28\x48\x06\x00\x30\x30ABCD", 7)

    assert maker == b"\x5fEvertill\x00"
    assert done == b"\x37\x22ABCD\x00"


@pytest.mark.parametrize(
    "clear", [b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", b"\x10\x05\x02"]
)
def test_the_buffer_can_be_cleared_in_real_time(
    printer: SimulatedPrinter, wire: socket.socket, clear: bytes
) -> None:
    printer.set_cutter_jam(is_jammed=True)
    wire.sendall(b"old\n\x1d\x56\x00")
    _ask(wire, b"\x10\x04\x01", 1)
    wire.sendall(clear)
    printer.set_cutter_jam(is_jammed=False)
    _ask(wire, b"new\n\x1d\x56\x00\x1d\x72\x01", 1)

    assert [paper.text for paper in printer.papers] == ["new"]


def test_recovery_frees_a_jammed_cutter(
    printer: SimulatedPrinter, wire: socket.socket
) -> None:
    printer.set_cutter_jam(is_jammed=True)
    assert _ask(wire, b"\x10\x05\x01\x10\x04\x03", 1) == b"\x1a"
    printer.set_cutter_jam(is_jammed=False, is_latched=True)
    assert _ask(wire, b"\x10\x04\x03", 1) == b"\x1a"

    assert _ask(wire, b"\x10\x05\x01\x10\x04\x03", 1) == b"\x12"


def test_one_client_at_a_time_the_next_one_waits(
    printer: SimulatedPrinter, wire: socket.socket
) -> None:
    _ask(wire, b"\x10\x04\x01", 1)
    with socket.create_connection((printer.host, printer.port), _WAIT_S) as second:
        second.settimeout(0.1)
        second.sendall(b"\x10\x04\x01")
        with pytest.raises(TimeoutError):
            second.recv(1)

        wire.close()

        second.settimeout(_WAIT_S)
        assert second.recv(1) == b"\x12"


def test_a_cut_cable_breaks_the_connection_and_refuses_new_ones(
    printer: SimulatedPrinter, wire: socket.socket
) -> None:
    _ask(wire, b"\x10\x04\x01", 1)

    printer.cut_cable()

    with pytest.raises(ConnectionResetError):
        wire.recv(1)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((printer.host, printer.port), _WAIT_S)
    assert not printer.is_plugged


def test_a_printer_that_stops_reading_pushes_back(
    printer: SimulatedPrinter, wire: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulator_module, "BUFFER_TOKENS_MAX", 10)
    printer.set_cover(is_open=True)
    wire.settimeout(0.3)

    with pytest.raises(TimeoutError):
        wire.sendall(b"line\n" * 4_000_000)


def test_a_half_closed_client_gets_its_answer(
    printer: SimulatedPrinter, wire: socket.socket
) -> None:
    wire.sendall(b"line\n\x1d\x56\x00\x1d\x72\x01")
    wire.shutdown(socket.SHUT_WR)

    assert wire.recv(1) == b"\x00"
    assert wire.recv(1) == b""


def test_a_printer_that_was_never_started_can_be_closed() -> None:
    SimulatedPrinter().close()


def test_faults_can_be_put_right(
    printer: SimulatedPrinter, wire: socket.socket
) -> None:
    printer.set_faults(Faults(is_silent=True))
    wire.sendall(b"\x10\x04\x01")
    wire.settimeout(0.1)
    with pytest.raises(TimeoutError):
        wire.recv(1)

    printer.set_faults(Faults())

    wire.settimeout(_WAIT_S)
    assert _ask(wire, b"\x10\x04\x01", 1) == b"\x12"
