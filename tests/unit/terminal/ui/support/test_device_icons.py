"""Every kind of device has an icon that exists."""

from __future__ import annotations

import pytest

from terminal.ui.support.device_icons import icon_of_kind
from terminal.ui.support.resource_files import resource_path


@pytest.mark.parametrize(
    ("kind", "icon"),
    [
        ("scanner", "scanner"),
        ("receipt_printer", "printer"),
        ("cash_drawer", "drawer"),
        ("scale", "scale"),
        ("line_display", "display"),
        ("nfc_reader", "nfc"),
        ("payment_channel", "terminal"),
        ("coffee_machine", "plug"),
    ],
)
def test_a_kind_of_device_has_its_icon(kind: str, icon: str) -> None:
    assert icon_of_kind(kind) == icon
    assert resource_path(f"icons/{icon}.svg").is_file()
