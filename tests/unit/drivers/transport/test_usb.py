"""USB printers, with a library that stands in for pyusb."""

from __future__ import annotations

import errno
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from drivers.errors import (
    TransportBusyError,
    TransportDeniedError,
    TransportError,
    TransportGoneError,
    TransportTimeoutError,
)
from drivers.transport.usb import UsbTransport, choose_endpoints, choose_interface


class _Printer:
    """Device, endpoints and library in one."""

    def __init__(self) -> None:
        self.taken = bytearray()
        self.answers: list[bytes] = []
        self.error: OSError | None = None
        self.is_plugged = True
        self.is_released = False
        self.is_one_way = False

    errors = (OSError,)

    def find(self, vendor: int, product: int, serial: str) -> Any | None:
        assert (vendor, product, serial) == (0x04B8, 0x0202, "")
        return self if self.is_plugged else None

    def claim(self, _device: Any) -> tuple[Any, Any | None]:
        self._fail()
        back = None if self.is_one_way else SimpleNamespace(read=self.read)
        return SimpleNamespace(write=self.write), back

    def release(self, _device: Any) -> None:
        self.is_released = True

    def write(self, data: bytes, _timeout_ms: int) -> int:
        self._fail()
        self.taken += data[:64]  # The largest packet of a full-speed device.
        return min(64, len(data))

    def read(self, _count: int, _timeout_ms: int) -> bytes:
        self._fail()
        if not self.answers:
            raise OSError(errno.ETIMEDOUT, "timed out")
        return self.answers.pop(0)

    def _fail(self) -> None:
        if self.error is not None:
            raise self.error


@pytest.fixture
def printer() -> _Printer:
    return _Printer()


@pytest.fixture
def transport(printer: _Printer) -> UsbTransport:
    return UsbTransport(0x04B8, 0x0202, library=printer)


def test_bytes_go_both_ways(printer: _Printer, transport: UsbTransport) -> None:
    transport.open()
    transport.write(b"x" * 200, timeout_s=1)
    printer.answers = [b"", b"\x12"]

    assert printer.taken == b"x" * 200
    assert transport.read(8, timeout_s=1) == b"\x12"
    transport.finish_writing()
    transport.close()
    transport.close()
    assert printer.is_released


def test_silence_ends_at_the_deadline(transport: UsbTransport) -> None:
    transport.open()

    with pytest.raises(TransportTimeoutError):
        transport.read(8, timeout_s=0.01)


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.EACCES, TransportDeniedError),
        (errno.EBUSY, TransportBusyError),
        (errno.ENODEV, TransportGoneError),
        (errno.ETIMEDOUT, TransportTimeoutError),
    ],
    ids=["denied", "busy", "gone", "late"],
)
def test_errors_are_told_apart(
    printer: _Printer,
    transport: UsbTransport,
    number: int,
    error: type[TransportError],
) -> None:
    printer.error = OSError(number, "as libusb says")

    with pytest.raises(error):
        transport.open()
    assert not transport.is_open


def test_a_pulled_cable_is_told(printer: _Printer, transport: UsbTransport) -> None:
    transport.open()
    printer.error = OSError(errno.ENODEV, "No such device")

    with pytest.raises(TransportGoneError):
        transport.write(b"paper", timeout_s=1)
    with pytest.raises(TransportGoneError):
        transport.read(1, timeout_s=1)


def test_an_unplugged_printer_is_not_there(
    printer: _Printer, transport: UsbTransport
) -> None:
    printer.is_plugged = False

    with pytest.raises(TransportGoneError, match="not plugged in"):
        transport.open()
    with pytest.raises(TransportGoneError, match="not open"):
        transport.read(1, timeout_s=1)


def test_some_printers_only_take(printer: _Printer, transport: UsbTransport) -> None:
    printer.is_one_way = True
    transport.open()

    assert not transport.has_way_back
    with pytest.raises(TransportTimeoutError, match="no way back"):
        transport.read(1, timeout_s=60)


def test_an_interrupted_read_ends(transport: UsbTransport) -> None:
    transport.open()
    transport.interrupt()

    with pytest.raises(TransportGoneError, match="interrupted"):
        transport.read(1, timeout_s=60)


class _Pyusb:
    """Stands for the modules of pyusb, and for the one device that they know."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *endpoints: Any) -> None:
        class USBError(OSError):
            """As in usb.core."""

        self.log: list[str] = []
        self.is_windows = False
        self._interface = _Interface(endpoints)
        core = SimpleNamespace(USBError=USBError, find=lambda **_: iter([self]))
        util = SimpleNamespace(
            claim_interface=lambda *_: self.log.append("claim"),
            dispose_resources=lambda _: self.log.append("dispose"),
        )
        package = SimpleNamespace(core=core, util=util)
        for name, module in (("", package), (".core", core), (".util", util)):
            monkeypatch.setitem(sys.modules, f"usb{name}", module)

    def get_active_configuration(self) -> list[Any]:
        return [self._interface]

    def is_kernel_driver_active(self, _number: int) -> bool:
        if self.is_windows:
            raise NotImplementedError("is_kernel_driver_active")
        return True

    def detach_kernel_driver(self, _number: int) -> None:
        self.log.append("detach")


class _Interface(tuple[Any, ...]):
    """Its endpoints, in the way of pyusb."""

    __slots__ = ()
    bInterfaceClass = 7  # noqa: N815 - pyusb's name
    bInterfaceNumber = 0  # noqa: N815 - pyusb's name


_OUT = SimpleNamespace(bEndpointAddress=0x02, bmAttributes=2)
_KEYS = SimpleNamespace(bEndpointAddress=0x81, bmAttributes=3)


@pytest.mark.parametrize("is_windows", [False, True], ids=["linux", "windows"])
def test_a_system_without_kernel_drivers_has_none_to_send_away(
    monkeypatch: pytest.MonkeyPatch, *, is_windows: bool
) -> None:
    usb = _Pyusb(monkeypatch, _OUT)
    usb.is_windows = is_windows
    transport = UsbTransport(0x04B8, 0x0202)

    transport.open()

    assert transport.is_open
    assert usb.log == (["claim"] if is_windows else ["detach", "claim"])


def test_a_keyboard_keeps_its_driver_and_no_handle_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usb = _Pyusb(monkeypatch, _KEYS)
    transport = UsbTransport(0x05E0, 0x1200)

    with pytest.raises(TransportGoneError, match="takes no data"):
        transport.open()

    assert usb.log == ["dispose"]


def test_the_interface_of_the_printer_class_is_chosen() -> None:
    keyboard = SimpleNamespace(bInterfaceClass=3)
    printer = SimpleNamespace(bInterfaceClass=7)

    assert choose_interface([keyboard, printer]) is printer
    assert choose_interface([keyboard]) is keyboard
    with pytest.raises(ValueError, match="no interface"):
        choose_interface([])


def test_endpoints_are_chosen_by_direction_not_by_number() -> None:
    out = SimpleNamespace(bEndpointAddress=0x02, bmAttributes=2)
    back = SimpleNamespace(bEndpointAddress=0x81, bmAttributes=2)
    interrupt = SimpleNamespace(bEndpointAddress=0x83, bmAttributes=3)

    assert choose_endpoints([interrupt, back, out]) == (out, back)
    assert choose_endpoints([out]) == (out, None)
    with pytest.raises(ValueError, match="takes no data"):
        choose_endpoints([back])
