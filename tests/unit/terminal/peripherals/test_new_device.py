"""From what a person chose to the settings of a device."""

from __future__ import annotations

import pytest

from terminal.application.ports.technician import FoundDevice
from terminal.peripherals.new_device import (
    DeviceConfigurationError,
    free_id,
    require_buildable,
    settings_from_words,
    settings_of,
)
from terminal.settings.schema import DeviceSettings

PRINTER = DeviceSettings(kind="receipt_printer", address="tcp://192.0.2.7")


def test_ids_are_short_and_free() -> None:
    assert free_id("receipt_printer", {}) == "printer"
    assert free_id("receipt_printer", {"printer": PRINTER}) == "printer-2"
    assert free_id("scale", {}) == "scale"


def test_a_drawer_is_named_by_its_printer() -> None:
    device = settings_from_words("cash_drawer", "printer:printer", name="Till")

    assert (device.address, device.options) == ("", {"printer": "printer"})
    require_buildable("drawer", device, {"printer": PRINTER})


def test_a_protocol_is_an_option() -> None:
    device = settings_from_words("scale", "serial:COM3", protocol="toledo-8217")

    assert device.options == {"protocol": "toledo-8217"}


def test_a_found_device_keeps_what_was_found() -> None:
    found = FoundDevice("tcp://192.0.2.7:9100", "receipt_printer", "Printer", "Network")

    assert settings_of(found).address == "tcp://192.0.2.7:9100"


@pytest.mark.parametrize(
    "device",
    [
        DeviceSettings(kind="toaster", address="tcp://192.0.2.7"),
        DeviceSettings(kind="receipt_printer", address="somewhere"),
        DeviceSettings(kind="receipt_printer"),
        DeviceSettings(kind="cash_drawer", options={"printer": "none"}),
    ],
    ids=["kind", "address", "no-address", "no-printer"],
)
def test_what_could_never_work_is_refused(device: DeviceSettings) -> None:
    with pytest.raises(DeviceConfigurationError):
        require_buildable("x", device, {})


def test_a_model_that_was_told_is_kept() -> None:
    found = FoundDevice(
        "tcp://192.0.2.7:9100",
        "receipt_printer",
        "Printer",
        "Network",
        model="TM-T88V",
    )

    assert settings_of(found).model == "TM-T88V"
    typed = settings_from_words("receipt_printer", "file:/dev/x", model="epson-58")
    assert typed.model == "epson-58"
