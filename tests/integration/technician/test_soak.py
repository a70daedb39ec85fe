"""A long day of devices in short: nothing grows but the figures."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from terminal.application.ports.devices import DeviceStatus, Scan
from terminal.peripherals.device_service import DeviceService
from terminal.peripherals.simulated import SimulatedPeripherals

_WAIT_S = 20.0
_PART = 500


@pytest.fixture
def peripherals() -> Iterator[SimulatedPeripherals]:
    peripherals = SimulatedPeripherals()
    yield peripherals
    peripherals.close()


class _Counter:
    """Counts scans and states as they arrive."""

    def __init__(self) -> None:
        self.scans = 0
        self.states: dict[str, str] = {}
        self._changed = threading.Condition()

    def take_scan(self, _: Scan) -> None:
        with self._changed:
            self.scans += 1
            self._changed.notify_all()

    def take_status(self, status: DeviceStatus) -> None:
        with self._changed:
            self.states[status.device_id] = status.state
            self._changed.notify_all()

    def wait_for_scans(self, count: int) -> None:
        self.wait(lambda: self.scans >= count)

    def wait(self, is_so: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(is_so, _WAIT_S), (self.scans, self.states)


def _soak(peripherals: SimulatedPeripherals, events: int) -> None:
    counter = _Counter()
    service = DeviceService(peripherals.settings(), counter.take_status)
    service.scans.claim("soak", counter.take_scan)
    service.start()
    held: list[tuple[int, int]] = []
    sent = 0
    try:
        counter.wait(lambda: list(counter.states.values()).count("ready") == 3)
        while sent < events:
            for number in range(_PART):
                peripherals.scan(f"{number:013}")
                sent += 1
                if number % 50 == 0:
                    counter.wait_for_scans(sent)
            counter.wait_for_scans(sent)
            assert service.test("drawer").is_passed
            peripherals.close_drawer()
            peripherals.set_cable(is_plugged=False)
            counter.wait(lambda: counter.states["printer"] != "ready")
            peripherals.set_cable(is_plugged=True)
            service.retry("printer")
            counter.wait(lambda: counter.states["printer"] == "ready")
            held.append(
                (threading.active_count(), len(list(Path("/proc/self/fd").iterdir())))
            )
    finally:
        assert service.stop()

    assert service.figures("scanner").scans == sent
    # The first part opens what stays open.
    threads, descriptors = zip(*held[1:], strict=True)
    assert max(threads) - min(threads) <= 1
    assert max(descriptors) - min(descriptors) <= 2


def test_threads_and_descriptors_stay_flat(peripherals: SimulatedPeripherals) -> None:
    _soak(peripherals, 3 * _PART)


@pytest.mark.campaign
@pytest.mark.timeout(1800)
def test_50000_events_leave_threads_and_descriptors_flat(
    peripherals: SimulatedPeripherals,
) -> None:
    _soak(peripherals, 50_000)
