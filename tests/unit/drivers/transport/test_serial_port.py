"""Bytes over real pseudo-terminals."""

from __future__ import annotations

import os
import sys
import termios
import threading
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from drivers.errors import (
    TransportBusyError,
    TransportDeniedError,
    TransportGoneError,
    TransportTimeoutError,
)
from drivers.transport.port import InputLine
from drivers.transport.serial_port import (
    SerialLine,
    SerialTransport,
    _ParityCheckedSerial,
)

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no pseudo-terminals"
)


class Cable:
    """The far end of a serial line."""

    def __init__(self) -> None:
        self.master, slave = os.openpty()
        tty.setraw(slave)
        self.port = os.ttyname(slave)
        self._slave: int | None = slave

    def unplug(self) -> None:
        os.close(self.master)
        self.master = -1

    def close(self) -> None:
        for descriptor in (self.master, self._slave):
            if descriptor is not None and descriptor >= 0:
                os.close(descriptor)


@pytest.fixture
def cable() -> Iterator[Cable]:
    cable = Cable()
    yield cable
    cable.close()


@pytest.fixture
def transport(cable: Cable) -> Iterator[SerialTransport]:
    transport = SerialTransport(cable.port, SerialLine(baud_rate=19200))
    yield transport
    transport.close()


def test_bytes_go_both_ways(cable: Cable, transport: SerialTransport) -> None:
    transport.open()

    os.write(cable.master, b"4006381333931\r")
    transport.write(b"\x07", timeout_s=1)

    assert transport.read(100, timeout_s=1) == b"4006381333931\r"
    assert os.read(cable.master, 10) == b"\x07"
    assert transport.is_open


def test_no_more_is_read_than_was_asked_for(
    cable: Cable, transport: SerialTransport
) -> None:
    transport.open()
    os.write(cable.master, b"abcdef")

    first = transport.read(4, timeout_s=1)

    assert first + transport.read(10, timeout_s=1) == b"abcdef"
    assert len(first) <= 4


def test_silence_is_a_timeout(cable: Cable, transport: SerialTransport) -> None:
    transport.open()

    with pytest.raises(TransportTimeoutError):
        transport.read(1, timeout_s=0.05)


def test_a_pulled_cable_is_gone(cable: Cable, transport: SerialTransport) -> None:
    transport.open()
    cable.unplug()

    with pytest.raises(TransportGoneError):
        transport.read(1, timeout_s=1)
    with pytest.raises(TransportGoneError):
        transport.write(b"x", timeout_s=1)


def test_a_cable_pulled_during_a_read_is_noticed(
    cable: Cable, transport: SerialTransport
) -> None:
    transport.open()
    timer = threading.Timer(0.05, cable.unplug)
    timer.start()

    with pytest.raises(TransportGoneError):
        transport.read(1, timeout_s=5)

    timer.join()


def test_interrupt_unblocks_a_read(cable: Cable, transport: SerialTransport) -> None:
    transport.open()
    timer = threading.Timer(0.05, transport.interrupt)
    timer.start()

    with pytest.raises(TransportGoneError, match="interrupted"):
        transport.read(1, timeout_s=5)

    timer.join()


def test_a_peer_that_does_not_read_runs_into_the_deadline(
    cable: Cable, transport: SerialTransport
) -> None:
    transport.open()

    with pytest.raises(TransportTimeoutError):
        transport.write(bytes(1_000_000), timeout_s=0.1)
    transport.abort()


def test_a_write_that_was_interrupted_is_not_taken_for_done(
    cable: Cable, transport: SerialTransport
) -> None:
    transport.open()
    timer = threading.Timer(0.05, transport.interrupt)
    timer.start()

    with pytest.raises(TransportGoneError, match="interrupted"):
        transport.write(bytes(1_000_000), timeout_s=5)

    timer.join()
    transport.abort()


def test_what_has_not_left_is_thrown_away_even_by_a_port_that_is_gone(
    cable: Cable, transport: SerialTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    import serial

    def refuse(_port: object) -> None:
        raise termios.error(5, "Input/output error")

    transport.open()
    monkeypatch.setattr(serial.Serial, "reset_output_buffer", refuse)

    transport.abort()

    assert not transport.is_open


def test_an_interrupt_never_writes_into_a_file_that_came_after_the_port(
    cable: Cable, transport: SerialTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    transport.open()
    closer = threading.Thread(target=transport.close)
    really_write = os.write
    are_open: list[bool] = []

    def write_late(descriptor: int, data: bytes) -> int:
        if not are_open:
            closer.start()
            closer.join(0.05)
        are_open.append(_is_open(descriptor))
        return really_write(descriptor, data)

    monkeypatch.setattr(os, "write", write_late)
    transport.interrupt()
    closer.join(5)

    assert are_open == [True, True]


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def test_a_port_that_does_not_exist_is_gone(tmp_path: Path) -> None:
    with pytest.raises(TransportGoneError):
        SerialTransport(str(tmp_path / "ttyNONE")).open()


def test_a_port_that_another_holds_is_busy(
    cable: Cable, transport: SerialTransport
) -> None:
    transport.open()

    with pytest.raises(TransportBusyError):
        SerialTransport(cable.port).open()


def test_a_port_without_permission_is_denied(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import serial

    def refuse(*_args: object, **_kwargs: object) -> object:
        raise serial.SerialException(13, "could not open port")

    monkeypatch.setattr(serial, "Serial", refuse)

    with pytest.raises(TransportDeniedError):
        SerialTransport(str(tmp_path / "tty")).open()


def test_a_closed_port_neither_reads_nor_writes(transport: SerialTransport) -> None:
    with pytest.raises(TransportGoneError):
        transport.read(1, timeout_s=0)
    with pytest.raises(TransportGoneError):
        transport.write(b"x", timeout_s=0)
    transport.finish_writing()
    transport.interrupt()
    transport.abort()


def test_a_port_can_be_opened_again(cable: Cable, transport: SerialTransport) -> None:
    transport.open()
    transport.close()

    transport.open()

    os.write(cable.master, b"x")
    assert transport.read(1, timeout_s=1) == b"x"


def test_a_line_that_has_no_parity_is_opened_and_read_all_the_same(
    cable: Cable,
) -> None:
    for parity in "NEO":
        transport = SerialTransport(cable.port, SerialLine(byte_size=7, parity=parity))
        transport.open()
        for timeout_s in (1.0, 2.0):
            os.write(cable.master, b"W")
            assert transport.read(1, timeout_s=timeout_s) == b"W"
        transport.close()


def test_bytes_of_wrong_parity_are_dropped_whatever_else_is_set(
    cable: Cable,
) -> None:
    import termios

    # A pseudo-terminal has no parity to set, so only the flags are looked at.
    wanted = termios.INPCK | termios.IGNPAR
    port = _ParityCheckedSerial(cable.port, timeout=0)
    assert termios.tcgetattr(port.fileno())[0] & wanted == wanted

    port.timeout = 2

    assert termios.tcgetattr(port.fileno())[0] & wanted == wanted
    port.close()


def test_a_pseudo_terminal_has_no_lines_to_be_read(transport: SerialTransport) -> None:
    transport.open()

    with pytest.raises(TransportGoneError):
        transport.read_input_line("cts")


@pytest.mark.parametrize("line", ["cts", "dsr", "ri", "cd"])
def test_each_line_of_a_port_is_read(
    transport: SerialTransport, line: InputLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    transport.open()
    for name in ("cts", "dsr", "ri", "cd"):
        monkeypatch.setattr(serial.Serial, name, name == line)

    assert transport.read_input_line(line) is True


class _Printer:
    """What is known of a port on which a device holds back by DSR."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, takes: int) -> None:
        self.taken = 0
        self.room = takes
        really_write = serial.Serial.write

        def write(port: serial.Serial, data: bytes) -> int | None:
            self.taken += len(data)
            self.room -= len(data)
            return really_write(port, data)

        monkeypatch.setattr(serial.Serial, "write", write)
        monkeypatch.setattr(serial.Serial, "dsr", property(lambda _: self.room > 0))


def test_a_device_that_holds_back_by_dsr_gets_no_more_than_it_takes(
    cable: Cable, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = _Printer(monkeypatch, takes=100)
    transport = SerialTransport(cable.port, SerialLine(flow="dsr"))
    transport.open()

    with pytest.raises(TransportTimeoutError, match="DSR"):
        transport.write(bytes(1000), timeout_s=0.05)

    assert 100 <= printer.taken < 100 + 64
    transport.close()


def test_what_was_held_back_by_dsr_goes_on_and_can_be_interrupted(
    cable: Cable, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = _Printer(monkeypatch, takes=100)
    transport = SerialTransport(cable.port, SerialLine(flow="dsr"))
    transport.open()

    def make_room() -> None:
        printer.room = 1000

    person = threading.Timer(0.05, make_room)
    person.start()
    transport.write(bytes(500), timeout_s=5)
    person.join()
    assert printer.taken == 500
    printer.room = 0
    stop = threading.Timer(0.05, transport.interrupt)
    stop.start()
    with pytest.raises(TransportGoneError, match="interrupted"):
        transport.write(b"x", timeout_s=5)
    stop.join()
    transport.close()
