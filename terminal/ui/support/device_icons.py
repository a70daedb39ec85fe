"""The icon of each kind of device, the same on every screen of the cashier."""

from __future__ import annotations

from typing import Final

_ICONS: Final = {
    "scanner": "scanner",
    "receipt_printer": "printer",
    "cash_drawer": "drawer",
    "scale": "scale",
    "line_display": "display",
    "nfc_reader": "nfc",
    "payment_channel": "terminal",
}


def icon_of_kind(kind: str) -> str:
    """Return the name of the icon for a kind of device, a plug for other kinds."""
    return _ICONS.get(kind, "plug")
