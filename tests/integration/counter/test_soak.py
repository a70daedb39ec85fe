"""A day of eight hours in short: every device works, and nothing grows.

Real drivers on ptys and TCP under one device service.  An event is a label that
arrived, a weight that was told, a content that was handed to the display, a drawer
that was opened, a paper that was cut, a cable that was pulled or put in.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from drivers.cash_drawer.port import KickOutcome
from drivers.line_display.port import DisplayContent, DisplayLine
from drivers.receipt_printer.port import PrintOutcome
from terminal.application.ports.devices import DeviceStatus, Scan
from terminal.application.ports.weighing import LiveWeight, WeighedGoods
from terminal.peripherals.device_service import DeviceService
from terminal.peripherals.receipt_renderer import render_receipt
from terminal.peripherals.trial_paper import trial_paper
from terminal.settings.schema import DeviceSettings
from tests.integration.counter.shop import (
    new_pole,
    new_printer,
    new_scale,
    new_scanner,
)

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no pseudo-terminals"
)

EVENTS = 50_000
THREADS_GROWTH_MAX = 1
DESCRIPTORS_GROWTH_MAX = 3
MEMORY_GROWTH_KIB_MAX = 16 * 1024
"""After the first fifth of the day, in which books and buffers fill."""

_WAIT_S = 20.0
_SCANS = 80
_UPDATES = 12


class _Held(msgspec.Struct, frozen=True):
    """What the process holds at one moment."""

    threads: int
    descriptors: int
    memory_kib: int


class _Day:
    """The devices, and what was heard of them."""

    def __init__(self) -> None:
        self.scanner, scanner = new_scanner()
        self.printer, printer = new_printer()
        self.pole, pole = new_pole("cd5220")
        self.scale, scale = new_scale("toledo-8217")
        self.units = {
            "scanner": scanner,
            "printer": printer,
            "pole": pole,
            "scale": scale,
        }
        settings = {name: unit.settings for name, unit in self.units.items()}
        settings["drawer"] = DeviceSettings(
            kind="cash_drawer", options={"printer": "printer", "open_level": "high"}
        )
        self._changed = threading.Condition()
        self.scans = self.weights = self.events = 0
        self.states: dict[str, str] = {}
        self.weight = LiveWeight(0)
        self.service = DeviceService(settings, self._take_status)
        self.service.scans.claim("soak", self._take_scan)
        self.service.start()
        self.until(lambda: set(self.states.values()) == {"ready"})

    def _take_scan(self, _: Scan) -> None:
        with self._changed:
            self.scans += 1
            self._changed.notify_all()

    def _take_status(self, status: DeviceStatus) -> None:
        with self._changed:
            self.states[status.device_id] = status.state
            self._changed.notify_all()

    def _take_weight(self, weight: LiveWeight) -> None:
        with self._changed:
            self.weights += 1
            self.weight = weight
            self._changed.notify_all()

    def until(self, is_so: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(is_so, _WAIT_S), (self.states, self.weight)

    def work(self, number: int) -> None:
        """Have every device work once and one of them pulled out."""
        self._scan()
        self._weigh(100 + number % 9 * 50)
        self._show(number)
        self._print()
        self._pull(("scanner", "printer", "pole", "scale")[number % 4])

    def _scan(self) -> None:
        before = self.scans
        for label in range(_SCANS):
            self.scanner.scan(f"{label:013}")
        self.until(lambda: self.scans >= before + _SCANS)
        self.events += self.scans - before

    def _weigh(self, grams: int) -> None:
        scale, before = self.service.scale, self.weights
        assert scale is not None
        self.scale.change({"weight_g": 0})
        scale.begin(WeighedGoods(), self._take_weight)
        self.until(lambda: self.weight.grams == 0)
        self.scale.change({"weight_g": grams})
        self.until(lambda: self.weight.is_sellable and self.weight.grams == grams)
        scale.take(self.weight.sequence, self._take_weight)
        self.until(lambda: self.weight.is_sellable and self.weight.grams == grams)
        scale.end()
        self.events += self.weights - before

    def _show(self, number: int) -> None:
        (pole,) = self.service.displays
        for update in range(_UPDATES):
            line = DisplayLine(f"Goods {number}", f"{update}.00")
            pole.show(DisplayContent(line, DisplayLine("TOTAL", f"{update}.00")))
        self.events += _UPDATES

    def _print(self) -> None:
        printer, drawer = self.service.printer, self.service.drawer
        assert printer is not None
        assert drawer is not None
        kick = drawer.kick(lambda: True)
        paper = render_receipt(trial_paper("Printer", "80 mm"), printer.profile)
        result = printer.submit(lambda device: device.print_job(paper)).result(_WAIT_S)
        assert result.outcome is PrintOutcome.PRINTED
        assert kick.result(_WAIT_S).outcome is KickOutcome.OPENED
        self.printer.close_drawer()
        self.events += 2

    def _pull(self, device_id: str) -> None:
        unit = self.units[device_id]
        unit.unplug()
        self._poke(device_id)
        self.until(lambda: self.states[device_id] in {"lost", "absent"})
        unit.plug()
        self.service.retry(device_id)
        self.until(lambda: self.states[device_id] == "ready")
        self.events += 2

    def _poke(self, device_id: str) -> None:
        """Have a device used that would find out only at its next look."""
        if device_id == "pole":
            self._show(0)
        elif device_id == "scale" and self.service.scale is not None:
            self.service.scale.begin(WeighedGoods(), self._take_weight)
            self.service.scale.end()

    def close(self) -> None:
        assert self.service.stop()
        for unit in self.units.values():
            unit.close()


@pytest.fixture
def day() -> Iterator[_Day]:
    day = _Day()
    yield day
    day.close()


def _held() -> _Held:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return _Held(
        threading.active_count(),
        len(list(Path("/proc/self/fd").iterdir())),
        pages * os.sysconf("SC_PAGE_SIZE") // 1024,
    )


def _soak(day: _Day, events: int) -> None:
    held: list[tuple[int, _Held]] = []
    number = 0
    while day.events < events:
        day.work(number)
        number += 1
        held.append((day.events, _held()))
    warm = [each for done, each in held if done > events / 5] or [held[-1][1]]
    first, last = warm[0], warm[-1]
    sys.stdout.write(
        f"{day.events} events, {day.scans} scans, {day.weights} weights,"
        f" {day.printer.pulse_count} pulses, {number} cables; {first} -> {last}\n"
    )
    for device_id in day.units:
        sys.stdout.write(f"{device_id}: {day.service.figures(device_id)}\n")

    assert day.service.figures("scanner").scans == day.scans == number * _SCANS
    assert day.printer.pulse_count == number
    threads = [each.threads for each in warm]
    descriptors = [each.descriptors for each in warm]
    assert max(threads) - min(threads) <= THREADS_GROWTH_MAX
    assert max(descriptors) - min(descriptors) <= DESCRIPTORS_GROWTH_MAX
    assert last.memory_kib - first.memory_kib <= MEMORY_GROWTH_KIB_MAX


def test_a_hundredth_of_a_day_leaves_nothing_behind(day: _Day) -> None:
    _soak(day, EVENTS // 100)


@pytest.mark.campaign
@pytest.mark.timeout(3600)
def test_a_whole_day_leaves_nothing_behind(day: _Day) -> None:
    _soak(day, EVENTS)
