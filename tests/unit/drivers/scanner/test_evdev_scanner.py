"""A grabbed scanner, driven by a real supervisor over pipes."""

from __future__ import annotations

import queue
import sys
import time
from collections.abc import Iterator

import pytest

from drivers.device import DeviceCondition, DeviceState
from drivers.scanner.evdev_scanner import PAUSE_MS_MAX, EvdevScanner
from drivers.scanner.framing import FrameEnd
from drivers.scanner.key_events import EV_SYN, SYN_DROPPED
from drivers.scanner.keyboard_wedge import MACHINE_CHARACTERS_MIN
from drivers.scanner.label_reader import Identifiers, LabelSettings
from drivers.scanner.options import ScannerOptions
from drivers.scanner.scan import Scan
from drivers.supervisor import Supervisor
from drivers.transport.evdev import EvdevTransport
from tests.support.fake_inputs import FakeInputs
from tests.support.key_bytes import event_bytes, type_bytes

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Linux only")

EAN = "4006381333931"
_WAIT_S = 5.0


class Counter:
    """A scanner at work on a pipe."""

    def __init__(self, options: ScannerOptions | None = None) -> None:
        self.inputs = FakeInputs()
        self.scans: queue.Queue[Scan] = queue.Queue()
        self.conditions: queue.Queue[DeviceCondition] = queue.Queue()
        self.scanner = EvdevScanner(
            "scanner",
            EvdevTransport("05e0:1200", self.inputs),
            self.scans.put,
            options,
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
    counter.inputs.unplug()


def test_a_label_comes_with_device_and_symbology(counter: Counter) -> None:
    counter.inputs.write(type_bytes(f"]E0{EAN}\r"))

    assert counter.next_scan() == Scan("scanner", EAN, "]E0")
    assert counter.scanner.scan_count == 1


def test_a_separator_reaches_the_label(counter: Counter) -> None:
    counter.inputs.write(type_bytes("]d20104006381333931\x1d10LOT\r"))

    assert counter.next_scan().data == "0104006381333931\x1d10LOT"


def test_two_labels_in_one_piece_are_two(counter: Counter) -> None:
    counter.inputs.write(
        type_bytes(f"{EAN}\r") + type_bytes("96385074\r\n", start_ms=2000.0)
    )

    assert [counter.next_scan().data, counter.next_scan().data] == [EAN, "96385074"]


def test_a_label_without_a_terminator_ends_by_silence(counter: Counter) -> None:
    counter.inputs.write(type_bytes(EAN))

    assert counter.next_scan().data == EAN


def _half(text: str, at_ms: float) -> bytes:
    return type_bytes(text, start_ms=at_ms)


@pytest.mark.parametrize("pause_ms", [70.0, 120.0, 480.0])
def test_a_pause_within_a_label_is_waited_for(
    counter: Counter, pause_ms: float
) -> None:
    counter.inputs.write(type_bytes("96385074\r"))
    assert counter.next_scan().data == "96385074"

    counter.inputs.write(_half(EAN[:7], 9000.0))
    counter.inputs.write(_half(f"{EAN[7:]}\r", 9018.0 + pause_ms))

    assert counter.next_scan().data == EAN
    assert counter.scans.empty()


def test_keys_that_were_held_back_by_the_system_belong_to_their_label() -> None:
    # Our clock sees a pause where the times in the events have none.
    counter = Counter(ScannerOptions("evdev:05e0:1200", end=FrameEnd.CR))
    counter.scanner.open()
    counter.inputs.write(_half(EAN[:7], 1000.0))
    counter.scanner.attend()
    for _ in range(3):
        counter.scanner.attend()
    counter.inputs.write(_half(f"{EAN[7:]}\r", 1021.0))
    counter.scanner.attend()

    assert [scan.data for scan in counter.scans.queue] == [EAN]
    counter.scanner.close()
    counter.inputs.unplug()


@pytest.mark.parametrize("length", [3, 5, 9])
def test_a_label_that_stops_in_its_middle_is_none_and_nor_is_its_rest(
    counter: Counter, length: int
) -> None:
    pause_ms = 700.0 if length >= MACHINE_CHARACTERS_MIN else 480.0
    counter.inputs.write(type_bytes("96385074\r"))
    assert counter.next_scan().data == "96385074"

    counter.inputs.write(_half(EAN[:length], 9000.0))
    if pause_ms > PAUSE_MS_MAX:
        condition = counter.wait_for(DeviceState.DEGRADED)
        assert condition.remedy == "Scan the label again."
    else:
        rest = f"{EAN[length:]}\r"
        counter.inputs.write(_half(rest, 9000.0 + 3.0 * length + pause_ms))
    counter.inputs.write(type_bytes(f"{EAN}\r", start_ms=20000.0))

    assert counter.next_scan().data == EAN
    assert counter.scans.empty()
    assert counter.scanner.refused_count == 1


def test_speed_is_judged_by_the_times_in_the_events(counter: Counter) -> None:
    # All in one write, but a person's pace inside.
    counter.inputs.write(type_bytes("4006\r", gap_ms=120.0))
    condition = counter.wait_for(DeviceState.DEGRADED)
    counter.inputs.write(type_bytes(f"{EAN}\r", start_ms=9000.0))

    assert counter.next_scan().data == EAN
    assert "person" in condition.detail
    counter.wait_for(DeviceState.READY)


def test_a_label_that_lost_keys_is_no_label(counter: Counter) -> None:
    lost = event_bytes(1020.0, EV_SYN, SYN_DROPPED, 0) + event_bytes(
        1020.0, EV_SYN, 0, 0
    )
    counter.inputs.write(
        type_bytes("400638") + lost + type_bytes("33931\r", start_ms=1025.0)
    )
    condition = counter.wait_for(DeviceState.DEGRADED)
    counter.inputs.write(type_bytes("96385074\r", start_ms=2000.0))

    assert counter.next_scan().data == "96385074"
    assert condition.remedy == "Scan the label again."
    assert counter.scanner.refused_count == 1


def test_an_unplugged_scanner_is_lost_and_comes_back_by_itself(
    counter: Counter,
) -> None:
    counter.inputs.write(type_bytes("4006"))
    counter.inputs.unplug()
    counter.wait_for(DeviceState.LOST)
    counter.inputs.is_plugged = True
    counter.wait_for(DeviceState.READY)
    counter.inputs.write(type_bytes(f"{EAN}\r", start_ms=5000.0))

    assert counter.next_scan().data == EAN


def test_a_label_that_the_settings_refuse_is_explained() -> None:
    labels = LabelSettings(Identifiers.REQUIRED)
    counter = Counter(ScannerOptions("evdev:05e0:1200", labels))
    counter.scanner.open()
    counter.inputs.write(type_bytes(f"{EAN}\r"))

    counter.scanner.attend()

    assert "AIM" in counter.scanner.condition.remedy
    assert counter.scanner.refused_count == 1
    assert counter.scans.empty()
    counter.scanner.close()
    counter.inputs.unplug()


def test_a_label_read_twice_is_one(counter: Counter) -> None:
    counter.inputs.write(
        type_bytes(f"{EAN}\r") + type_bytes(f"{EAN}\r96385074\r", start_ms=1100.0)
    )

    assert counter.next_scan().data == EAN
    assert counter.next_scan().data == "96385074"
    assert counter.scanner.repeat_count == 1
