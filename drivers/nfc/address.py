"""Reads the address of a card reader as the settings give it.

``usb``, ``usb:054c:06c3``, ``tty:USB0:pn532``, ``com:COM3:pn532``,
``udp://HOST:PORT`` and ``pcsc`` or ``pcsc:PART OF ITS NAME``.
"""

import re
from typing import Final
from urllib.parse import urlsplit

from drivers.transport.address import AddressError

UDP_PORT_DEFAULT: Final = 54_321
"""nfcpy's."""

_USB: Final = re.compile(r"usb(:[0-9a-fA-F]{4}(:[0-9a-fA-F]{4})?|:\d{3}(:\d{3})?)?")
_SERIAL: Final = re.compile(r"(tty|com):[A-Za-z0-9]+(:[a-z0-9]+)?")
_EXPECTED: Final = (
    "expected usb, usb:VID:PID, tty:PORT:CHIP, com:PORT:CHIP, udp://HOST:PORT or pcsc"
)


def reader_path(address: str) -> str:
    """Return *address* as the reader process takes it.

    Raises:
        AddressError: It is none.
    """
    if address.startswith("udp://"):
        return _udp(address)
    if _USB.fullmatch(address) or _SERIAL.fullmatch(address):
        return address
    if address == "pcsc" or address.startswith("pcsc:"):
        return address
    raise AddressError(f"{address!r} is no address of a card reader; {_EXPECTED}")


def _udp(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise AddressError(f"{address!r} names no host: {error}") from error
    try:
        port = parts.port or UDP_PORT_DEFAULT
    except ValueError as error:
        raise AddressError(f"{address!r} has no valid port") from error
    if not parts.hostname or ":" in parts.hostname:
        raise AddressError(f"{address!r} names no host; {_EXPECTED}")
    return f"udp:{parts.hostname}:{port}"
