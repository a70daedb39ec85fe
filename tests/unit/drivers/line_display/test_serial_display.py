"""The driver on a pseudo-terminal, and with a clock of its own."""

from __future__ import annotations

import os
import time
import tty
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drivers.device import DeviceState
from drivers.errors import DeviceUnavailableError
from drivers.line_display import serial_display
from drivers.line_display.cd5220 import Cd5220Codec
from drivers.line_display.port import DisplayContent, DisplayLine
from drivers.line_display.serial_display import (
    REFRESH_INTERVAL_S,
    UPDATE_INTERVAL_S,
    Pending,
    SerialLineDisplay,
)
from drivers.line_display.simulator import SimulatedLineDisplay
from drivers.simulation.faults import Fault, FaultKind
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import PtyMedium
from drivers.supervisor import Supervisor
from drivers.transport.address import transport_for
from drivers.transport.serial_port import SerialTransport

_DEADLINE_S = 5.0


class _Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def _content(number: int) -> DisplayContent:
    return DisplayContent(DisplayLine("Line", str(number)), DisplayLine("TOTAL", "9"))


@pytest.fixture
def simulator() -> SimulatedLineDisplay:
    return SimulatedLineDisplay()


@pytest.fixture
def link(simulator: SimulatedLineDisplay) -> Iterator[SimulationLink]:
    link = SimulationLink(simulator, PtyMedium())
    yield link
    link.close()


def _display(link: SimulationLink, clock: Callable[[], float]) -> SerialLineDisplay:
    return SerialLineDisplay(
        "display", transport_for(link.address), Cd5220Codec(), clock=clock
    )


def _write_much(display: SerialLineDisplay, clock: _Clock) -> None:
    for number in range(5_000):
        clock.now += 1
        display.want(_content(number))
        display.flush()


def _descriptor_count() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def _wait_for(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + _DEADLINE_S
    while not condition():
        if time.monotonic() > deadline:
            return False
        os.sched_yield()
    return True


def _shows(link: SimulationLink, text: str) -> bool:
    return _wait_for(lambda: str(link.state()["upper"]).endswith(text))


def test_its_state_says_that_it_is_assumed(link: SimulationLink) -> None:
    display = _display(link, _Clock())
    display.open()

    assert display.condition.state is DeviceState.READY
    assert display.condition.detail.startswith("assumed")
    display.close()


def test_only_the_last_of_many_contents_is_written(link: SimulationLink) -> None:
    clock = _Clock()
    display = _display(link, clock)
    display.open()
    needed = [display.want(_content(number)) for number in range(50)]
    clock.now += UPDATE_INTERVAL_S
    display.flush()

    assert needed == [True] + [False] * 49
    assert display.update_count == 2
    assert display.dropped_count == 49
    assert _shows(link, " 49")
    display.close()


def test_at_most_ten_updates_a_second_leave(link: SimulationLink) -> None:
    clock = _Clock()
    display = _display(link, clock)
    display.open()
    before = display.update_count
    for number in range(1_000):
        clock.now += 0.001
        display.want(_content(number))
        display.flush()

    assert display.update_count - before <= 10
    assert display.attend_interval_s <= UPDATE_INTERVAL_S
    clock.now += UPDATE_INTERVAL_S
    display.attend()
    assert _shows(link, " 999")
    display.close()


def test_a_display_that_was_switched_off_is_told_again(link: SimulationLink) -> None:
    clock = _Clock()
    display = _display(link, clock)
    display.want(_content(7))
    display.open()
    assert _shows(link, " 7")
    link.change({"is_on": False})
    link.change({"is_on": True})

    clock.now += REFRESH_INTERVAL_S
    display.attend()

    assert _shows(link, " 7")
    display.close()


def test_a_cut_cable_is_noticed_and_the_reopened_display_shows_the_last_content(
    link: SimulationLink,
) -> None:
    clock = _Clock()
    display = _display(link, clock)
    display.open()
    link.set_fault(Fault(FaultKind.CUT))
    display.want(_content(8))
    clock.now += 1
    with pytest.raises(DeviceUnavailableError, match="display"):
        display.flush()
    display.close()
    with pytest.raises(DeviceUnavailableError) as absent:
        display.open()
    assert absent.value.remedy == "Plug the customer display in."

    link.set_fault(Fault())
    display.open()

    assert _shows(link, " 8")
    display.close()


def test_a_reader_that_does_not_read_is_given_up_after_the_deadline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(serial_display, "WRITE_TIMEOUT_S", 0.05)
    master, slave = os.openpty()
    tty.setraw(slave)
    clock = _Clock()
    display = SerialLineDisplay(
        "display", SerialTransport(os.ttyname(slave)), Cd5220Codec(), clock=clock
    )
    display.open()
    try:
        with pytest.raises(DeviceUnavailableError) as failure:
            _write_much(display, clock)
    finally:
        os.close(master)
        os.close(slave)
        display.close()
    assert failure.value.remedy == "Switch the customer display off and on."


def test_what_the_other_side_says_is_not_read(link: SimulationLink) -> None:
    clock = _Clock()
    display = _display(link, clock)
    display.open()
    link.send(b"\x15 noise from another model \r\n" * 20)
    display.want(_content(5))
    clock.now += 1
    display.flush()

    assert _shows(link, " 5")
    display.close()


def test_behind_its_supervisor_it_comes_back_by_itself(link: SimulationLink) -> None:
    display = _display(link, time.monotonic)
    states: list[DeviceState] = []
    supervisor = Supervisor(
        display, lambda c: states.append(c.state), retry_delays_s=(0.01,)
    )
    supervisor.start()
    try:
        display.want(_content(1))
        supervisor.submit(SerialLineDisplay.flush)
        assert _shows(link, " 1")
        link.set_fault(Fault(FaultKind.CUT))
        display.want(_content(2))
        supervisor.submit(SerialLineDisplay.flush)
        assert _wait_for(lambda: DeviceState.LOST in states)
        link.set_fault(Fault())
        assert _shows(link, " 2")
        assert _wait_for(lambda: states[-1] is DeviceState.READY)
    finally:
        assert supervisor.stop()


def test_ten_thousand_contents_grow_nothing(link: SimulationLink) -> None:
    clock = _Clock()
    display = _display(link, clock)
    display.open()
    descriptors = _descriptor_count()
    for number in range(10_000):
        display.want(_content(number))
        if number % 50 == 0:
            clock.now += 1
            display.flush()
    clock.now += 1
    display.flush()

    assert _shows(link, " 9999")
    assert _descriptor_count() == descriptors
    display.close()


def test_a_content_that_could_not_be_written_waits_unless_a_newer_one_does() -> None:
    clock = _Clock()
    pending = Pending(clock=clock)
    pending.put_back(_content(1))
    assert pending.take() == _content(1)
    clock.now += 1
    pending.put(_content(3))
    pending.put_back(_content(2))

    assert pending.take() == _content(3)
    assert pending.take() is None
