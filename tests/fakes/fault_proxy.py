"""A TCP proxy on loopback that fails the way networks do."""

from __future__ import annotations

import contextlib
import enum
import selectors
import socket
import struct
import threading
from typing import Final

_CHUNK: Final = 65536
_PORTAL: Final = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 21\r\n\r\n"
    b"<html>Welcome!</html>"
)


class Fault(enum.Enum):
    """What happens to a connection, from the next byte on."""

    NONE = enum.auto()
    REFUSE = enum.auto()
    CUT_REQUEST = enum.auto()
    CUT_ANSWER = enum.auto()
    STALL = enum.auto()
    PORTAL = enum.auto()
    DRIP = enum.auto()
    TAMPER = enum.auto()


class FaultProxy:
    """Passes bytes to *port* until `fault` says otherwise.

    Attributes:
        fault: In force now.
        times: How often `fault` still strikes before it turns into NONE; None for
            ever.
        struck: How often any fault struck.
        tamper: For TAMPER: bytes of an answer and what takes their place.
    """

    def __init__(self, port: int) -> None:
        self._to = port
        self.fault = Fault.NONE
        self.times: int | None = None
        self.struck = 0
        self.tamper = (b"Pen", b"Pan")
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def set(self, fault: Fault, times: int | None = None) -> None:
        """Put *fault* in force; open connections feel it too."""
        self.times = times
        self.fault = fault
        if fault is Fault.REFUSE:
            self._cut_all()

    def close(self) -> None:
        self._closing.set()
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        self._listener.close()
        self._cut_all()

    def _cut_all(self) -> None:
        with self._lock:
            for each in self._open:
                _reset(each)
            self._open.clear()

    def _strikes(self, *faults: Fault) -> bool:
        if self.fault not in faults:
            return False
        self.struck += 1
        if self.times is not None:
            self.times -= 1
            if self.times <= 0:
                self.fault = Fault.NONE
        return True

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self._closing.is_set() or self._strikes(Fault.REFUSE):
                _reset(client)
                continue
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self._to), 5)
        except OSError:
            _reset(client)
            return
        with self._lock:
            self._open |= {client, server}
        try:
            self._pump(client, server)
        except (OSError, ValueError):
            pass  # one side was cut, by the other or by us
        finally:
            with self._lock:
                self._open -= {client, server}
            _reset(client)
            _reset(server)

    def _pump(self, client: socket.socket, server: socket.socket) -> None:
        with selectors.DefaultSelector() as both:
            both.register(client, selectors.EVENT_READ, server)
            both.register(server, selectors.EVENT_READ, client)
            while not self._closing.is_set():
                for key, _ in both.select(0.5):
                    source, target = key.fileobj, key.data
                    assert isinstance(source, socket.socket)
                    data = source.recv(_CHUNK)
                    send = self._send_request if source is client else self._send_answer
                    if not data or not send(data, target):
                        return

    def _send_request(self, data: bytes, server: socket.socket) -> bool:
        """Send *data* on; False ends the connection."""
        if self.fault is Fault.TAMPER:
            data = data.replace(b"Accept-Encoding: gzip", b"Accept-Encoding: none")
        if self._strikes(Fault.CUT_REQUEST):
            server.sendall(data[: len(data) // 2])
            return False
        server.sendall(data)
        return True

    def _send_answer(self, data: bytes, client: socket.socket) -> bool:
        """Send *data* on; False ends the connection."""
        if self._strikes(Fault.CUT_ANSWER):
            return False
        if self._strikes(Fault.PORTAL):
            client.sendall(_PORTAL)
            return False
        if self._strikes(Fault.STALL):
            return not self._closing.wait(60)
        if self._strikes(Fault.DRIP):
            for index in range(len(data)):
                client.sendall(data[index : index + 1])
                if self._closing.wait(0.05):
                    return False
            return True
        if self.tamper[0] in data and self._strikes(Fault.TAMPER):
            data = data.replace(*self.tamper)
        client.sendall(data)
        return True


def _reset(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
        # A thread that waits for it must wake up, too.
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
