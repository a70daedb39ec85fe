"""A drawer in the list of devices: left open, locked, learnt."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from drivers.cash_drawer import printer_drawer
from drivers.errors import DeviceConfigurationError
from drivers.receipt_printer.simulator import SimulatedPrinter
from terminal.application.ports.devices import DeviceStatus
from terminal.peripherals.device_service import DeviceService
from terminal.settings.schema import DeviceSettings

_CLOSE = "Close the cash drawer; if it is closed, see whether its cable is in."


@pytest.fixture
def simulator() -> Iterator[SimulatedPrinter]:
    simulator = SimulatedPrinter()
    simulator.start()
    yield simulator
    simulator.close()


def _service(
    simulator: SimulatedPrinter,
    on_change: Callable[[DeviceStatus], None] | None = None,
    **options: str | int,
) -> DeviceService:
    return DeviceService(
        {
            "printer": DeviceSettings(
                kind="receipt_printer", address=simulator.address
            ),
            "drawer": DeviceSettings(kind="cash_drawer", options=dict(options)),
        },
        on_change,
    )


def _wait_for(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not condition():
        if time.monotonic() > deadline:
            return False
        os.sched_yield()
    return True


def test_a_drawer_left_open_is_shown_until_it_is_closed(
    simulator: SimulatedPrinter,
) -> None:
    came = threading.Event()
    went = threading.Event()

    def note(status: DeviceStatus) -> None:
        if status.device_id == "drawer" and status.remedy == _CLOSE:
            came.set()
        elif status.device_id == "drawer" and came.is_set():
            went.set()

    service = _service(simulator, note, open_level="high", left_open_s=1)
    service.start()
    try:
        assert service.drawer is not None
        assert service.drawer.kick(lambda: True).result(10).outcome.value == "opened"
        assert came.wait(10)
        simulator.close_drawer()
        assert went.wait(10)
        assert service.statuses()[1].state == "ready"
    finally:
        service.stop()


def test_a_locked_drawer_is_told_with_what_to_do(
    simulator: SimulatedPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printer_drawer, "OPEN_TIMEOUT_S", 0.05)
    # Turned round, the sensor shows an opened drawer as closed.
    service = _service(simulator, open_level="low", left_open_s=0)
    service.start()
    try:
        assert service.drawer is not None
        service.drawer.kick(lambda: True).result(10)
        result = service.drawer.kick(lambda: True).result(10)
        assert result.outcome.value == "not_opened"
        assert _wait_for(lambda: "key" in service.statuses()[1].remedy)
        assert service.statuses()[1].state == "degraded"
    finally:
        service.stop()


def test_the_sensor_is_learnt_while_somebody_opens_the_drawer(
    simulator: SimulatedPrinter,
) -> None:
    service = _service(simulator)
    service.start()
    try:
        assert service.drawer is not None
        drawer = service.drawer
        opening = threading.Timer(0.3, lambda: drawer.kick(lambda: True))
        opening.start()
        learned = service.learn_drawer("drawer", timeout_s=10)
        opening.join()
        assert learned.open_level == "high"
        with pytest.raises(DeviceConfigurationError, match="no cash drawer"):
            service.learn_drawer("printer")
    finally:
        service.stop()
