"""Addresses of card readers."""

from __future__ import annotations

import pytest

from drivers.nfc.address import reader_path
from drivers.transport.address import AddressError


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("usb", "usb"),
        ("usb:054c:06c3", "usb:054c:06c3"),
        ("tty:USB0:pn532", "tty:USB0:pn532"),
        ("com:COM3:pn532", "com:COM3:pn532"),
        ("udp://127.0.0.1:5000", "udp:127.0.0.1:5000"),
        ("udp://reader.example", "udp:reader.example:54321"),
        ("pcsc", "pcsc"),
        ("pcsc:ACR122U", "pcsc:ACR122U"),
    ],
)
def test_addresses_become_paths(address: str, path: str) -> None:
    assert reader_path(address) == path


@pytest.mark.parametrize(
    "address",
    [
        "",
        "usb:xyz",
        "tcp://127.0.0.1:1",
        "udp://",
        "udp://[",
        "udp://h:99999",
        "tty:../../x",
    ],
)
def test_others_are_refused(address: str) -> None:
    with pytest.raises(AddressError):
        reader_path(address)
