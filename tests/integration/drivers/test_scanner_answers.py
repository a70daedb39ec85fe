"""A verdict of the sale, from the list of devices to the scanner's line."""

from __future__ import annotations

from drivers.scanner.simulated_device import ScannerDevice
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import medium_for
from terminal.peripherals.device_service import DeviceService
from terminal.settings.schema import DeviceSettings

_WAIT_S = 8.0


def test_a_scanner_that_listens_hears_what_became_of_its_label() -> None:
    link = SimulationLink(ScannerDevice(), medium_for("tcp://127.0.0.1:0"))
    settings = DeviceSettings(
        kind="scanner", address=link.address, options={"feedback": "datalogic"}
    )
    silent = DeviceSettings(kind="scanner", address="wedge:")
    service = DeviceService({"scanner": settings, "wedge": silent})
    service.start()

    service.answer_scan("scanner", is_accepted=True)
    service.answer_scan("scanner", is_accepted=False)
    service.answer_scan("wedge", is_accepted=True)
    service.answer_scan("nobody", is_accepted=True)

    assert link.wait_for_received(2, _WAIT_S)
    assert link.received == b"\x07F"
    assert service.wedge is not None
    assert service.wedge.device_id == "wedge"
    assert service.stop()
    link.close()
