"""Bytes over USB by pyusb, for printers that no kernel driver gives a file.

pyusb and libusb are optional.  The endpoints are found by their direction: makers
number them differently.  The usblp driver of Linux holds most printers; it is asked
to let go, and CUPS may hold the printer too (``Resource busy``).
"""

from __future__ import annotations

import contextlib
import errno
import threading
import time
from collections.abc import Sequence
from typing import Any, Final, Protocol

from drivers.errors import (
    TransportBusyError,
    TransportDeniedError,
    TransportError,
    TransportGoneError,
    TransportTimeoutError,
)

PRINTER_CLASS: Final = 7
_SLICE_S_MAX: Final = 0.1
"""One read of libusb cannot be interrupted: short ones, one after another."""

_DIRECTION_IN: Final = 0x80
_BULK: Final = 2
_TYPE_MASK: Final = 3


class UsbLibrary(Protocol):
    """What is used of pyusb; a fake stands in for it in tests."""

    def find(self, vendor: int, product: int, serial: str) -> Any | None:
        """Return the device, or None."""

    def claim(self, device: Any) -> tuple[Any, Any | None]:
        """Take the printer's interface; return its endpoints out and in."""

    def release(self, device: Any) -> None:
        """Give it back to the system."""

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """What its calls raise."""


class UsbTransport:
    """One USB device by vendor, product and, if there are several, serial number."""

    is_wire: Final = True

    def __init__(
        self,
        vendor: int,
        product: int,
        serial: str = "",
        *,
        library: UsbLibrary | None = None,
    ) -> None:
        self._vendor = vendor
        self._product = product
        self._serial = serial
        self._library = library
        self._device: Any | None = None
        self._out: Any = None
        self._in: Any | None = None
        self._is_interrupted = threading.Event()

    @property
    def address(self) -> str:
        """Where it leads, as the settings give it."""
        tail = f":{self._serial}" if self._serial else ""
        return f"usb:{self._vendor:04x}:{self._product:04x}{tail}"

    @property
    def is_open(self) -> bool:
        """Whether open() succeeded and close() has not been called."""
        return self._device is not None

    @property
    def has_way_back(self) -> bool:
        """Whether it has an endpoint to read from; known after open()."""
        return not self.is_open or self._in is not None

    def open(self) -> None:
        """Find the device and take its interface."""
        assert self._device is None, "open() on an open transport"
        self._is_interrupted.clear()
        library = self._library or load_library(self.address)
        self._library = library
        try:
            device = library.find(self._vendor, self._product, self._serial)
            if device is None:
                raise TransportGoneError(self.address, "not plugged in")
            self._claim(library, device)
        except library.errors as error:
            raise self._translate(error) from error
        self._device = device

    def _claim(self, library: UsbLibrary, device: Any) -> None:
        try:
            self._out, self._in = library.claim(device)
        except library.errors:
            # The library opened it already; each try would keep one more handle.
            with contextlib.suppress(*library.errors):
                library.release(device)
            raise

    def close(self) -> None:
        """Let go.  Never raises; closing twice is harmless."""
        device, self._device = self._device, None
        if device is not None and self._library is not None:
            with contextlib.suppress(*self._library.errors):
                self._library.release(device)

    def read(self, count_max: int, *, timeout_s: float) -> bytes:
        """Return at least one byte that came, or raise; see ByteTransport."""
        library = self._require_open()
        deadline = time.monotonic() + timeout_s
        while self._in is not None and not self._is_interrupted.is_set():
            remaining_s = min(deadline - time.monotonic(), _SLICE_S_MAX)
            if remaining_s <= 0:
                raise TransportTimeoutError(self.address, "nothing sent in time")
            try:
                data = bytes(self._in.read(count_max, _milliseconds(remaining_s)))
            except library.errors as error:
                if _is_timeout(error):
                    continue
                raise self._translate(error) from error
            if data:
                return data
        if self._in is None:
            raise TransportTimeoutError(self.address, "there is no way back")
        raise TransportGoneError(self.address, "interrupted")

    def write(self, data: bytes, *, timeout_s: float) -> None:
        """Hand over all of *data*, or raise; see ByteTransport."""
        library = self._require_open()
        deadline = time.monotonic() + timeout_s
        rest = data
        while rest:
            remaining_s = deadline - time.monotonic()
            if remaining_s <= 0 or self._is_interrupted.is_set():
                raise TransportTimeoutError(self.address, "nothing taken in time")
            try:
                rest = rest[self._out.write(rest, _milliseconds(remaining_s)) :]
            except library.errors as error:
                raise self._translate(error) from error

    def finish_writing(self) -> None:
        """Do nothing: a USB pipe has no end to announce."""

    def interrupt(self) -> None:
        """Make a blocked read() or write() raise; for any thread."""
        self._is_interrupted.set()

    def _require_open(self) -> UsbLibrary:
        if self._device is None or self._library is None:
            raise TransportGoneError(self.address, "not open")
        return self._library

    def _translate(self, error: Exception) -> TransportError:
        number = getattr(error, "errno", None)
        if _is_timeout(error):
            return TransportTimeoutError(self.address, "nothing taken in time")
        if number in {errno.EACCES, errno.EPERM}:
            return TransportDeniedError(self.address, str(error))
        if number == errno.EBUSY:
            return TransportBusyError(self.address, str(error))
        return TransportGoneError(self.address, str(error))


def load_library(address: str) -> UsbLibrary:
    """Return pyusb.

    Raises:
        TransportGoneError: It is not installed, or libusb is missing below it.
    """
    try:
        import usb.core
        import usb.util
    except ImportError as error:
        raise TransportGoneError(
            address, "the library 'pyusb' is not installed"
        ) from error
    return _PyUsb(usb.core, usb.util)


class _PyUsb:
    """pyusb; never run against a real printer."""

    def __init__(self, core: Any, util: Any) -> None:
        self._core = core
        self._util = util

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """What its calls raise; NoBackendError is a ValueError."""
        return (self._core.USBError, ValueError, NotImplementedError)

    def find(self, vendor: int, product: int, serial: str) -> Any | None:
        """Return the device, or None."""
        found = self._core.find(idVendor=vendor, idProduct=product, find_all=True)
        for device in found or ():
            if not serial or device.serial_number == serial:
                return device
        return None

    def claim(self, device: Any) -> tuple[Any, Any | None]:
        """Take the printer's interface; return its endpoints out and in."""
        interface = choose_interface(list(device.get_active_configuration()))
        # First, because a keyboard whose driver was sent away types no more.
        endpoints = choose_endpoints(list(interface))
        number = interface.bInterfaceNumber
        # Windows has no such drivers, and pyusb says so (its issue 172).
        with contextlib.suppress(NotImplementedError):
            if device.is_kernel_driver_active(number):
                device.detach_kernel_driver(number)
        self._util.claim_interface(device, number)
        return endpoints

    def release(self, device: Any) -> None:
        """Give it back to the system."""
        self._util.dispose_resources(device)


def choose_interface(interfaces: Sequence[Any]) -> Any:
    """Return the interface of the printer class, else the first one.

    Raises:
        ValueError: There is none.
    """
    if not interfaces:
        raise ValueError("the device has no interface")
    printers = [i for i in interfaces if i.bInterfaceClass == PRINTER_CLASS]
    return (printers or list(interfaces))[0]


def choose_endpoints(endpoints: Sequence[Any]) -> tuple[Any, Any | None]:
    """Return the first bulk endpoint out and the first one in, which may be None.

    Raises:
        ValueError: Nothing can be written to it.
    """
    bulk = [e for e in endpoints if e.bmAttributes & _TYPE_MASK == _BULK]
    out = [e for e in bulk if not e.bEndpointAddress & _DIRECTION_IN]
    back = [e for e in bulk if e.bEndpointAddress & _DIRECTION_IN]
    if not out:
        raise ValueError("the device takes no data")
    return out[0], back[0] if back else None


def _is_timeout(error: Exception) -> bool:
    return getattr(error, "errno", None) == errno.ETIMEDOUT


def _milliseconds(seconds: float) -> int:
    return max(1, int(seconds * 1000))
