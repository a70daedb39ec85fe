"""Bytes over real loopback sockets."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from drivers.errors import (
    TransportDeniedError,
    TransportGoneError,
    TransportTimeoutError,
)
from drivers.transport.tcp import TcpTransport


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.fixture
def transport(server: socket.socket) -> Iterator[TcpTransport]:
    transport = TcpTransport("127.0.0.1", server.getsockname()[1])
    yield transport
    transport.close()


def _connect(transport: TcpTransport, server: socket.socket) -> socket.socket:
    transport.open()
    peer, _ = server.accept()
    peer.settimeout(5)
    return peer


def _drain(peer: socket.socket) -> None:
    while peer.recv(10):
        pass


def test_bytes_go_both_ways(transport: TcpTransport, server: socket.socket) -> None:
    with _connect(transport, server) as peer:
        transport.write(b"ping", timeout_s=1)
        asked = peer.recv(10)
        peer.sendall(b"pong")

        assert asked == b"ping"
        assert transport.read(10, timeout_s=1) == b"pong"
        assert transport.is_open


def test_a_refused_port_is_gone() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    with pytest.raises(TransportGoneError):
        TcpTransport("127.0.0.1", port).open()


def test_a_host_that_does_not_answer_is_given_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        address = server.getsockname()
        # A full backlog drops connection requests, like a host that is off.
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(address)
        transport = TcpTransport(*address, connect_timeout_s=0.2)

        with pytest.raises(TransportTimeoutError, match=r"0\.2 s"):
            transport.open()

        for filler in fillers:
            filler.close()


def test_a_name_that_no_host_can_have_is_gone() -> None:
    with pytest.raises(TransportGoneError, match="name of a host"):
        TcpTransport("printer..shop", 9100).open()


def test_a_connection_that_is_hung_up_on_at_once_is_gone_and_not_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Reset:
        is_closed = False

        def setsockopt(self, *_arguments: object) -> None:
            raise ConnectionResetError(104, "reset")

        def close(self) -> None:
            self.is_closed = True

    connection = Reset()
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: connection)
    transport = TcpTransport("127.0.0.1", 9100)

    with pytest.raises(TransportGoneError, match="reset"):
        transport.open()
    assert connection.is_closed
    assert not transport.is_open


def test_an_address_without_permission_is_denied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> socket.socket:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket, "create_connection", refuse)

    with pytest.raises(TransportDeniedError):
        TcpTransport("127.0.0.1", 9100).open()


def test_silence_is_a_timeout_within_its_deadline(
    transport: TcpTransport, server: socket.socket
) -> None:
    with _connect(transport, server):
        started = time.monotonic()

        with pytest.raises(TransportTimeoutError):
            transport.read(1, timeout_s=0.1)

        assert 0.05 < time.monotonic() - started < 1.0


def test_a_peer_that_hangs_up_is_gone(
    transport: TcpTransport, server: socket.socket
) -> None:
    _connect(transport, server).close()

    with pytest.raises(TransportGoneError):
        transport.read(1, timeout_s=1)


def test_a_peer_that_stops_reading_runs_into_the_deadline(
    transport: TcpTransport, server: socket.socket
) -> None:
    with _connect(transport, server), pytest.raises(TransportTimeoutError):
        transport.write(bytes(64 * 1024 * 1024), timeout_s=0.2)


def test_writing_to_a_reset_connection_is_gone(
    transport: TcpTransport, server: socket.socket
) -> None:
    _connect(transport, server).close()

    with pytest.raises(TransportGoneError):
        transport.write(bytes(64 * 1024 * 1024), timeout_s=5)


def test_after_a_half_close_the_peer_sees_the_end_and_may_answer(
    transport: TcpTransport, server: socket.socket
) -> None:
    with _connect(transport, server) as peer:
        transport.finish_writing()
        ending = peer.recv(10)
        peer.sendall(b"late")

        assert ending == b""
        assert transport.read(10, timeout_s=1) == b"late"


def test_interrupt_unblocks_a_read(
    transport: TcpTransport, server: socket.socket
) -> None:
    with _connect(transport, server):
        timer = threading.Timer(0.05, transport.interrupt)
        timer.start()

        with pytest.raises(TransportGoneError):
            transport.read(1, timeout_s=5)

        timer.join()


def test_abort_throws_away_what_has_not_left(
    transport: TcpTransport, server: socket.socket
) -> None:
    with _connect(transport, server) as peer:
        transport.write(b"x" * 1000, timeout_s=1)

        transport.abort()

        with pytest.raises(ConnectionResetError):
            _drain(peer)
    assert not transport.is_open


def test_a_closed_transport_can_be_opened_again(
    transport: TcpTransport, server: socket.socket
) -> None:
    _connect(transport, server).close()
    transport.close()
    transport.close()

    with _connect(transport, server) as peer:
        transport.write(b"again", timeout_s=1)
        assert peer.recv(10) == b"again"


def test_a_closed_transport_neither_reads_nor_writes(transport: TcpTransport) -> None:
    with pytest.raises(TransportGoneError):
        transport.read(1, timeout_s=0)
    with pytest.raises(TransportGoneError):
        transport.write(b"x", timeout_s=0)
    transport.finish_writing()
    transport.interrupt()
    transport.abort()
