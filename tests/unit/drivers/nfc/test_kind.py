"""Card readers in the settings."""

from __future__ import annotations

import pytest

from drivers.errors import DeviceConfigurationError
from drivers.nfc import kind
from drivers.nfc.nfc_reader import NfcReader
from drivers.registry import DeviceContext, device_kinds, find_kind


def _context(address: str, **options: str) -> DeviceContext:
    return DeviceContext("badges", address, "", options, lambda _scan: None)


def test_the_kind_is_known() -> None:
    assert find_kind("badges", "nfc_reader") is device_kinds()["nfc_reader"]


def test_a_reader_is_built_without_being_opened() -> None:
    device = kind.build(_context("usb"))

    assert isinstance(device, NfcReader)
    assert device.child_count == 0


@pytest.mark.parametrize("address", ["", "tcp://127.0.0.1:1"])
def test_a_wrong_address_is_refused(address: str) -> None:
    with pytest.raises(DeviceConfigurationError, match="expected usb"):
        kind.build(_context(address))


def test_an_unknown_option_is_refused() -> None:
    with pytest.raises(DeviceConfigurationError, match="colour"):
        kind.build(_context("usb", colour="red"))


def test_without_its_library_a_pcsc_reader_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kind, "is_available", lambda: False)

    with pytest.raises(DeviceConfigurationError, match="pyscard is not installed"):
        kind.build(_context("pcsc"))
