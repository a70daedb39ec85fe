"""Bytes over device files, on pseudo-terminals and pipes."""

from __future__ import annotations

import os
import threading
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.errors import TransportGoneError, TransportTimeoutError
from drivers.transport.device_file import DeviceFileTransport


class _Pair:
    def __init__(self) -> None:
        self.printer, self._slave = os.openpty()
        tty.setraw(self._slave)
        self.path = os.ttyname(self._slave)
        self.transport = DeviceFileTransport(self.path)

    def unplug(self) -> None:
        os.close(self._slave)
        os.close(self.printer)
        self.printer = self._slave = -1

    def close(self) -> None:
        self.transport.close()
        if self.printer >= 0:
            self.unplug()


@pytest.fixture
def pair() -> Iterator[_Pair]:
    pair = _Pair()
    yield pair
    pair.close()


def test_bytes_go_both_ways(pair: _Pair) -> None:
    pair.transport.open()

    pair.transport.write(b"\x10\x04\x01", timeout_s=1)
    assert os.read(pair.printer, 16) == b"\x10\x04\x01"
    os.write(pair.printer, b"\x12")

    assert pair.transport.read(16, timeout_s=1) == b"\x12"
    assert pair.transport.has_way_back
    assert pair.transport.address == f"file:{pair.path}"


def test_silence_ends_at_the_deadline(pair: _Pair) -> None:
    pair.transport.open()

    with pytest.raises(TransportTimeoutError):
        pair.transport.read(16, timeout_s=0.02)


def test_a_printer_that_takes_nothing_ends_at_the_deadline(pair: _Pair) -> None:
    pair.transport.open()

    with pytest.raises(TransportTimeoutError):
        pair.transport.write(bytes(1_000_000), timeout_s=0.05)


def test_a_pulled_cable_is_told(pair: _Pair) -> None:
    pair.transport.open()
    pair.unplug()

    with pytest.raises(TransportGoneError):
        pair.transport.read(16, timeout_s=1)


def test_another_thread_ends_a_read(pair: _Pair) -> None:
    pair.transport.open()
    timer = threading.Timer(0.02, pair.transport.interrupt)
    timer.start()

    with pytest.raises(TransportGoneError, match="interrupted"):
        pair.transport.read(16, timeout_s=5)
    timer.join()


def test_a_pipe_only_takes(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    os.mkfifo(path)
    transport = DeviceFileTransport(str(path))
    transport.open()

    transport.write(b"paper", timeout_s=1)

    assert not transport.has_way_back
    with pytest.raises(TransportTimeoutError, match="no way back"):
        transport.read(1, timeout_s=5)
    transport.close()
    transport.close()


@pytest.mark.parametrize("kind", ["missing", "file", "folder"])
def test_what_is_no_device_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / kind
    if kind == "file":
        path.touch()
    elif kind == "folder":
        path.mkdir()

    with pytest.raises(TransportGoneError):
        DeviceFileTransport(str(path)).open()


def test_a_closed_file_takes_nothing(pair: _Pair) -> None:
    assert not pair.transport.is_open
    with pytest.raises(TransportGoneError, match="not open"):
        pair.transport.write(b"x", timeout_s=1)
    pair.transport.finish_writing()
