"""Bytes over TCP, as network printers and serial device servers speak them."""

import contextlib
import errno
import select
import socket
import struct
import threading
import time
from typing import Final

from drivers.errors import (
    TransportDeniedError,
    TransportGoneError,
    TransportTimeoutError,
)

CONNECT_TIMEOUT_S: Final = 3.0

# Without these a printer that lost its power keeps the connection "open" for two
# hours of kernel defaults.
_KEEP_ALIVE_IDLE_S: Final = 5
_KEEP_ALIVE_INTERVAL_S: Final = 2
_KEEP_ALIVE_PROBES: Final = 3

_DENIED: Final = frozenset({errno.EACCES, errno.EPERM})


class TcpTransport:
    """One TCP connection; it is made anew by each open()."""

    def __init__(
        self, host: str, port: int, *, connect_timeout_s: float = CONNECT_TIMEOUT_S
    ) -> None:
        self._host = host
        self._port = port
        self._connect_timeout_s = connect_timeout_s
        # interrupt() comes from another thread: it must not shut down a
        # descriptor number that close() has just handed back to the system.
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None

    @property
    def address(self) -> str:
        """Where it leads, as the settings give it."""
        return f"tcp://{self._host}:{self._port}"

    @property
    def is_open(self) -> bool:
        """Whether open() succeeded and close() has not been called."""
        return self._socket is not None

    def open(self) -> None:
        """Connect within the connect deadline."""
        assert self._socket is None, "open() on an open transport"
        try:
            connection = socket.create_connection(
                (self._host, self._port), timeout=self._connect_timeout_s
            )
        except TimeoutError as error:
            detail = f"no answer within {self._connect_timeout_s:g} s"
            raise TransportTimeoutError(self.address, detail) from error
        except UnicodeError as error:
            detail = "that cannot be the name of a host"
            raise TransportGoneError(self.address, detail) from error
        except OSError as error:
            raise self._translate(error) from error
        try:
            _keep_alive(connection)
            connection.settimeout(0)
        except OSError as error:
            # Hung up on already: some systems set nothing on such a connection.
            connection.close()
            raise self._translate(error) from error
        with self._lock:
            self._socket = connection

    def close(self) -> None:
        """Let go; bytes already handed over still leave."""
        with self._lock:
            connection, self._socket = self._socket, None
        if connection is not None:
            connection.close()

    def abort(self) -> None:
        """Let go at once and throw away what has not left yet.

        For a peer that stopped reading: a plain close would leave our bytes in
        the kernel, to come out of the printer at an unexpected time.
        """
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
                )
        self.close()

    def read(self, count_max: int, *, timeout_s: float) -> bytes:
        """Return at least one byte that came, or raise; see ByteTransport."""
        connection = self._require_open()
        deadline = time.monotonic() + timeout_s
        while True:
            try:
                data = connection.recv(count_max)
            except BlockingIOError:
                self._wait(connection, deadline, for_reading=True)
            except OSError as error:
                raise self._translate(error) from error
            else:
                if not data:
                    raise TransportGoneError(self.address, "closed by the other side")
                return data

    def write(self, data: bytes, *, timeout_s: float) -> None:
        """Hand over all of *data*, or raise; see ByteTransport."""
        connection = self._require_open()
        deadline = time.monotonic() + timeout_s
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[connection.send(rest) :]
            except BlockingIOError:
                self._wait(connection, deadline, for_reading=False)
            except OSError as error:
                raise self._translate(error) from error

    def finish_writing(self) -> None:
        """Half-close: the printer sees the end and may still answer."""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_WR)

    def interrupt(self) -> None:
        """Make a blocked read() or write() raise; for any thread."""
        with self._lock:
            if self._socket is not None:
                with contextlib.suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)

    def _wait(
        self, connection: socket.socket, deadline: float, *, for_reading: bool
    ) -> None:
        # poll() and not select(): a till that has been up for weeks may hold
        # descriptors above the 1,024 that select() can name.
        remaining_s = deadline - time.monotonic()
        verb = "sent" if for_reading else "taken"
        if remaining_s <= 0 or not _is_ready(connection, remaining_s, for_reading):
            raise TransportTimeoutError(self.address, f"nothing {verb} in time")

    def _require_open(self) -> socket.socket:
        if self._socket is None:
            raise TransportGoneError(self.address, "not connected")
        return self._socket

    def _translate(self, error: OSError) -> TransportDeniedError | TransportGoneError:
        reason = error.strerror or str(error)
        if error.errno in _DENIED:
            return TransportDeniedError(self.address, reason)
        return TransportGoneError(self.address, reason)


def _is_ready(
    connection: socket.socket,
    timeout_s: float,
    for_reading: bool,  # noqa: FBT001 - private, one caller
) -> bool:
    if hasattr(select, "poll"):
        poller = select.poll()
        poller.register(connection, select.POLLIN if for_reading else select.POLLOUT)
        return bool(poller.poll(max(1, int(timeout_s * 1000))))
    # Windows has no poll(), and no such limit on descriptors either.
    wanted: list[socket.socket] = [connection]
    nothing: list[socket.socket] = []
    readable, writable, broken = select.select(
        wanted if for_reading else nothing,
        nothing if for_reading else wanted,
        wanted,
        timeout_s,
    )
    return bool(readable or writable or broken)


def _keep_alive(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    # A status question is one small segment; waiting to fill it costs 40 ms.
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for name, value in (
        ("TCP_KEEPIDLE", _KEEP_ALIVE_IDLE_S),
        ("TCP_KEEPINTVL", _KEEP_ALIVE_INTERVAL_S),
        ("TCP_KEEPCNT", _KEEP_ALIVE_PROBES),
    ):
        option = getattr(socket, name, None)
        if option is not None:  # Not every system has all three.
            connection.setsockopt(socket.IPPROTO_TCP, option, value)
