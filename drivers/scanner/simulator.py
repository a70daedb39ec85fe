"""A scanner made of software that speaks the bytes of a real one.

It is plugged into a pseudo-terminal, which a driver opens like any serial port,
or into a TCP port where there are none (Windows).
"""

import contextlib
import os
import socket
import sys
import tempfile
import threading
from pathlib import Path
from typing import Final

TERMINATOR: Final = b"\r"
LISTENER_TIMEOUT_S: Final = 1.0

_WRITE_BYTES_MAX: Final = 65_536


class SimulatedScanner:
    """A scanner to be clicked: scan() is the trigger.  For any thread.

    The address stays the same from plug to plug: like a real port's by-id name
    it is a link to whatever device node the system gave this time.
    """

    def __init__(self, *, terminator: bytes = TERMINATOR) -> None:
        """Prepare; plug() puts it in."""
        self._terminator = terminator
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._master: int | None = None
        self._slave: int | None = None
        self.scan_count = 0

    @property
    def address(self) -> str:
        """Where the till finds it, for the settings."""
        return f"serial:{self._link()}"

    @property
    def is_plugged(self) -> bool:
        """Whether the cable is in."""
        return self._master is not None

    def plug(self) -> None:
        """Put the cable in."""
        import tty

        with self._lock:
            assert self._master is None, "plugged in already"
            self._master, self._slave = os.openpty()
            # The line discipline would turn CR into LF and echo every label.
            tty.setraw(self._slave)
            os.set_blocking(self._master, False)
            link = self._link()
            link.unlink(missing_ok=True)
            link.symlink_to(os.ttyname(self._slave))

    def unplug(self) -> None:
        """Pull the cable out; an open port at the other end is gone at once."""
        with self._lock:
            self._link().unlink(missing_ok=True)
            for descriptor in (self._master, self._slave):
                if descriptor is not None:
                    os.close(descriptor)
            self._master = self._slave = None

    def close(self) -> None:
        """Pull the cable out and leave nothing behind."""
        self.unplug()
        if self._folder is not None:
            with contextlib.suppress(OSError):
                self._folder.rmdir()
            self._folder = None

    def scan(self, code: str, *, aim_id: str = "") -> None:
        """Read one label.

        Raises:
            OSError: The cable is out, or nobody has read for a long time.
        """
        self.send((aim_id + code).encode("utf-8") + self._terminator)
        self.scan_count += 1

    def send(self, data: bytes) -> None:
        """Send bytes as they are: noise, halves, two labels at once."""
        with self._lock:
            if self._master is None:
                raise OSError("the simulated scanner is not plugged in")
            os.write(self._master, data[:_WRITE_BYTES_MAX])

    def _link(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="evertill-scanner-"))
        return self._folder / "scanner"


class SimulatedTcpScanner:
    """The same scanner behind a serial device server on a loopback port.

    Attributes:
        scan_count: Labels sent to at least one listener.
    """

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Bind; a port of 0 takes a free one."""
        self._server = socket.create_server((host, port))
        self._lock = threading.Condition()
        self._listeners: list[socket.socket] = []
        self._thread = threading.Thread(
            target=self._accept, name="simulated-scanner", daemon=True
        )
        self.scan_count = 0
        self._thread.start()

    @property
    def address(self) -> str:
        """Where the till finds it, for the settings."""
        host, port = self._server.getsockname()[:2]
        return f"tcp://{host}:{port}"

    def scan(self, code: str, *, aim_id: str = "") -> None:
        """Read one label; every till that listens gets it.

        Waits a moment for the first one, which may be connecting just now.
        """
        data = (aim_id + code).encode("utf-8") + TERMINATOR
        with self._lock:
            self._lock.wait_for(lambda: self._listeners, LISTENER_TIMEOUT_S)
            for listener in list(self._listeners):
                try:
                    listener.sendall(data)
                except OSError:
                    self._listeners.remove(listener)
                    listener.close()
            self.scan_count += bool(self._listeners)

    def close(self) -> None:
        """Stop and hang up."""
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        with self._lock:
            for listener in self._listeners:
                listener.close()
            self._listeners.clear()
        self._thread.join(1.0)

    def _accept(self) -> None:
        while True:
            try:
                listener, _ = self._server.accept()
            except OSError:
                return
            listener.settimeout(1.0)
            with self._lock:
                self._listeners.append(listener)
                self._lock.notify_all()


def new_simulated_scanner() -> SimulatedScanner | SimulatedTcpScanner:
    """Return a scanner of the kind this system can have, plugged in."""
    if sys.platform == "win32":
        return SimulatedTcpScanner()
    scanner = SimulatedScanner()
    scanner.plug()
    return scanner
