"""The cable relays bytes both ways, and pulling it is felt at once."""

import socket
import threading
from collections.abc import Iterator

import pytest

from terminal.diagnostics.replay.cable import Cable


@pytest.fixture
def echo_server() -> Iterator[tuple[str, int]]:
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    def answer(connection: socket.socket) -> None:
        with connection:
            try:
                while data := connection.recv(4096):
                    connection.sendall(data.upper())
            except OSError:
                return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield server.getsockname()
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join()


def _connect(cable: Cable) -> socket.socket:
    return socket.create_connection(("127.0.0.1", cable.port), 5)


def _is_cut(client: socket.socket) -> bool:
    """Whether the other side reset or ended the connection."""
    try:
        return client.recv(100) == b""
    except ConnectionResetError:
        return True


def _is_refused(cable: Cable) -> bool:
    """Whether a new connection is cut; by luck while it is still being made."""
    try:
        return _is_cut(_connect(cable))
    except ConnectionResetError:
        return True


def test_bytes_go_through_and_come_back(echo_server: tuple[str, int]) -> None:
    cable = Cable(echo_server)
    with _connect(cable) as client:
        client.sendall(b"sale")

        assert client.recv(100) == b"SALE"
    cable.close()


def test_pulled_cable_cuts_and_refuses_until_plugged_again(
    echo_server: tuple[str, int],
) -> None:
    cable = Cable(echo_server)
    client = _connect(cable)
    client.sendall(b"one")
    assert client.recv(100) == b"ONE"

    cable.pull()

    assert _is_cut(client)
    client.close()
    assert _is_refused(cable)

    cable.plug()
    with _connect(cable) as again:
        again.sendall(b"three")
        assert again.recv(100) == b"THREE"
    cable.close()


def test_unreachable_server_closes_the_near_side(unused_port: int) -> None:
    cable = Cable(("127.0.0.1", unused_port))

    with _connect(cable) as client:
        assert client.recv(100) == b""
    cable.close()


@pytest.fixture
def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
