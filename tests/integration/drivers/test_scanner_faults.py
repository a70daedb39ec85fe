"""The faults of a line, one by one, between a simulated scanner and its driver.

A scanner speaks unasked, so that what is a late or missing reply elsewhere is here
a label that comes late, in part or not at all.  Whatever happens: no wrong label,
and the next good one is read.
"""

from __future__ import annotations

import queue
import sys
import time
from collections.abc import Iterator

import pytest

from drivers.device import DeviceCondition, DeviceState
from drivers.scanner import serial_scanner
from drivers.scanner.feedback import Feedback
from drivers.scanner.label_reader import Identifiers, LabelSettings
from drivers.scanner.options import ScannerOptions
from drivers.scanner.scan import Scan
from drivers.scanner.serial_scanner import SerialScanner
from drivers.scanner.simulated_device import ScannerDevice
from drivers.simulation.faults import Fault, FaultKind
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import PtyMedium, TcpMedium
from drivers.supervisor import Supervisor
from drivers.transport.address import transport_for

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no pseudo-terminals"
)

LABEL = "]E04006381333931"
NEXT = "]E496385074"
_WAIT_S = 5.0
_FRAME_TIMEOUT_S = 0.05
_FEEDBACK = Feedback(accepted=b"\x07", refused=b"F")
_LABELS = LabelSettings(Identifiers.REQUIRED, same_label_ms=0)


class Counter:
    """A scanner at work: its link, its thread and what it read."""

    def __init__(self, *, is_tcp: bool, feedback: Feedback = _FEEDBACK) -> None:
        medium = TcpMedium() if is_tcp else PtyMedium()
        self.link = SimulationLink(ScannerDevice(), medium, seed=5)
        self.scans: queue.Queue[Scan] = queue.Queue()
        self.conditions: queue.Queue[DeviceCondition] = queue.Queue()
        self.scanner = SerialScanner(
            "scanner",
            transport_for(self.link.address),
            self.scans.put,
            ScannerOptions(self.link.address, _LABELS, feedback=feedback),
        )
        self.supervisor = Supervisor(
            self.scanner, self.conditions.put, retry_delays_s=(0.02,)
        )
        self.supervisor.start()
        self.wait_for(DeviceState.READY)

    def scan(self, label: str) -> None:
        self.link.change({"scan": label})

    def next_label(self) -> str:
        scan = self.scans.get(timeout=_WAIT_S)
        return scan.aim_id + scan.data

    def wait_for(self, state: DeviceState) -> DeviceCondition:
        deadline = time.monotonic() + _WAIT_S
        while True:
            condition = self.conditions.get(timeout=deadline - time.monotonic())
            if condition.state is state:
                return condition

    def close(self) -> None:
        assert self.supervisor.stop()
        self.link.close()


@pytest.fixture(params=[False, True], ids=["pty", "tcp"])
def counter(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Counter]:
    monkeypatch.setattr(serial_scanner, "FRAME_TIMEOUT_S", _FRAME_TIMEOUT_S)
    counter = Counter(is_tcp=request.param)
    if request.param:
        # The link lets the till in on a thread of its own.
        counter.supervisor.submit(lambda s: s.answer(is_accepted=True)).result(_WAIT_S)
        assert counter.link.wait_for_received(1, _WAIT_S)
    yield counter
    counter.close()


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        (FaultKind.MUTE, [NEXT]),
        (FaultKind.SPLIT, [LABEL, NEXT]),
        (FaultKind.DOUBLE, [LABEL, LABEL, NEXT]),
    ],
    ids=["mute", "split", "double"],
)
def test_what_comes_is_read_and_what_does_not_is_not_missed(
    counter: Counter, kind: FaultKind, labels: list[str]
) -> None:
    counter.link.set_fault(Fault(kind, count=1))
    counter.scan(LABEL)
    counter.scan(NEXT)

    assert [counter.next_label() for _ in labels] == labels
    assert counter.scans.empty()


def test_two_labels_in_one_piece_are_two(counter: Counter) -> None:
    counter.link.set_fault(Fault(FaultKind.GLUE, count=1))
    counter.scan(LABEL)
    counter.scan(NEXT)

    assert [counter.next_label(), counter.next_label()] == [LABEL, NEXT]


@pytest.mark.parametrize(
    "kind", [FaultKind.NOISE, FaultKind.GARBLE], ids=["noise", "garble"]
)
def test_a_damaged_label_is_never_taken_for_another(
    counter: Counter, kind: FaultKind
) -> None:
    counter.link.set_fault(Fault(kind))
    # No more: a line of nothing but noise is a fault for a person.
    for _ in range(2):
        counter.scan(LABEL)
    counter.link.set_fault(Fault())
    counter.link.change({"raw": "0D"})
    counter.scan(NEXT)

    label = counter.next_label()
    while label != NEXT:
        assert label[3:] == LABEL[3:]
        label = counter.next_label()


def test_half_a_label_is_never_joined_to_the_next(counter: Counter) -> None:
    counter.link.set_fault(Fault(FaultKind.HALF, count=1))
    counter.scan(LABEL)
    told = counter.wait_for(DeviceState.DEGRADED)
    counter.scan(NEXT)

    assert counter.next_label() == NEXT
    assert "CR" in told.remedy
    counter.wait_for(DeviceState.READY)


def test_a_late_label_is_still_one_label(counter: Counter) -> None:
    counter.link.set_fault(Fault(FaultKind.LATE, seconds=0.1, count=1))
    counter.scan(LABEL)
    counter.scan(NEXT)

    assert sorted([counter.next_label(), counter.next_label()]) == [LABEL, NEXT]


@pytest.mark.parametrize(
    "kind", [FaultKind.CUT, FaultKind.CUT_MIDWAY], ids=["cut", "midway"]
)
def test_a_cable_pulled_in_a_label_loses_that_label_alone(
    counter: Counter, kind: FaultKind
) -> None:
    counter.link.set_fault(Fault(kind, count=1))
    counter.scan(LABEL)
    counter.wait_for(DeviceState.LOST)
    counter.link.plug()
    counter.wait_for(DeviceState.READY)
    counter.supervisor.submit(lambda s: s.answer(is_accepted=True)).result(_WAIT_S)
    counter.link.wait_for_received(1, _WAIT_S)
    counter.scan(NEXT)

    assert counter.next_label() == NEXT
    assert counter.supervisor.reconnect_count == 1


def test_another_model_in_its_place_is_explained(counter: Counter) -> None:
    counter.link.change({"scan": LABEL[3:]})

    told = counter.wait_for(DeviceState.DEGRADED)

    assert "AIM" in told.remedy
    assert counter.scans.empty()


def test_a_scanner_of_seven_bits_is_explained(counter: Counter) -> None:
    seven = bytes(b | (b.bit_count() % 2) << 7 for b in LABEL.encode() + b"\r\n")
    counter.link.change({"raw": seven.hex()})

    told = counter.wait_for(DeviceState.DEGRADED)

    assert "bits=7&parity=E" in told.remedy


def test_the_scanner_hears_what_became_of_its_label(counter: Counter) -> None:
    before = counter.link.received_count
    counter.scan(LABEL)
    counter.next_label()
    counter.supervisor.submit(lambda s: s.answer(is_accepted=True)).result(_WAIT_S)
    counter.scan("no identifier")

    assert counter.link.wait_for_received(before + 2, _WAIT_S)
    assert counter.link.received.endswith(b"\x07F")


def test_a_scanner_that_takes_nothing_loses_only_the_verdict(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(serial_scanner, "_WRITE_TIMEOUT_S", 0.02)
    # More than a pseudo-terminal holds for a reader that does not read.
    flood = Feedback(accepted=b"\x07" * 100_000)
    counter = Counter(is_tcp=False, feedback=flood)
    counter.link.set_fault(Fault(FaultKind.SLOW, seconds=30.0))
    counter.supervisor.submit(lambda s: s.answer(is_accepted=True)).result(_WAIT_S)
    counter.link.set_fault(Fault())
    counter.scan(NEXT)

    assert counter.next_label() == NEXT
    assert counter.scanner.unanswered_count == 1
    counter.close()
