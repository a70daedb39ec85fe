"""Bytes over a serial port, a USB-CDC gadget or a pseudo-terminal."""

import contextlib
import errno
import os
import sys
import threading
import time
from typing import Final

import msgspec
import serial

from drivers.discovery.usb_port import resolve_port
from drivers.errors import (
    TransportBusyError,
    TransportDeniedError,
    TransportError,
    TransportGoneError,
    TransportTimeoutError,
)
from drivers.transport.port import InputLine

if sys.platform == "win32":
    _SETTING_ERROR: type[Exception] = OSError
else:
    import termios

    _SETTING_ERROR = termios.error  # It is no OSError.

_OPEN_ERRORS: Final = (OSError, ValueError, _SETTING_ERROR)
_USE_ERRORS: Final = (OSError, TypeError, _SETTING_ERROR)
_DSR_PIECE_BYTES: Final = 32
"""Fewer than any printer still takes after it has begun to hold back (Epson's: 128 of
a buffer of 4 KiB); with a buffer of 45 bytes it is 16, and a converter may hold more."""

_DSR_LOOK_S: Final = 0.005
_BUSY: Final = frozenset({errno.EBUSY, errno.EAGAIN})
_DENIED: Final = frozenset({errno.EACCES, errno.EPERM})


class SerialLine(msgspec.Struct, frozen=True):
    """How the line is set.

    Attributes:
        baud_rate: Bits a second.
        byte_size: Data bits, 7 or 8.
        parity: ``N``, ``E``, ``O``, ``M`` or ``S``.
        stop_bits: 1 or 2.
        flow: ``rts`` or ``dsr`` (lines), ``xon`` (characters) or empty; a printer
            without it drops what comes while it prints a picture.  Linux looks
            after the others itself and knows no ``dsr``: see write().
    """

    baud_rate: int = 9600
    byte_size: int = 8
    parity: str = "N"
    stop_bits: float = 1
    flow: str = ""


class SerialTransport:
    """One serial port, held exclusively while it is open."""

    is_wire: Final = True

    def __init__(self, port: str, line: SerialLine | None = None) -> None:
        self._port = port
        self._line = line or SerialLine()
        self._looks_at_dsr = self._line.flow == "dsr" and sys.platform != "win32"
        self._is_interrupted = threading.Event()
        # interrupt() comes from another thread: it must not write into a
        # descriptor number that close() has just handed back to the system.
        self._lock = threading.Lock()
        self._serial: serial.Serial | None = None

    @property
    def address(self) -> str:
        """Where it leads, as the settings give it."""
        return f"serial:{self._port}"

    @property
    def is_open(self) -> bool:
        """Whether open() succeeded and close() has not been called."""
        return self._serial is not None

    def open(self) -> None:
        """Open the port and set the line."""
        assert self._serial is None, "open() on an open transport"
        self._is_interrupted.clear()
        line = self._line
        if _is_pseudo_terminal(self._port):
            # It has no parity, and refuses every setting that asks for one.
            line = msgspec.structs.replace(line, byte_size=8, parity="N")
        kind = serial.Serial if line.parity == "N" else _ParityCheckedSerial
        try:
            self._serial = kind(
                resolve_port(self._port),
                baudrate=line.baud_rate,
                bytesize=line.byte_size,
                parity=line.parity,
                stopbits=line.stop_bits,
                rtscts=self._line.flow == "rts",
                dsrdtr=self._line.flow == "dsr",
                xonxoff=self._line.flow == "xon",
                timeout=0,
                write_timeout=0,
                exclusive=True,
            )
        except _OPEN_ERRORS as error:
            raise self._translate(error) from error

    def close(self) -> None:
        """Let go of the port."""
        with self._lock:
            port, self._serial = self._serial, None
        if port is not None:
            # A port that was pulled out may refuse even to be closed.
            with contextlib.suppress(OSError, TypeError):
                port.close()

    def abort(self) -> None:
        """Throw away what has not left yet, and let go."""
        if self._serial is not None:
            with contextlib.suppress(*_USE_ERRORS):
                self._serial.reset_output_buffer()
        self.close()

    def read(self, count_max: int, *, timeout_s: float) -> bytes:
        """Return at least one byte that came, or raise; see ByteTransport."""
        port = self._require_open()
        started = time.monotonic()
        try:
            if port.timeout != timeout_s:  # Each change is a system call.
                port.timeout = timeout_s
            data = bytes(port.read(1))
            if data and (more := min(port.in_waiting, count_max - 1)) > 0:
                data += bytes(port.read(more))
        except _USE_ERRORS as error:
            raise self._translate(error) from error
        if data:
            return data
        if time.monotonic() - started < timeout_s / 2:
            raise TransportGoneError(self.address, "interrupted")
        raise TransportTimeoutError(self.address, "nothing sent in time")

    def write(self, data: bytes, *, timeout_s: float) -> None:
        """Hand over all of *data*, or raise; see ByteTransport.

        A device that holds back by DSR is asked before each few bytes, because
        pyserial does nothing about it outside of Windows; there the deadline is for
        each of them.
        """
        port = self._require_open()
        if not self._looks_at_dsr:
            self._hand_over(port, data, timeout_s)
            return
        for start in range(0, len(data), _DSR_PIECE_BYTES):
            self._wait_for_dsr(time.monotonic() + timeout_s)
            self._hand_over(port, data[start : start + _DSR_PIECE_BYTES], timeout_s)

    def _hand_over(self, port: serial.Serial, data: bytes, timeout_s: float) -> None:
        try:
            port.write_timeout = timeout_s
            count = port.write(data)
            if self._looks_at_dsr:
                port.flush()  # What the system keeps would leave whatever DSR says.
        except serial.SerialTimeoutException as error:
            raise TransportTimeoutError(
                self.address, "nothing taken in time"
            ) from error
        except _USE_ERRORS as error:
            raise self._translate(error) from error
        if count != len(data):
            # pyserial says no more than that when cancel_write() was called.
            raise TransportGoneError(self.address, "interrupted")

    def _wait_for_dsr(self, deadline: float) -> None:
        while not self.read_input_line("dsr"):
            if time.monotonic() >= deadline:
                raise TransportTimeoutError(self.address, "it holds back (DSR)")
            if self._is_interrupted.wait(_DSR_LOOK_S):
                raise TransportGoneError(self.address, "interrupted")

    def read_input_line(self, line: InputLine) -> bool:
        """Return whether *line* is high; a pseudo-terminal has none."""
        port = self._require_open()
        try:
            match line:
                case "cts":
                    return bool(port.cts)
                case "dsr":
                    return bool(port.dsr)
                case "ri":
                    return bool(port.ri)
                case "cd":
                    return bool(port.cd)
        except _USE_ERRORS as error:
            raise self._translate(error) from error

    def finish_writing(self) -> None:
        """Do nothing: a serial line has no end to announce."""

    def interrupt(self) -> None:
        """Make a blocked read() or write() raise; for any thread."""
        self._is_interrupted.set()
        with self._lock:
            if self._serial is not None:
                with contextlib.suppress(OSError, TypeError, AttributeError):
                    self._serial.cancel_read()
                    self._serial.cancel_write()

    def _require_open(self) -> serial.Serial:
        if self._serial is None:
            raise TransportGoneError(self.address, "not open")
        return self._serial

    def _translate(self, error: Exception) -> TransportError:
        number = getattr(error, "errno", None)
        detail = str(error)
        if number in _DENIED:
            return TransportDeniedError(self.address, detail)
        # pyserial reports the refused exclusive lock without a useful number.
        if number in _BUSY or "exclusively lock" in detail:
            return TransportBusyError(self.address, detail)
        return TransportGoneError(self.address, detail)


def _is_pseudo_terminal(port: str) -> bool:
    return os.path.realpath(port).startswith("/dev/pts/")


class _ParityCheckedSerial(serial.Serial):
    """Has the system throw away bytes that arrived damaged.

    pyserial sets parity for sending only: a damaged digit would be handed on as
    another digit.  A frame that lacks one is refused.  Windows drops them by itself
    (never run there).
    """

    def _reconfigure_port(self, force_update: bool = False) -> None:  # noqa: FBT001, FBT002 - pyserial's
        # It comes by here at each change of a timeout, and forgets the flags.
        super()._reconfigure_port(force_update)  # type: ignore[misc]  # not in its stubs
        if sys.platform != "win32" and self.fd is not None:
            attributes = termios.tcgetattr(self.fd)
            attributes[0] |= termios.INPCK | termios.IGNPAR
            termios.tcsetattr(self.fd, termios.TCSANOW, attributes)
