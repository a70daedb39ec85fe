"""Names of serial ports that survive a new number.

``/dev/ttyACM0`` is whatever was plugged in first.  ``usb-VID:PID:SERIAL`` is one
device wherever it is plugged in; a device without a serial number of its own is
``usb-VID:PID@PLACE``, one socket of the computer.  The names hold on any system,
because both parts are what pyserial reads from it.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import quote, unquote

import msgspec

PREFIX: Final = "usb-"
_NAME: Final = re.compile(r"usb-([0-9A-Fa-f]{4}):([0-9A-Fa-f]{4})(?::(.+)|@(.+))")


class SerialPort(msgspec.Struct, frozen=True):
    """One serial port that this computer has now.

    Attributes:
        device: What the system calls it now.
        vendor: USB vendor number; None for a port that is not on USB.
        product: USB product number.
        serial_number: What the USB device says of itself; may be empty.
        place: The USB socket, such as ``1-1.2``.
        title: Maker and model as the device says them.
    """

    device: str
    vendor: int | None = None
    product: int | None = None
    serial_number: str = ""
    place: str = ""
    title: str = ""


class PortNotFoundError(OSError):
    """No port, or more than one, is the device that is meant."""


Lister = Callable[[], Sequence[SerialPort]]


def list_serial_ports() -> Sequence[SerialPort]:
    """Return the serial ports of this computer; none of them is opened."""
    from serial.tools.list_ports import comports

    found = [
        SerialPort(
            device=port.device,
            vendor=port.vid,
            product=port.pid,
            serial_number=port.serial_number or "",
            place=port.location or "",
            title=" ".join(
                part for part in (port.manufacturer, port.product) if part
            ).strip(),
        )
        for port in comports()
    ]
    return tuple(sorted(found, key=_device))


def lasting_name(port: SerialPort, ports: Sequence[SerialPort]) -> str:
    """Return the name by which *port*, one of *ports*, is found again later."""
    if port.vendor is None or port.product is None:
        return port.device
    usb = f"{PREFIX}{port.vendor:04x}:{port.product:04x}"
    twins = [
        other
        for other in ports
        if (other.vendor, other.product, other.serial_number)
        == (port.vendor, port.product, port.serial_number)
    ]
    if port.serial_number and len(twins) == 1:
        return f"{usb}:{quote(port.serial_number, safe='')}"
    # Cheap cables all say the same serial number, or none.
    return f"{usb}@{quote(port.place, safe='.:-')}" if port.place else port.device


def resolve_port(name: str, lister: Lister = list_serial_ports) -> str:
    """Return what the system calls the port *name* now.

    Raises:
        PortNotFoundError: The USB device is not plugged in, or several devices
            are it.
    """
    if not name.startswith(PREFIX):
        return name
    parts = _NAME.fullmatch(name)
    if parts is None:
        raise PortNotFoundError(
            f"{name!r} names no USB device; expected usb-VID:PID:SERIAL"
        )
    vendor, product = int(parts[1], 16), int(parts[2], 16)
    serial_number, place = unquote(parts[3] or ""), unquote(parts[4] or "")
    found = [
        port.device
        for port in lister()
        if (port.vendor, port.product) == (vendor, product)
        and (not serial_number or port.serial_number == serial_number)
        and (not place or port.place == place)
    ]
    if not found:
        raise PortNotFoundError(f"the USB device {name} is not plugged in")
    if len(found) > 1:
        raise PortNotFoundError(
            f"{name} is plugged in {len(found)} times: {', '.join(found)}"
        )
    return found[0]


def _device(port: SerialPort) -> str:
    return port.device
