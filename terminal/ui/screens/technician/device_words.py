"""States, connections and figures of devices in the language in force."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from terminal.ui.support.device_sentences import SENTENCES, said
from terminal.ui.support.translation import tr

if TYPE_CHECKING:
    from terminal.application.ports.devices import DeviceFigures, DeviceStatus
    from terminal.application.ports.technician import DeviceRow

ICONS: Final = {
    "scanner": "scanner",
    "receipt_printer": "printer",
    "cash_drawer": "drawer",
    "scale": "scale",
    "line_display": "display",
    "customer_screen": "display",
    "nfc": "nfc",
    "nfc_reader": "nfc",
}
_KILO: Final = 1_000
_REASON_MAX: Final = 120
_NUMBER: Final = re.compile(r"\[Errno -?\d+\] ")
_SEAMS: Final = re.compile(r"([/:])")


def icon_of(kind: str) -> str:
    """Return the icon of a kind of device."""
    return ICONS.get(kind, "plug")


def kind_word(kind: str) -> str:
    """Return what people call a kind of device."""
    words = {
        "scanner": tr("Barcode scanner"),
        "receipt_printer": tr("Receipt printer"),
        "cash_drawer": tr("Cash drawer"),
        "scale": tr("Scale"),
        "line_display": tr("Customer display"),
        "customer_screen": tr("Customer screen"),
        "nfc": tr("Card reader"),
        "nfc_reader": tr("Card reader"),
    }
    return words.get(kind, kind)


def protocol_word(value: str) -> str:
    """Return what stands on the device or in its manual for a protocol or model."""
    words = {
        "toledo-8217": "Mettler-Toledo 8217",
        "nci": "NCI, ECR",
        "cas": "CAS",
        "cas-stream": "CAS CI, PDI, NT",
        "mt-sics": "MT-SICS",
        "sma": "SMA",
        "dialog": "Checkout-Dialog",
        "dibal": "Dibal",
        "cd5220": "CD5220",
        "dm-d": "Epson DM-D",
        "aedex": "AEDEX",
        "logic-controls": "Logic Controls",
        "printer": tr("On a printer"),
        "characters": tr("Any characters"),
        "glancetron": "Glancetron 8005-U",
        "surepos": "IBM SurePOS",
        "epson-80": "Epson 80 mm",
        "epson-80-180dpi": "Epson 80 mm 180 dpi",
        "epson-58": "Epson 58 mm",
        "western-80": tr("80 mm, Latin only"),
        "basic-58": tr("58 mm, simple"),
        "star-line-80": "Star 80 mm",
        "star-line-58": "Star 58 mm",
    }
    return words.get(value, value)


def state_word(status: DeviceStatus) -> str:
    """Return how a device is, in a few words: what is the matter, if that is known."""
    if status.state in {"degraded", "offline"} and status.detail in SENTENCES:
        word = said(status.detail)
        return word[:1].upper() + word[1:]
    words = {
        "ready": tr("Ready"),
        "degraded": tr("Needs a hand soon"),
        "offline": tr("Needs a hand"),
        "opening": tr("Connecting"),
        "absent": tr("Not found"),
        "lost": tr("No answer"),
        "fault": tr("Wrong settings"),
        "disabled": tr("Switched off"),
    }
    return words[status.state]


def trouble_word(status: DeviceStatus) -> str:
    """Return what is the matter, without what only the maker of a driver reads."""
    return state_word(status) if _is_technical(status) else said(status.detail)


def reason_rows(status: DeviceStatus) -> list[tuple[str, str]]:
    """Return what the system said, where the trouble's own word leaves that out."""
    if not status.detail or not _is_technical(status):
        return []
    text = _NUMBER.sub("", status.detail)[:_REASON_MAX]
    # A path or address is one word, and a label breaks lines between words only.
    return [(tr("Reason"), _SEAMS.sub("\\1\u200b", text))]


def _is_technical(status: DeviceStatus) -> bool:
    """Tell whether the detail is a line of the operating system."""
    is_away = status.state in {"lost", "absent", "opening"}
    return is_away or not status.detail


def tone_of(status: DeviceStatus) -> str:
    """Return the colour of a state: empty, ``warning`` or ``danger``."""
    if status.state in {"ready", "opening", "disabled"}:
        return ""
    return "warning" if status.state in {"degraded", "offline"} else "danger"


def connection_of(row: DeviceRow) -> tuple[str, str]:
    """Return how a device is connected, and where."""
    scheme, _, rest = row.address.partition(":")
    where = rest.lstrip("/").partition("?")[0]
    if scheme == "serial" and where.startswith("usb-"):
        return "USB", where.removeprefix("usb-")
    if scheme == "serial" and rest.startswith("/"):
        where = f"/{where}"
    if not scheme and "printer" in row.options:
        return tr("Printer"), str(row.options["printer"])
    words = {
        "tcp": tr("Network"),
        "udp": tr("Network"),
        "serial": tr("Serial"),
        "usb": "USB",
        "cups": tr("Print queue"),
        "file": tr("Device file"),
    }
    return words.get(scheme, tr("This computer")), where


def connection_word(connection: str) -> str:
    """Return a found device's kind of connection."""
    words = {
        "Network": tr("Network"),
        "Serial": tr("Serial"),
        "Printer": tr("Printer"),
    }
    return words.get(connection, connection)


def size_text(count: int) -> str:
    """Return a number of bytes with two or three figures."""
    if count < _KILO:
        return f"{count} B"
    if count < _KILO * _KILO:
        return f"{count / _KILO:.1f} kB"
    return f"{count / _KILO / _KILO:.1f} MB"


def figure_rows(figures: DeviceFigures) -> list[tuple[str, str]]:
    """Return the figures of a device that are not nothing."""
    rows = [
        (tr("Labels read"), figures.scans),
        (tr("Papers printed"), figures.papers),
        (tr("Drawer opened"), figures.kicks),
        (tr("Reconnected"), figures.reconnects),
        (tr("Went away"), figures.errors),
    ]
    return [(name, str(value)) for name, value in rows if value]
