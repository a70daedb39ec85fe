"""Where a simulated device is plugged in: pseudo-terminal, TCP port or UDP port.

Used on the thread of one link only.  The address stays the same from plug to
plug, as a real port's by-id name does.
"""

import contextlib
import os
import selectors
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

READ_BYTES_MAX: Final = 4096
_SOCKET_WRITE_TIMEOUT_S: Final = 1.0

Source = int | socket.socket


class Medium(Protocol):
    """One end of a line."""

    @property
    def address(self) -> str:
        """Where the till finds the device, for the settings."""

    def plug(self, selector: selectors.BaseSelector) -> None:
        """Put the cable in and register what must be waited for."""

    def unplug(self) -> None:
        """Pull the cable out; harmless when it is out."""

    def receive(self, source: Source) -> bytes:
        """Return what came from *source*; empty when there is nothing to answer."""

    def send(self, data: bytes) -> None:
        """Send *data* to whoever listens; lost when nobody does."""

    def dispose(self) -> None:
        """Leave nothing behind; called once, unplugged."""


class PtyMedium:
    """A pseudo-terminal, which a driver opens like any serial port."""

    def __init__(self, name: str = "device") -> None:
        if sys.platform == "win32":
            raise OSError("Windows has no pseudo-terminals; listen on TCP")
        self._folder = Path(tempfile.mkdtemp(prefix="evertill-device-"))
        self._link = self._folder / name
        self._selector: selectors.BaseSelector | None = None
        self._master: int | None = None
        self._slave: int | None = None

    @property
    def address(self) -> str:
        """Where the till finds the device, for the settings."""
        return f"serial:{self._link}"

    def plug(self, selector: selectors.BaseSelector) -> None:
        """Put the cable in and register what must be waited for."""
        import tty

        self._master, self._slave = os.openpty()
        # The line discipline would turn CR into LF and echo every byte.
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(os.ttyname(self._slave))
        self._selector = selector
        selector.register(self._master, selectors.EVENT_READ)

    def unplug(self) -> None:
        """Pull the cable out; an open port at the other end is gone at once."""
        self._link.unlink(missing_ok=True)
        if self._master is not None:
            _forget(self._selector, self._master)
        for descriptor in (self._master, self._slave):
            if descriptor is not None:
                os.close(descriptor)
        self._master = self._slave = None

    def receive(self, source: Source) -> bytes:
        """Return what came from *source*."""
        assert isinstance(source, int)
        with contextlib.suppress(BlockingIOError):
            return os.read(source, READ_BYTES_MAX)
        return b""

    def send(self, data: bytes) -> None:
        """Send *data* to whoever has the port open."""
        if self._master is not None:
            with contextlib.suppress(OSError):
                os.write(self._master, data)

    def dispose(self) -> None:
        """Leave nothing behind; called once, unplugged."""
        with contextlib.suppress(OSError):
            self._folder.rmdir()


class TcpMedium:
    """A TCP port, as network devices and serial device servers have."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Bind; a port of 0 takes a free one."""
        self._server: socket.socket | None = socket.create_server((host, port))
        self._host, self._port = self._server.getsockname()[:2]
        self._peers: list[socket.socket] = []
        self._selector: selectors.BaseSelector | None = None

    @property
    def address(self) -> str:
        """Where the till finds the device, for the settings."""
        return f"tcp://{self._host}:{self._port}"

    def plug(self, selector: selectors.BaseSelector) -> None:
        """Put the cable in and register what must be waited for."""
        if self._server is None:
            self._server = socket.create_server((self._host, self._port))
        self._server.settimeout(0)
        self._selector = selector
        selector.register(self._server, selectors.EVENT_READ)

    def unplug(self) -> None:
        """Pull the cable out: nobody gets through, connections are gone."""
        sources = [*self._peers, *([self._server] if self._server else [])]
        for source in sources:
            _forget(self._selector, source)
            source.close()
        self._peers.clear()
        self._server = None

    def receive(self, source: Source) -> bytes:
        """Return what came from *source*; a newcomer is let in."""
        assert isinstance(source, socket.socket)
        if source is self._server:
            with contextlib.suppress(OSError):
                peer, _ = source.accept()
                peer.settimeout(_SOCKET_WRITE_TIMEOUT_S)
                peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._peers.append(peer)
                if self._selector is not None:
                    self._selector.register(peer, selectors.EVENT_READ)
            return b""
        try:
            data = source.recv(READ_BYTES_MAX)
        except OSError:
            data = b""
        if not data:
            self._peers.remove(source)
            _forget(self._selector, source)
            source.close()
        return data

    def send(self, data: bytes) -> None:
        """Send *data* to every till that is connected."""
        for peer in self._peers:
            with contextlib.suppress(OSError):
                peer.sendall(data)

    def dispose(self) -> None:
        """Do nothing: unplug() closed everything."""


class UdpMedium:
    """A UDP port; replies go to whoever spoke last."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Bind; a port of 0 takes a free one."""
        self._socket: socket.socket | None = (
            _bound(host, port) if port else _bound_without_name(host)
        )
        self._host, self._port = self._socket.getsockname()[:2]
        self._peer: tuple[str, int] | None = None
        self._selector: selectors.BaseSelector | None = None

    @property
    def address(self) -> str:
        """Where the till finds the device, for the settings."""
        return f"udp://{self._host}:{self._port}"

    def plug(self, selector: selectors.BaseSelector) -> None:
        """Put the cable in and register what must be waited for."""
        if self._socket is None:
            self._socket = _bound(self._host, self._port)
        self._selector = selector
        selector.register(self._socket, selectors.EVENT_READ)

    def unplug(self) -> None:
        """Pull the cable out."""
        if self._socket is not None:
            _forget(self._selector, self._socket)
            self._socket.close()
        self._socket = self._peer = None

    def receive(self, source: Source) -> bytes:
        """Return the datagram that came and remember its sender."""
        assert isinstance(source, socket.socket)
        with contextlib.suppress(OSError):
            data, self._peer = source.recvfrom(READ_BYTES_MAX)
            return bytes(data)
        return b""

    def send(self, data: bytes) -> None:
        """Send *data* as one datagram."""
        if self._socket is not None and self._peer is not None:
            with contextlib.suppress(OSError):
                self._socket.sendto(data, self._peer)

    def dispose(self) -> None:
        """Do nothing: unplug() closed everything."""


def _forget(selector: selectors.BaseSelector | None, source: Source) -> None:
    if selector is not None:
        with contextlib.suppress(KeyError):
            selector.unregister(source)


def _bound(host: str, port: int) -> socket.socket:
    endpoint = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    endpoint.bind((host, port))
    endpoint.settimeout(0)
    return endpoint


def _bound_without_name(host: str) -> socket.socket:
    """Bind a free port that the system has no name for.

    nfcpy (nfc/clf/udp.py) asks for a port's name and reads it as a number: it
    fails at 60179, which is "fido" on Debian.
    """
    named: list[socket.socket] = []
    try:
        while True:
            endpoint = _bound(host, 0)
            if not _has_name(endpoint.getsockname()[1]):
                return endpoint
            named.append(endpoint)  # Held, so that the next one is another.
    finally:
        for endpoint in named:
            endpoint.close()


def _has_name(port: int) -> bool:
    try:
        socket.getservbyport(port)
    except OSError:
        return False
    return True


def medium_for(address: str = "") -> Medium:
    """Return the medium that *address* names.

    Args:
        address: ``tcp://HOST:PORT``, ``udp://HOST:PORT`` or ``pty``; empty for a
            pseudo-terminal, or TCP where there are none.

    Raises:
        ValueError: It names none.
        OSError: It cannot be had.
    """
    if address in {"", "pty"}:
        if sys.platform == "win32" and not address:
            return TcpMedium()
        return PtyMedium()
    scheme, _, place = address.partition("://")
    host, _, port = place.rpartition(":")
    media: dict[str, Callable[[str, int], Medium]]
    media = {"tcp": TcpMedium, "udp": UdpMedium}
    if scheme not in media or not host or not port.isdecimal():
        raise ValueError(f"{address!r} is not pty, tcp://HOST:PORT or udp://HOST:PORT")
    return media[scheme](host, int(port))
