"""Line displays of the settings, on their own thread or their printer's."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import pytest

from drivers.line_display.dm_d import DmDDecoder
from drivers.line_display.port import DisplayContent, DisplayLine
from drivers.line_display.simulator import SimulatedLineDisplay
from drivers.receipt_printer.simulator import SimulatedPrinter
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import PtyMedium, TcpMedium
from terminal.peripherals.device_service import DeviceService
from terminal.settings.schema import DeviceSettings

_CONTENT = DisplayContent(DisplayLine("Milk", "1.20"), DisplayLine("TOTAL", "1.20"))


def _wait_for(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 5
    while not condition():
        if time.monotonic() > deadline:
            return False
        os.sched_yield()
    return True


@pytest.mark.parametrize("protocol", ["cd5220", "dm-d", "aedex"])
def test_a_display_of_the_settings_shows_and_can_be_tried(protocol: str) -> None:
    link = SimulationLink(SimulatedLineDisplay(protocol), PtyMedium())
    service = DeviceService(
        {
            "pole": DeviceSettings(
                kind="line_display", address=f"{link.address}?protocol={protocol}"
            )
        }
    )
    service.start()
    try:
        (display,) = service.displays
        display.show(_CONTENT)
        assert display.device_id == "pole"
        assert _wait_for(lambda: link.state()["upper"] == "Milk            1.20")
        # It shows in the middle of its opening.
        assert _wait_for(lambda: service.statuses()[0].state != "opening")
        (status,) = service.statuses()
        assert (status.state, status.detail[:7]) == ("ready", "assumed")

        test = service.test("pole")
        assert test.is_passed
        assert _wait_for(lambda: link.state()["upper"] == "8" * 20)
    finally:
        assert service.stop()
        link.close()


def test_a_display_without_address_hangs_on_the_printer() -> None:
    link = SimulationLink(SimulatedLineDisplay("dm-d"), TcpMedium())
    service = DeviceService(
        {
            "pole": DeviceSettings(kind="line_display"),
            "printer": DeviceSettings(
                kind="receipt_printer", address=link.address, model="basic-58"
            ),
        }
    )
    service.start()
    try:
        (display,) = service.displays
        display.show(_CONTENT)
        assert _wait_for(lambda: link.state()["upper"] == "Milk            1.20")
        decoder = DmDDecoder()
        decoder.feed(link.received)
        assert not decoder.is_selected
    finally:
        assert service.stop()
        link.close()


def test_a_display_without_a_printer_is_a_fault_of_the_settings() -> None:
    service = DeviceService({"pole": DeviceSettings(kind="line_display")})

    (status,) = service.statuses()

    assert status.state == "fault"
    assert service.displays == []


def test_a_printer_that_comes_back_shows_what_waited() -> None:
    printer = SimulatedPrinter()
    printer.start()
    address = printer.address
    printer.close()
    service = DeviceService(
        {
            "printer": DeviceSettings(kind="receipt_printer", address=address),
            "pole": DeviceSettings(kind="line_display"),
        }
    )
    service.start()
    host, port = address.removeprefix("tcp://").split(":")
    try:
        (display,) = service.displays
        assert _wait_for(lambda: service.statuses()[0].detail != "")
        display.show(_CONTENT)
        again = SimulatedPrinter(host, int(port))
        again.start()
        try:
            service.retry("printer")
            assert _wait_for(lambda: service.statuses()[0].is_working)
            assert display.show_trial().result(5) is None
        finally:
            again.close()
    finally:
        service.stop()
