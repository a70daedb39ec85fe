"""Serves the central over HTTP until it is told to stop."""

from __future__ import annotations

import gc
import ipaddress
import signal
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Final

import uvicorn
from litestar.types import ASGIApp
from msgspec import Struct
from typing_extensions import override

from sync.central.app import create_app
from sync.central.clock import now_ms
from sync.central.database import Database
from sync.central.errors import AddressRefusedError, CentralError
from sync.central.installation import Location, open_installed

_COLLECT_AT: Final = 50_000
"""New objects in cycles, at most, before they are looked for; some megabytes."""

_BACKLOG: Final = 1_024
_KEEP_ALIVE_S: Final = 75
STOP_S: Final = 5
"""Long enough for a push; an idle TLS client that never says goodbye is cut off."""


class Address(Struct, frozen=True):
    """Where to listen; port 0 takes a free one."""

    host: str
    port: int


class Certificate(Struct, frozen=True):
    """Files of the certificate chain and its key, PEM."""

    chain: Path
    key: Path


def serve(
    location: Location, address: Address, certificate: Certificate | None
) -> None:
    """Serve until SIGTERM or SIGINT; requests under way are finished first.

    The first line on standard output is `listening on http://HOST:PORT`, when the
    first request can be answered.

    Raises:
        AddressRefusedError: Others could listen in on this address.
        CentralError: No central there, or the address is taken.
    """
    require_allowed(address, is_encrypted=certificate is not None)
    engine, center, signer = open_installed(location)
    database = Database(engine)
    try:
        listener = listen(address)
    except CentralError:
        database.close()
        raise
    app = create_app(database, center, signer, now_ms)
    is_encrypted = certificate is not None
    server = CentralServer(
        _configuration(app, certificate),
        lambda: announce(listener, is_encrypted=is_encrypted),
    )
    with listener:
        server.run(sockets=[listener])


def make_server(
    location: Location, certificate: Certificate | None, started: Callable[[], None]
) -> CentralServer:
    """Return a server for sockets that somebody else made; *started* is told.

    Raises:
        CentralError: No central there, or the certificate cannot be used.
    """
    engine, center, signer = open_installed(location)
    app = create_app(Database(engine), center, signer, now_ms)
    return CentralServer(_configuration(app, certificate), started)


def announce(listener: socket.socket, *, is_encrypted: bool) -> None:
    """Say where the central listens; scripts wait for this line."""
    host, port = listener.getsockname()[:2]
    scheme = "https" if is_encrypted else "http"
    host = f"[{host}]" if ":" in host else host
    print(f"listening on {scheme}://{host}:{port}", flush=True)  # noqa: T201 - see above


def parse_address(text: str) -> Address:
    """Read `HOST:PORT`; an IPv6 host is in brackets.

    Raises:
        ValueError: It is something else.
    """
    host, separator, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not (host and separator and port.isascii() and port.isdecimal()):
        raise ValueError(f"{text!r} is not HOST:PORT")
    if int(port) >= 1 << 16:
        raise ValueError(f"there is no port {port}")
    return Address(host, int(port))


def require_allowed(address: Address, *, is_encrypted: bool) -> None:
    """Refuse to speak in clear with other computers.

    Raises:
        AddressRefusedError: The address is not loopback and there is no certificate.
    """
    if is_encrypted or address.host == "localhost":
        return
    try:
        is_loopback = ipaddress.ip_address(address.host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise AddressRefusedError(
            f"{address.host} can be reached by others: give --certificate and"
            " --certificate-key, or listen on 127.0.0.1"
        )


class CentralServer(uvicorn.Server):
    """Tells *started* as soon as it answers requests."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell_started = started

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        _spare_collector()
        if self.started and sockets:
            self._tell_started()

    @override
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # The base class raises the signal again after the last request, so that a
        # clean stop would look like a death by signal to whoever started us.
        if self.should_exit and sig == signal.SIGINT:
            self.force_exit = True
        self.should_exit = True


def _spare_collector() -> None:
    """Let the collector of cycles look seldom, and never at what was loaded.

    A push makes thousands of objects that reference counts free; looking each time
    through modules, routes and tables for cycles took a third of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AT)


def _configuration(app: ASGIApp, certificate: Certificate | None) -> uvicorn.Config:
    config = uvicorn.Config(
        app,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=STOP_S,
        ssl_certfile=None if certificate is None else str(certificate.chain),
        ssl_keyfile=None if certificate is None else str(certificate.key),
    )
    try:
        config.load()
    except (OSError, ssl.SSLError) as error:
        raise CentralError(f"the certificate cannot be used: {error}") from error
    if config.ssl is not None:
        config.ssl.minimum_version = ssl.TLSVersion.TLSv1_3
    return config


def listen(address: Address) -> socket.socket:
    """Return a listening socket.

    Raises:
        CentralError: The address is taken or not ours.
    """
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    # The protocol must be named: asyncio switches off Nagle's algorithm only then,
    # and with it every answer waits 40 ms for the till's delayed acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address.host, address.port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        where = f"{address.host}:{address.port}"
        raise CentralError(f"cannot listen on {where}: {error.strerror}") from error
    return listener
