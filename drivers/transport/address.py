"""Reads the address of a device as the settings give it.

``tcp://HOST:PORT`` or ``serial:PORT?baud=9600&parity=E&bits=7&stop=1``.  PORT is a
name of the system, or ``usb-VID:PID:SERIAL`` or ``usb-VID:PID@PLACE`` for whatever
port that USB device has when it is opened.  ``evdev:VID:PID`` or ``evdev:PATH`` is
an input device of Linux.  ``file:/dev/usb/lp0``, ``usb:VID:PID[:SERIAL]``,
``cups:NAME`` and ``spooler:NAME`` are printers.
"""

import re
import sys
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import parse_qs, urlsplit

from drivers.transport.port import ByteTransport
from drivers.transport.recorded import recorded
from drivers.transport.serial_port import SerialLine, SerialTransport
from drivers.transport.tcp import TcpTransport

PRINTER_PORT_DEFAULT: Final = 9100

_SERIAL_OPTIONS: Final = frozenset({"baud", "parity", "bits", "stop", "flow"})
_FLOWS: Final = frozenset({"", "rts", "dsr", "xon"})
_PARITIES: Final = frozenset("NEOMS")
_BAUD_MIN: Final = 300
_BAUD_MAX: Final = 921_600


class AddressError(ValueError):
    """The address cannot be understood; its text says what was expected."""


def transport_for(address: str) -> ByteTransport:
    """Return the transport that *address* names, not yet open.

    It is recorded when it is made within `recording()`.

    Raises:
        AddressError: The address is not one.
    """
    return recorded(_transport_for(address))


def _transport_for(address: str) -> ByteTransport:
    if address.startswith("tcp://"):
        host, port = parse_tcp(address)
        return TcpTransport(host, port)
    if address.startswith("serial:"):
        return _serial(address)
    if address.startswith("evdev:"):
        return _evdev(address)
    scheme, _, rest = address.partition(":")
    make = _BY_SCHEME.get(scheme)
    if make is not None and rest:
        return make(address, rest)
    raise AddressError(
        f"{address!r} is no address of a device; expected tcp://HOST:PORT,"
        " serial:PORT?baud=9600, file:PATH, usb:VID:PID, cups:NAME or spooler:NAME"
    )


def _file(address: str, path: str) -> ByteTransport:
    from drivers.transport.device_file import DeviceFileTransport

    if not path.startswith("/"):
        raise AddressError(f"{address!r}: the path must begin with /")
    return DeviceFileTransport(path)


def _usb(address: str, rest: str) -> ByteTransport:
    from drivers.transport.usb import UsbTransport

    vendor, _, tail = rest.partition(":")
    product, _, serial_number = tail.partition(":")
    try:
        numbers = int(vendor, 16), int(product, 16)
    except ValueError as error:
        raise AddressError(f"{address!r}: expected usb:VID:PID, hexadecimal") from error
    if not all(0 <= number <= _USB_ID_MAX for number in numbers):
        raise AddressError(f"{address!r}: expected usb:VID:PID, hexadecimal")
    return UsbTransport(*numbers, serial_number)


def _cups(address: str, name: str) -> ByteTransport:
    from drivers.transport.spool import CupsQueue, SpoolTransport

    # A name that begins with a dash would be an option of lp.
    if not _QUEUE_NAME.fullmatch(name):
        raise AddressError(f"{address!r}: that is no name of a queue")
    return SpoolTransport(CupsQueue(name))


def _spooler(_address: str, name: str) -> ByteTransport:
    from drivers.transport.spool import SpoolTransport, WindowsQueue

    return SpoolTransport(WindowsQueue(name))


_BY_SCHEME: Final[Mapping[str, Callable[[str, str], ByteTransport]]] = {
    "file": _file,
    "usb": _usb,
    "cups": _cups,
    "spooler": _spooler,
}
_USB_ID_MAX: Final = 0xFFFF
_QUEUE_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,126}")


def split_protocol(address: str) -> tuple[str, str]:
    """Return *address* without ``protocol=``, and what stood there."""
    place, mark, query = address.partition("?")
    pairs = [pair for pair in query.split("&") if pair]
    protocol = ""
    for pair in list(pairs):
        if pair.startswith("protocol="):
            protocol = pair.removeprefix("protocol=")
            pairs.remove(pair)
    return place + (mark + "&".join(pairs) if pairs else ""), protocol


def parse_tcp(address: str) -> tuple[str, int]:
    """Return host and port of ``tcp://HOST:PORT``; the port may be left out."""
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise AddressError(f"{address!r} names no host: {error}") from error
    try:
        port = parts.port
    except ValueError as error:
        raise AddressError(f"{address!r} has no valid port") from error
    if not parts.hostname:
        raise AddressError(f"{address!r} names no host; expected tcp://HOST:PORT")
    return parts.hostname, PRINTER_PORT_DEFAULT if port is None else port


def _serial(address: str) -> SerialTransport:
    port, _, query = address.removeprefix("serial:").partition("?")
    if not port:
        raise AddressError(f"{address!r} names no port; expected serial:PORT")
    options = {key: values[-1] for key, values in parse_qs(query).items()}
    unknown = sorted(options.keys() - _SERIAL_OPTIONS)
    if unknown:
        raise AddressError(f"{address!r}: there is no option {unknown[0]!r}")
    return SerialTransport(port, _line(address, options))


def _evdev(address: str) -> ByteTransport:
    from drivers.transport.evdev import EvdevTransport, is_numbers

    where = address.removeprefix("evdev:")
    if sys.platform != "linux":
        raise AddressError(f"{address!r}: only Linux has input devices")
    if not (is_numbers(where) or where.startswith("/")):
        raise AddressError(f"{address!r}: expected evdev:VID:PID or evdev:/dev/input/…")
    return EvdevTransport(where)


def _line(address: str, options: Mapping[str, str]) -> SerialLine:
    try:
        line = SerialLine(
            baud_rate=int(options.get("baud", "9600")),
            byte_size=int(options.get("bits", "8")),
            parity=options.get("parity", "N").upper(),
            stop_bits=float(options.get("stop", "1")),
            flow=options.get("flow", ""),
        )
    except ValueError as error:
        raise AddressError(f"{address!r}: {error}") from error
    is_valid = (
        _BAUD_MIN <= line.baud_rate <= _BAUD_MAX
        and line.byte_size in {7, 8}
        and line.parity in _PARITIES
        and line.stop_bits in {1, 1.5, 2}
        and line.flow in _FLOWS
    )
    if not is_valid:
        raise AddressError(f"{address!r}: the line cannot be set like that")
    return line
