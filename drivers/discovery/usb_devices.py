"""USB devices without a serial port: printers, card readers, keyboard scanners.

Reads Linux' ``/sys/bus/usb/devices`` (Documentation/ABI/stable/sysfs-bus-usb); on
other systems nothing is found this way and an address is typed in.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

_ROOT: Final = Path("/sys/bus/usb/devices")
_CLASS_PRINTER: Final = "07"
"""Interface class of printers, USB-IF class codes."""


class UsbDevice(msgspec.Struct, frozen=True):
    """One USB device.

    Attributes:
        vendor: USB vendor number.
        product: USB product number.
        serial_number: What it says of itself; may be empty.
        place: The socket.
        title: Maker and model as the device says them.
        is_printer: It has a printer's interface.
        has_port: It has a serial port, so it is in that list already.
    """

    vendor: int
    product: int
    serial_number: str
    place: str
    title: str
    is_printer: bool
    has_port: bool


def list_usb_devices(root: Path = _ROOT) -> Sequence[UsbDevice]:
    """Return the USB devices that are plugged in; none of them is opened."""
    found = []
    try:
        folders = sorted(root.iterdir())
    except OSError:
        return ()
    for folder in folders:
        device = _read(folder)
        if device is not None:
            found.append(device)
    return tuple(found)


def _read(folder: Path) -> UsbDevice | None:
    vendor, product = _line(folder / "idVendor"), _line(folder / "idProduct")
    if not vendor or not product:
        return None  # An interface, not a device.
    interfaces = list(folder.glob(f"{folder.name}:*"))
    title = f"{_line(folder / 'manufacturer')} {_line(folder / 'product')}"
    return UsbDevice(
        vendor=int(vendor, 16),
        product=int(product, 16),
        serial_number=_line(folder / "serial"),
        place=folder.name,
        title=title.strip(),
        is_printer=any(
            _line(part / "bInterfaceClass") == _CLASS_PRINTER for part in interfaces
        ),
        has_port=any(
            (part / "tty").exists() or any(part.glob("ttyUSB*")) for part in interfaces
        ),
    )


def _line(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace").strip()
    except OSError:
        return ""
