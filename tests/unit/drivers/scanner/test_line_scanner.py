"""What scanners of every line share, over a real connection."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from typing_extensions import override

from drivers.device import READY, DeviceState
from drivers.errors import DeviceUnavailableError
from drivers.scanner.line_scanner import LineScanner
from drivers.scanner.scan import Scan
from drivers.transport.tcp import TcpTransport


class Words(LineScanner):
    """Every read is one label; what it was told is in *log*."""

    log: list[str]

    @property
    @override
    def refused_count(self) -> int:
        return self._labels.refused_count

    @override
    def _forget(self) -> None:
        self.log = []

    @override
    def _read_timeout_s(self) -> float:
        return 0.02

    @override
    def _hear(self, data: bytes) -> None:
        label = self._label_in(data.decode())
        self.log.append("nothing" if label is None else label.data)
        if label is not None:
            self._deliver(label)

    @override
    def _hear_nothing(self, silent_s: float) -> None:
        self.log.append("silence")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def _words(listener: socket.socket, scans: list[Scan]) -> Words:
    return Words(
        "s", TcpTransport("127.0.0.1", listener.getsockname()[1]), scans.append
    )


def test_labels_are_delivered_once_and_silence_is_told(listener: socket.socket) -> None:
    scans: list[Scan] = []
    scanner = _words(listener, scans)
    scanner.open()
    peer, _ = listener.accept()
    with peer:
        scanner.attend()
        for _ in range(2):
            peer.sendall(b"]E04006381333931")
            scanner.attend()
        scanner.close()

    assert scanner.log == ["silence", "4006381333931", "nothing"]
    assert scans == [Scan("s", "4006381333931", "]E0")]
    assert (scanner.scan_count, scanner.repeat_count) == (1, 1)
    assert scanner.condition == READY


def test_a_refusal_is_its_condition_until_a_label_fits(listener: socket.socket) -> None:
    scanner = _words(listener, [])
    scanner.open()
    peer, _ = listener.accept()
    with peer:
        peer.sendall(b"&\xc3\xa9&\xc3\xa9&\xc3\xa9&")
        scanner.attend()
        assert scanner.condition.state is DeviceState.DEGRADED
        peer.sendall(b"A-1")
        scanner.attend()
        scanner.close()

    assert scanner.condition == READY
    assert scanner.refused_count == 1


def test_a_lost_line_says_what_to_do_and_begins_anew(listener: socket.socket) -> None:
    scanner = _words(listener, [])
    scanner.open()
    peer, _ = listener.accept()
    scanner.attend()
    peer.close()
    with pytest.raises(DeviceUnavailableError, match="Plug the scanner in"):
        scanner.attend()
    scanner.close()
    scanner.open()
    assert scanner.log == []
    scanner.close()
