"""What a USB device is likely to be, by its vendor and product number.

Numbers and names are those of usb.ids (linux-usb.org, Debian's package 2024.01.20 and
later); the kind is our guess from the name and only fills in a choice that a person
confirms by a test.  A maker that builds one kind of device only is listed without a
product.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

PRINTER: Final = "receipt_printer"
SCANNER: Final = "scanner"
SCALE: Final = "scale"
NFC: Final = "nfc_reader"


class UsbModel(msgspec.Struct, frozen=True):
    """What is known about a USB id.

    Attributes:
        name: Maker and model in words.
        kind: The kind of device that it is likely to be; empty for a plain cable,
            behind which anything may be.
    """

    name: str
    kind: str = ""


_PRODUCTS: Final[Mapping[tuple[int, int], UsbModel]] = {
    (0x04B8, 0x0202): UsbModel("Epson TM-T70 / TM-T88 (UB-U05)", PRINTER),
    (0x04B8, 0x0E03): UsbModel("Epson TM-T20", PRINTER),
    (0x04B8, 0x0E31): UsbModel("Epson TM-L100", PRINTER),
    (0x0519, 0x0003): UsbModel("Star TSP100ECO / TSP100II", PRINTER),
    (0x1504, 0x001F): UsbModel("Bixolon SRP-350II", PRINTER),
    (0x2730, 0x2002): UsbModel("Citizen CT-S2000", PRINTER),
    (0x1D90, 0x20F0): UsbModel("Citizen CT-E351", PRINTER),
    (0x0DD4, 0x0237): UsbModel("Custom K80", PRINTER),
    (0x05E0, 0x1200): UsbModel("Symbol scanner (keyboard)", SCANNER),
    (0x05E0, 0x1701): UsbModel("Symbol scanner (USB-CDC)", SCANNER),
    (0x1EAB, 0x0103): UsbModel("Newland HR200 (keyboard)", SCANNER),
    (0x1EAB, 0x0106): UsbModel("Newland HR200 (USB-CDC)", SCANNER),
    (0x1EAB, 0x0C06): UsbModel("Newland HR100 / BS80 (USB-CDC)", SCANNER),
    (0x05F9, 0x2601): UsbModel("Datalogic Magellan 1000i", SCANNER),
    (0x05F9, 0x2602): UsbModel("Datalogic Magellan 1100i", SCANNER),
    (0x0416, 0xC141): UsbModel("Winbond barcode scanner", SCANNER),
    (0x072F, 0x2200): UsbModel("ACS ACR122U", NFC),
    (0x04E6, 0x5591): UsbModel("SCM SCL3711", NFC),
    (0x054C, 0x06C3): UsbModel("Sony RC-S380", NFC),
    (0x04CC, 0x2533): UsbModel("NXP PN533", NFC),
    (0x0922, 0x8003): UsbModel("Dymo M10 postal scale", SCALE),
    (0x0403, 0x6001): UsbModel("FTDI serial cable (FT232)"),
    (0x067B, 0x2303): UsbModel("Prolific serial cable (PL2303)"),
    (0x10C4, 0xEA60): UsbModel("Silicon Labs serial cable (CP210x)"),
    (0x1A86, 0x7522): UsbModel("QinHeng serial cable (CH340)"),
    (0x1A86, 0x7523): UsbModel("QinHeng serial cable (CH340)"),
    (0x0416, 0x5011): UsbModel("Winbond virtual COM port"),
    (0x0483, 0x5740): UsbModel("STMicroelectronics virtual COM port"),
}

_VENDORS: Final[Mapping[int, UsbModel]] = {
    0x0519: UsbModel("Star Micronics", PRINTER),
    0x1504: UsbModel("Bixolon", PRINTER),
    0x2730: UsbModel("Citizen", PRINTER),
    0x0C2E: UsbModel("Metrologic / Honeywell", SCANNER),
    0x0536: UsbModel("Hand Held Products", SCANNER),
    0x05E0: UsbModel("Symbol / Zebra", SCANNER),
    0x05F9: UsbModel("PSC / Datalogic", SCANNER),
    0x065A: UsbModel("Opticon", SCANNER),
    0x1EAB: UsbModel("Newland", SCANNER),
    0x0EB8: UsbModel("Mettler Toledo", SCALE),
    0x072F: UsbModel("ACS card reader", NFC),
}

UNKNOWN: Final = UsbModel("")


def model_of(vendor: int, product: int) -> UsbModel:
    """Return what is known about a USB id, UNKNOWN when nothing is."""
    exact = _PRODUCTS.get((vendor, product))
    return exact or _VENDORS.get(vendor, UNKNOWN)
