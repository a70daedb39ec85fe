"""A serial scanner on a real pseudo-terminal, driven by a real supervisor."""

from __future__ import annotations

import math
import queue
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from typing_extensions import override

from drivers.device import DeviceCondition, DeviceState
from drivers.errors import (
    DeviceProtocolError,
    DeviceUnavailableError,
    TransportBusyError,
    TransportDeniedError,
    TransportError,
    TransportGoneError,
    TransportTimeoutError,
)
from drivers.scanner import serial_scanner
from drivers.scanner.line_scanner import READ_TIMEOUT_S
from drivers.scanner.scan import Scan
from drivers.scanner.serial_scanner import (
    FRAME_TIMEOUT_S,
    REFUSED_IN_A_ROW_MAX,
    SerialScanner,
)
from drivers.scanner.simulator import SimulatedScanner
from drivers.supervisor import Supervisor
from drivers.transport.address import transport_for

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no pseudo-terminals"
)

_WAIT_S = 5.0


class Counter:
    """A scanner at work: its simulator, its thread and what it read."""

    def __init__(self) -> None:
        self.simulator = SimulatedScanner()
        self.simulator.plug()
        self.scans: queue.Queue[Scan] = queue.Queue()
        self.conditions: queue.Queue[DeviceCondition] = queue.Queue()
        self.scanner = SerialScanner(
            "scanner", transport_for(self.simulator.address), self.scans.put
        )
        self.supervisor = Supervisor(
            self.scanner, self.conditions.put, retry_delays_s=(0.02,)
        )

    def next_scan(self) -> Scan:
        return self.scans.get(timeout=_WAIT_S)

    def wait_for(self, state: DeviceState) -> DeviceCondition:
        deadline = time.monotonic() + _WAIT_S
        while True:
            condition = self.conditions.get(timeout=deadline - time.monotonic())
            if condition.state is state:
                return condition


@pytest.fixture
def counter() -> Iterator[Counter]:
    counter = Counter()
    counter.supervisor.start()
    counter.wait_for(DeviceState.READY)
    yield counter
    assert counter.supervisor.stop()
    counter.simulator.close()


def test_labels_come_with_device_and_symbology(counter: Counter) -> None:
    counter.simulator.scan("4006381333931", aim_id="]E0")
    counter.simulator.scan("A-000123")

    assert counter.next_scan() == Scan("scanner", "4006381333931", "]E0")
    assert counter.next_scan() == Scan("scanner", "A-000123", "")
    assert counter.scanner.scan_count == 2


def test_a_label_in_single_bytes_is_one_label(counter: Counter) -> None:
    for byte in b"96385074\r\n":
        counter.simulator.send(bytes((byte,)))

    assert counter.next_scan().data == "96385074"
    assert counter.scans.empty()


def test_two_labels_in_one_piece_are_two(counter: Counter) -> None:
    counter.simulator.send(b"111\r\n222\r\n")

    assert [counter.next_scan().data, counter.next_scan().data] == ["111", "222"]


def test_an_unplugged_scanner_is_lost_and_comes_back_by_itself(
    counter: Counter,
) -> None:
    counter.simulator.unplug()
    lost = counter.wait_for(DeviceState.LOST)
    counter.simulator.plug()
    counter.wait_for(DeviceState.READY)

    counter.simulator.scan("4006381333931")

    assert counter.next_scan().data == "4006381333931"
    assert lost.remedy == "Plug the scanner in."


def test_half_a_label_before_unplugging_is_forgotten(counter: Counter) -> None:
    counter.simulator.send(b"40063")
    counter.simulator.unplug()
    counter.wait_for(DeviceState.LOST)
    counter.simulator.plug()
    counter.wait_for(DeviceState.READY)

    counter.simulator.scan("81333931")

    assert counter.next_scan().data == "81333931"


def test_bytes_without_an_end_are_dropped_and_explained(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serial_scanner, "FRAME_TIMEOUT_S", 0.01)
    counter.simulator.send(b"4006381333931")

    condition = counter.wait_for(DeviceState.DEGRADED)
    counter.simulator.scan("96385074")

    assert "CR" in condition.remedy
    assert counter.next_scan().data == "96385074"
    counter.wait_for(DeviceState.READY)


def test_a_line_of_nothing_but_noise_is_a_fault(counter: Counter) -> None:
    for _ in range(REFUSED_IN_A_ROW_MAX + 1):
        counter.simulator.send(b"\x00\x7f\r")

    condition = counter.wait_for(DeviceState.FAULT)

    assert "speed and parity" in condition.remedy


def test_stopping_does_not_wait_for_a_label(counter: Counter) -> None:
    started = time.monotonic()

    counter.supervisor.stop()

    assert time.monotonic() - started < 1.0


class BrokenTransport:
    """Raises what it was told to, at open() or at read()."""

    address = "serial:x"
    is_open = False

    def __init__(self, error: TransportError, *, fails_at_open: bool) -> None:
        self._error = error
        self._fails_at_open = fails_at_open

    def open(self) -> None:
        if self._fails_at_open:
            raise self._error

    def close(self) -> None:
        """Nothing to close."""

    def read(self, count_max: int, *, timeout_s: float) -> bytes:
        raise self._error

    def write(self, data: bytes, *, timeout_s: float) -> None:
        raise self._error

    def finish_writing(self) -> None:
        """Nothing to finish."""

    def interrupt(self) -> None:
        """Nothing blocks."""


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (TransportBusyError("x", "held"), "Close the other program"),
        (TransportDeniedError("x", "no"), "technician"),
        (TransportGoneError("x", "off"), "Plug the scanner in"),
    ],
)
@pytest.mark.parametrize("fails_at_open", [True, False])
def test_every_failure_of_the_line_says_what_to_do(
    error: TransportError, remedy: str, fails_at_open: bool
) -> None:
    transport = BrokenTransport(error, fails_at_open=fails_at_open)
    scanner = SerialScanner("scanner", transport, lambda _scan: None)

    with pytest.raises(DeviceUnavailableError, match=remedy):
        _open_and_attend(scanner)


def _open_and_attend(scanner: SerialScanner) -> None:
    scanner.open()
    scanner.attend()


def test_silence_changes_nothing() -> None:
    transport = BrokenTransport(
        TransportTimeoutError("x", "quiet"), fails_at_open=False
    )
    scanner = SerialScanner("scanner", transport, lambda _scan: None)
    scanner.open()

    scanner.attend()

    assert scanner.condition.state is DeviceState.READY
    assert scanner.refused_count == 0


class ScriptedLine(BrokenTransport):
    """Says its pieces one after the other; None is silence."""

    def __init__(self, *pieces: bytes | None) -> None:
        super().__init__(TransportTimeoutError("x", "quiet"), fails_at_open=False)
        self._pieces = list(pieces)

    @override
    def read(self, count_max: int, *, timeout_s: float) -> bytes:
        piece = self._pieces.pop(0)
        if piece is None:
            raise self._error
        return piece


def test_a_thread_that_was_held_up_takes_no_rest_for_a_label(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scans: list[Scan] = []
    scanner = SerialScanner("scanner", ScriptedLine(b"4", b"7110815\r"), scans.append)
    scanner.open()
    scanner.attend()
    later_s = time.monotonic() + 60.0
    monkeypatch.setattr(time, "monotonic", lambda: later_s)

    scanner.attend()

    assert [scan.data for scan in scans] == ["47110815"]
    assert scanner.refused_count == 0


def test_silence_within_a_label_ends_it_unread() -> None:
    scans: list[Scan] = []
    silence = math.ceil(FRAME_TIMEOUT_S / READ_TIMEOUT_S)
    line = ScriptedLine(b"4711", *[None] * silence, b"0815\r")
    scanner = SerialScanner("scanner", line, scans.append)
    scanner.open()
    for _ in range(silence + 2):
        scanner.attend()

    assert [scan.data for scan in scans] == ["0815"]
    assert scanner.refused_count == 1


def test_noise_is_counted_before_it_becomes_a_fault() -> None:
    class Noise(BrokenTransport):
        @override
        def read(self, count_max: int, *, timeout_s: float) -> bytes:
            return b"\x01\r"

    transport = Noise(TransportGoneError("x", "y"), fails_at_open=False)
    scanner = SerialScanner("scanner", transport, lambda _scan: None)
    scanner.open()
    for _ in range(REFUSED_IN_A_ROW_MAX):
        scanner.attend()

    with pytest.raises(DeviceProtocolError):
        scanner.attend()
    assert scanner.refused_count == REFUSED_IN_A_ROW_MAX + 1


def test_a_cable_that_is_touched_now_and_then_is_no_wrong_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now_s = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now_s[0])
    touches = 3 * REFUSED_IN_A_ROW_MAX
    line = ScriptedLine(*[b"\x01\r"] * touches, b"4711\r")
    scans: list[Scan] = []
    scanner = SerialScanner("scanner", line, scans.append)
    scanner.open()
    for _ in range(touches):
        scanner.attend()
        now_s[0] += 300.0
    scanner.attend()

    assert [scan.data for scan in scans] == ["4711"]
    assert scanner.refused_count == touches


@pytest.mark.slow
def test_threads_and_descriptors_stay_flat_over_two_thousand_labels(
    counter: Counter,
) -> None:
    from pathlib import Path

    descriptors = Path("/proc/self/fd")
    if not descriptors.is_dir():
        pytest.skip("this system does not list open files")
    counter.simulator.scan("0")
    counter.next_scan()
    threads_before = threading.active_count()
    files_before = len(list(descriptors.iterdir()))

    for number in range(1, 2001):
        counter.simulator.scan(f"{number:013d}")
        assert counter.next_scan().data == f"{number:013d}"

    assert threading.active_count() == threads_before
    assert len(list(descriptors.iterdir())) == files_before
