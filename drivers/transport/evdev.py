"""Key events of one Linux input device, taken for ourselves alone.

The standard library is enough: the device is a file of ``struct input_event``,
and EVIOCGRAB (``_IOW('E', 0x90, int)`` of linux/input.h) keeps everybody else,
the desktop too, from getting its keys.  Linux only; the library ``evdev`` is not
used because its 2.0 asks for force-feedback effects of every device it opens.

The user of the till needs the right to read the device: the group ``input`` or a
udev rule.  Two receivers of one vendor and product have the same address by
numbers; tell them apart by their path under /dev/input/by-path.
"""

import contextlib
import errno
import os
import re
import select
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

import msgspec
from typing_extensions import override

from drivers.errors import (
    TransportBusyError,
    TransportDeniedError,
    TransportError,
    TransportGoneError,
    TransportTimeoutError,
)

EVIOCGRAB: Final = 0x40044590
EVIOCSCLOCKID: Final = 0x400445A0
_CLOCK_MONOTONIC: Final = 1

_DENIED: Final = frozenset({errno.EACCES, errno.EPERM})
_NUMBERS: Final = re.compile(r"[0-9a-fA-F]{4}:[0-9a-fA-F]{4}")
_KEY_ENTER: Final = 28
_KEY_1: Final = 2
_WORD_BITS: Final = 64


class InputDevice(msgspec.Struct, frozen=True):
    """One input device of this computer.

    Attributes:
        path: Its file.
        numbers: Vendor and product, ``05e0:1200``, lower case.
        name: What it calls itself.
        has_digits: It has the keys that a scanner needs.
        has_lights: It has lights such as CapsLock: rather a person's keyboard.
    """

    path: str
    numbers: str
    name: str
    has_digits: bool
    has_lights: bool


class InputSystem(Protocol):
    """The system's input devices; a port, so that tests bring their own."""

    def devices(self) -> Sequence[InputDevice]:
        """Return the devices that are there now."""

    def open(self, path: str) -> int:
        """Return a descriptor that never blocks.  Raises OSError."""

    def grab(self, descriptor: int) -> None:
        """Keep its events from everybody else.  Raises OSError."""


class LinuxInputs(InputSystem):
    """The input devices of Linux, as /sys/class/input lists them."""

    def __init__(self, root: Path = Path("/sys/class/input")) -> None:
        self._root = root

    @override
    def devices(self) -> Sequence[InputDevice]:
        try:
            nodes = sorted(self._root.glob("event*"), key=_number)
        except OSError:
            return ()
        return tuple(_describe(node) for node in nodes)

    @override
    def open(self, path: str) -> int:
        return os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)

    @override
    def grab(self, descriptor: int) -> None:
        if sys.platform != "linux":
            raise OSError(errno.ENOSYS, "only Linux has input devices")
        import fcntl

        fcntl.ioctl(descriptor, EVIOCGRAB, 1)
        # Times that do not jump when the clock is set; older kernels have none.
        with contextlib.suppress(OSError):
            fcntl.ioctl(
                descriptor, EVIOCSCLOCKID, _CLOCK_MONOTONIC.to_bytes(4, sys.byteorder)
            )


class EvdevTransport:
    """The events of one input device; it is looked for anew by each open()."""

    is_unmaskable: Final = True

    def __init__(self, where: str, system: InputSystem | None = None) -> None:
        """Prepare.

        Args:
            where: A path, or vendor and product as ``05e0:1200``.
            system: Where devices are; those of this computer if not given.
        """
        self._where = where
        self._system: InputSystem = LinuxInputs() if system is None else system
        self._descriptor: int | None = None
        # interrupt() comes from another thread: it must not write into a
        # descriptor number that close() has just handed back to the system.
        self._lock = threading.Lock()
        self._wake: tuple[int, int] | None = None

    @property
    def address(self) -> str:
        """Where it leads, as the settings give it."""
        return f"evdev:{self._where}"

    @property
    def is_open(self) -> bool:
        """Whether open() succeeded and close() has not been called."""
        return self._descriptor is not None

    def open(self) -> None:
        """Find the device and take it for ourselves."""
        assert self._descriptor is None, "open() on an open transport"
        path = self._find()
        try:
            descriptor = self._system.open(path)
        except OSError as error:
            raise self._translate(error) from error
        try:
            self._system.grab(descriptor)
            self._wake = os.pipe()
        except OSError as error:
            os.close(descriptor)
            raise self._translate(error) from error
        self._descriptor = descriptor

    def close(self) -> None:
        """Let go; the system gives the keys to everybody again."""
        descriptor, self._descriptor = self._descriptor, None
        with self._lock:
            wake, self._wake = self._wake, None
        for number in (descriptor, *(wake or ())):
            if number is not None:
                with contextlib.suppress(OSError):
                    os.close(number)

    def read(self, count_max: int, *, timeout_s: float) -> bytes:
        """Return at least one byte that came, or raise; see ByteTransport."""
        descriptor, wake = self._descriptor, self._wake
        if descriptor is None or wake is None:
            raise TransportGoneError(self.address, "not open")
        poller = select.poll()
        poller.register(descriptor, select.POLLIN)
        poller.register(wake[0], select.POLLIN)
        ready = {number for number, _ in poller.poll(timeout_s * 1000)}
        if wake[0] in ready:
            raise TransportGoneError(self.address, "interrupted")
        if not ready:
            raise TransportTimeoutError(self.address, "no key came in time")
        try:
            data = os.read(descriptor, count_max)
        except BlockingIOError as error:
            raise TransportTimeoutError(self.address, "no key came") from error
        except OSError as error:
            raise self._translate(error) from error
        if not data:
            raise TransportGoneError(self.address, "pulled out")
        return data

    def write(self, data: bytes, *, timeout_s: float) -> None:
        """Raise: there is no way back to a scanner that types."""
        raise TransportGoneError(
            self.address, f"{len(data)} bytes in {timeout_s} s: keys cannot be sent"
        )

    def finish_writing(self) -> None:
        """Do nothing: nothing is ever written."""

    def interrupt(self) -> None:
        """Make a blocked read() raise; for any thread."""
        with self._lock:
            if self._wake is not None:
                with contextlib.suppress(OSError):
                    os.write(self._wake[1], b"!")

    def _find(self) -> str:
        if not is_numbers(self._where):
            return self._where
        wanted = self._where.lower()
        fitting = [d for d in self._system.devices() if d.numbers == wanted]
        # One scanner may have several: keys for volume, a mouse.
        for device in fitting:
            if device.has_digits:
                return device.path
        detail = "it has no keys" if fitting else "no such device is plugged in"
        raise TransportGoneError(self.address, detail)

    def _translate(self, error: OSError) -> TransportError:
        reason = error.strerror or str(error)
        if error.errno in _DENIED:
            return TransportDeniedError(self.address, reason)
        if error.errno == errno.EBUSY:
            return TransportBusyError(self.address, "another program has grabbed it")
        return TransportGoneError(self.address, reason)


def is_numbers(where: str) -> bool:
    """Tell whether *where* is vendor and product, not a path."""
    return _NUMBERS.fullmatch(where) is not None


def _number(node: Path) -> int:
    digits = node.name.removeprefix("event")
    return int(digits) if digits.isdecimal() else sys.maxsize


def _describe(node: Path) -> InputDevice:
    device = node / "device"
    keys = _bits(_text(device / "capabilities" / "key"))
    return InputDevice(
        path=f"/dev/input/{node.name}",
        numbers=f"{_text(device / 'id' / 'vendor')}:{_text(device / 'id' / 'product')}",
        name=_text(device / "name"),
        has_digits=bool(keys >> _KEY_ENTER & 1 and keys >> _KEY_1 & 1),
        has_lights=_bits(_text(device / "capabilities" / "led")) != 0,
    )


def _bits(words: str) -> int:
    """Return the bits of ``1 fffffffffffffffe``: words, the highest first."""
    bits = 0
    try:
        for word in words.split():
            bits = bits << _WORD_BITS | int(word, 16)
    except ValueError:
        return 0
    return bits


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace").strip()
    except OSError:
        return ""
