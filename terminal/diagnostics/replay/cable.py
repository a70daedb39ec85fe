"""A network cable between agent and server that can be pulled.

A TCP relay on loopback.  Pulling it resets every connection and refuses new
ones, which is what a till sees of a router that lost its line.
"""

import contextlib
import socket
import struct
import threading
from typing import Final

_CHUNK_BYTES: Final = 65_536
_ACCEPT_TIMEOUT_S: Final = 0.2
_CONNECT_TIMEOUT_S: Final = 3.0
# l_onoff = 1, l_linger = 0: close by RST, not by FIN.
_RESET: Final = struct.pack("ii", 1, 0)


class Cable:
    """Relays one loopback port to another until it is pulled.

    ``pull`` and ``plug`` may be called from any thread; each relayed
    connection has two threads of its own, which end with it.
    """

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._lock = threading.Lock()
        self._sockets: set[socket.socket] = set()
        self._plugged = threading.Event()
        self._closed = threading.Event()
        self._listener = self._listen(0)
        self.port: int = self._listener.getsockname()[1]
        self._plugged.set()
        self._thread = threading.Thread(target=self._accept, name="cable", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The address to give to the agent."""
        return f"http://127.0.0.1:{self.port}"

    def pull(self) -> None:
        """Cut every connection and refuse new ones."""
        with self._lock:
            self._plugged.clear()
            self._reset_all()

    def plug(self) -> None:
        """Let connections through again."""
        self._plugged.set()

    def close(self) -> None:
        """Cut everything and stop listening."""
        self._closed.set()
        self.pull()
        self._thread.join()
        self._listener.close()

    @staticmethod
    def _listen(port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port))
        listener.settimeout(_ACCEPT_TIMEOUT_S)
        return listener

    def _reset_all(self) -> None:
        for held in self._sockets:
            with contextlib.suppress(OSError):
                held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            # shutdown wakes a thread that blocks in recv; close alone does not.
            with contextlib.suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)
            held.close()
        self._sockets.clear()

    def _accept(self) -> None:
        while not self._closed.is_set():
            try:
                near, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            if not self._plugged.is_set():
                with contextlib.suppress(OSError):
                    near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                near.close()
                continue
            self._join(near)

    def _join(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(self._target, _CONNECT_TIMEOUT_S)
        except OSError:
            near.close()
            return
        far.settimeout(None)
        near.settimeout(None)
        with self._lock:
            if not self._plugged.is_set():  # pulled while the far end was joined
                near.close()
                far.close()
                return
            self._sockets |= {near, far}
        other_way_ended = threading.Event()
        for source, sink in ((near, far), (far, near)):
            sink.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(
                target=self._relay, args=(source, sink, other_way_ended), daemon=True
            ).start()

    def _relay(
        self,
        source: socket.socket,
        sink: socket.socket,
        other_way_ended: threading.Event,
    ) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(_CHUNK_BYTES):
                sink.sendall(chunk)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)
        with self._lock:
            if other_way_ended.is_set():
                source.close()
                sink.close()
                self._sockets -= {source, sink}
            other_way_ended.set()
