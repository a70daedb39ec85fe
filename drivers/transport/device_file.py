"""Bytes over a device file, such as the ``/dev/usb/lp0`` of the usblp driver.

The kernel's printer driver gives one file for both ways: what the printer says can
be read from it.  Some files are for writing only, and then nothing comes back.
"""

import contextlib
import errno
import os
import select
import stat
import threading
import time
from pathlib import Path
from typing import Final

from drivers.errors import (
    TransportBusyError,
    TransportDeniedError,
    TransportError,
    TransportGoneError,
    TransportTimeoutError,
)

_DENIED: Final = frozenset({errno.EACCES, errno.EPERM})
_POLL_S_MAX: Final = 0.1
"""interrupt() is noticed at the latest after this."""

_REST_S: Final = 0.01
"""usblp answers a read at once with nothing when the printer has nothing to say."""


class DeviceFileTransport:
    """One device file; it is opened anew by each open()."""

    is_wire: Final = True

    def __init__(self, path: str) -> None:
        self._path = path
        self._descriptor: int | None = None
        self._has_way_back = True
        self._is_interrupted = threading.Event()

    @property
    def address(self) -> str:
        """Where it leads, as the settings give it."""
        return f"file:{self._path}"

    @property
    def is_open(self) -> bool:
        """Whether open() succeeded and close() has not been called."""
        return self._descriptor is not None

    @property
    def has_way_back(self) -> bool:
        """Whether anything can be read; known after the first open()."""
        return self._has_way_back

    def open(self) -> None:
        """Open the file, for both ways if it has both."""
        assert self._descriptor is None, "open() on an open transport"
        self._is_interrupted.clear()
        flags = os.O_NONBLOCK | getattr(os, "O_NOCTTY", 0)
        try:
            # A plain file would take every paper and print none.
            mode = Path(self._path).stat().st_mode
            if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
                raise TransportGoneError(self.address, "it is no device")
            try:
                self._descriptor = os.open(self._path, os.O_RDWR | flags)
                self._has_way_back = not stat.S_ISFIFO(mode)
            except PermissionError:
                self._descriptor = os.open(self._path, os.O_WRONLY | flags)
                self._has_way_back = False
        except OSError as error:
            raise self._translate(error) from error

    def close(self) -> None:
        """Let go.  Never raises; closing twice is harmless."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with contextlib.suppress(OSError):
                os.close(descriptor)

    def read(self, count_max: int, *, timeout_s: float) -> bytes:
        """Return at least one byte that came, or raise; see ByteTransport."""
        descriptor = self._require_open()
        deadline = time.monotonic() + timeout_s
        while self._has_way_back:
            self._wait(descriptor, deadline, select.POLLIN)
            try:
                data = os.read(descriptor, count_max)
            except BlockingIOError:
                continue
            except OSError as error:
                raise self._translate(error) from error
            if data:
                return data
            self._is_interrupted.wait(_REST_S)
        raise TransportTimeoutError(self.address, "there is no way back")

    def write(self, data: bytes, *, timeout_s: float) -> None:
        """Hand over all of *data*, or raise; see ByteTransport."""
        descriptor = self._require_open()
        deadline = time.monotonic() + timeout_s
        rest = memoryview(data)
        while rest:
            self._wait(descriptor, deadline, select.POLLOUT)
            try:
                rest = rest[os.write(descriptor, rest) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise self._translate(error) from error

    def finish_writing(self) -> None:
        """Do nothing: a device file has no end to announce."""

    def interrupt(self) -> None:
        """Make a blocked read() or write() raise; for any thread."""
        self._is_interrupted.set()

    def _wait(self, descriptor: int, deadline: float, event: int) -> None:
        poller = select.poll()
        poller.register(descriptor, event)
        while not self._is_interrupted.is_set():
            remaining_s = deadline - time.monotonic()
            if remaining_s <= 0:
                verb = "sent" if event == select.POLLIN else "taken"
                raise TransportTimeoutError(self.address, f"nothing {verb} in time")
            ready = poller.poll(max(1, int(min(remaining_s, _POLL_S_MAX) * 1000)))
            if ready and ready[0][1] & ~event:
                raise TransportGoneError(self.address, "the device is gone")
            if ready:
                return
        raise TransportGoneError(self.address, "interrupted")

    def _require_open(self) -> int:
        if self._descriptor is None:
            raise TransportGoneError(self.address, "not open")
        return self._descriptor

    def _translate(self, error: OSError) -> TransportError:
        detail = error.strerror or str(error)
        if error.errno in _DENIED:
            return TransportDeniedError(self.address, detail)
        if error.errno == errno.EBUSY:
            return TransportBusyError(self.address, detail)
        return TransportGoneError(self.address, detail)
