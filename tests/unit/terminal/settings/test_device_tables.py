"""One device more or less in a settings file that a person wrote."""

from __future__ import annotations

import tomllib

import pytest

from terminal.settings.device_tables import with_device, without_device
from terminal.settings.errors import SettingValueError
from terminal.settings.schema import DeviceSettings

TEXT = """\
# The till at the door.
[workstation]
tenant = "t"
store = "s"
workstation = "w"   # never change it

[store]
name = "Shop"
currency = "EUR"
exponent = 2
receipt_head = [
  "Shop",
]

# The big one, bought in May.
[devices.printer]
kind = "receipt_printer"
address = "tcp://192.0.2.7:9100"

[devices.drawer]
kind = "cash_drawer"
[devices.drawer.options]
printer = "printer"

# How we sell.
[selling]
expiry = "told"
"""


def test_a_device_is_added_and_nothing_else_changes() -> None:
    device = DeviceSettings(
        kind="scanner", address="serial:/dev/ttyACM0", options={"baud": 9600}
    )

    text = with_device(TEXT, "scanner", device)

    assert text.startswith(TEXT)
    assert tomllib.loads(text)["devices"]["scanner"] == {
        "kind": "scanner",
        "address": "serial:/dev/ttyACM0",
        "options": {"baud": 9600},
    }


def test_a_device_leaves_with_its_options_and_every_comment_stays() -> None:
    text = without_device(without_device(TEXT, "drawer"), "printer")

    assert "devices" not in tomllib.loads(text)
    assert tomllib.loads(text)["selling"] == {"expiry": "told"}
    for line in TEXT.splitlines():
        if "#" in line:
            assert line in text.splitlines()


def test_what_was_added_can_be_removed_again() -> None:
    device = DeviceSettings(kind="scanner", address="serial:COM3", name="Hand")

    assert without_device(with_device(TEXT, "hand", device), "hand") == TEXT


def test_a_device_is_never_replaced() -> None:
    with pytest.raises(SettingValueError, match="already"):
        with_device(TEXT, "printer", DeviceSettings(kind="scanner"))


def test_a_name_that_cannot_be_one_is_refused() -> None:
    with pytest.raises(SettingValueError):
        with_device(TEXT, "a printer", DeviceSettings(kind="scanner"))


def test_an_unknown_device_cannot_be_removed() -> None:
    with pytest.raises(SettingValueError, match="no such device"):
        without_device(TEXT, "scale")


@pytest.mark.parametrize(
    "devices",
    [
        'devices = { printer = { kind = "receipt_printer" } }',
        '[devices]\nprinter = { kind = "receipt_printer" }',
    ],
    ids=["inline", "half-inline"],
)
def test_devices_in_one_line_are_left_to_a_person(devices: str) -> None:
    text = devices + "\n" + TEXT.split("# The big one", maxsplit=1)[0]
    if devices.startswith("[devices]"):
        text = TEXT.split("# The big one", maxsplit=1)[0] + devices

    with pytest.raises(SettingValueError, match="a person"):
        without_device(text, "printer")
