"""The socket between till and agent: only who holds the key of the home is heard."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import sys
import threading
from collections.abc import Iterator
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Listener
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typing_extensions import override

from terminal.replication.agent_process import is_listening
from terminal.replication.errors import AgentAddressError
from terminal.replication.local_messages import (
    FRAME_BYTES_MAX,
    AgentStatus,
    Answer,
    AskStatus,
    Lookup,
    Nudge,
    Question,
)
from terminal.replication.local_socket import (
    CALLERS_MAX,
    LocalServer,
    open_connection,
    receive_answer,
    send_question,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Unix sockets")

_KEY = b"k" * 32
_STATUS = AgentStatus(state="online", cause="c", waiting=0, waiting_gross_minor=0)
_WAIT_S = 5.0


class _Desk:
    """A server that notes what it is asked."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[Question] = []
        self.nudged = threading.Event()
        self.strangers: list[str] = []
        self.turned_away = threading.Event()
        self.server = LocalServer(
            address, _KEY, self._answer, on_stranger=self._on_stranger
        )
        self.server.start()

    def _answer(self, question: Question) -> Answer | None:
        self.asked.append(question)
        if isinstance(question, Nudge):
            self.nudged.set()
            return None
        return _STATUS

    def _on_stranger(self, reason: str) -> None:
        self.strangers.append(reason)
        self.turned_away.set()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[_Desk]:
    made = _Desk(str(tmp_path / "agent.sock"))
    yield made
    made.server.close()


def _ask(desk: _Desk) -> Answer:
    connection = open_connection(desk.address, _KEY)
    try:
        send_question(connection, AskStatus())
        return receive_answer(connection)
    finally:
        connection.close()


def test_questions_are_answered_and_nudges_are_not(desk: _Desk) -> None:
    connection = open_connection(desk.address, _KEY)

    send_question(connection, Nudge())
    send_question(connection, Lookup("drained", 10))
    answer = receive_answer(connection)
    connection.close()

    assert answer == _STATUS
    assert desk.asked == [Nudge(), Lookup("drained", 10)]


def test_the_socket_is_for_its_owner_only(desk: _Desk) -> None:
    assert Path(desk.address).stat().st_mode & 0o777 == 0o600


def test_a_wrong_key_is_turned_away_and_others_are_still_heard(desk: _Desk) -> None:
    with pytest.raises((AuthenticationError, EOFError, OSError)):
        open_connection(desk.address, b"wrong" * 6)

    assert desk.turned_away.wait(_WAIT_S)
    assert desk.asked == []
    assert _ask(desk) == _STATUS


def test_a_server_without_the_key_learns_nothing_from_a_client(tmp_path: Path) -> None:
    impostor = LocalServer(str(tmp_path / "s"), b"other" * 6, lambda _question: _STATUS)
    impostor.start()

    with pytest.raises((AuthenticationError, EOFError, OSError)):
        open_connection(str(tmp_path / "s"), _KEY)
    impostor.close()


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.binary(max_size=200))
def test_any_bytes_after_the_proof_end_only_that_connection(
    desk: _Desk, data: bytes
) -> None:
    connection = open_connection(desk.address, _KEY)
    connection.send_bytes(data)
    connection.close()

    assert _ask(desk) == _STATUS


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.binary(max_size=200))
def test_any_bytes_instead_of_the_proof_are_turned_away(
    desk: _Desk, data: bytes
) -> None:
    asked_before = len(desk.asked)
    with socket.socket(socket.AF_UNIX) as raw:
        raw.connect(desk.address)
        raw.sendall(data)

    assert len(desk.asked) == asked_before
    assert _ask(desk) == _STATUS


def test_a_frame_that_is_too_long_ends_the_connection(desk: _Desk) -> None:
    connection = open_connection(desk.address, _KEY)

    with contextlib.suppress(OSError):  # hung up before the last byte
        connection.send_bytes(bytes(FRAME_BYTES_MAX + 1))

    with pytest.raises((OSError, EOFError)):
        connection.recv_bytes()
    connection.close()
    assert desk.asked == []
    assert _ask(desk) == _STATUS


def test_half_a_frame_does_not_hold_the_server(
    desk: _Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = open_connection(desk.address, _KEY)
    os.write(connection.fileno(), (1_000).to_bytes(4, "big") + b"half")

    assert _ask(desk) == _STATUS
    assert desk.turned_away.wait(_WAIT_S)
    connection.close()


def test_a_pickle_is_never_loaded(desk: _Desk) -> None:
    connection = open_connection(desk.address, _KEY)

    connection.send(Path("/"))

    assert desk.turned_away.wait(_WAIT_S)
    assert "ValidationError" in desk.strangers[0] or "Decode" in desk.strangers[0]
    connection.close()


def test_more_callers_than_allowed_are_hung_up_on(desk: _Desk) -> None:
    callers = [open_connection(desk.address, _KEY) for _ in range(CALLERS_MAX)]

    with pytest.raises((EOFError, OSError)):
        open_connection(desk.address, _KEY)

    for caller in callers:
        caller.close()


def test_who_only_looks_whether_somebody_listens_is_no_stranger(desk: _Desk) -> None:
    assert is_listening(desk.address)

    assert _ask(desk) == _STATUS
    assert desk.strangers == []


def test_closing_hangs_up_and_gives_the_address_back(desk: _Desk) -> None:
    connection = open_connection(desk.address, _KEY)
    send_question(connection, AskStatus())
    receive_answer(connection)

    desk.server.close()

    with pytest.raises((EOFError, OSError)):
        connection.recv_bytes()
    assert not Path(desk.address).exists()
    assert not is_listening(desk.address)
    connection.close()


def test_what_a_killed_agent_left_is_cleared_away(tmp_path: Path) -> None:
    address = str(tmp_path / "agent.sock")
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(address)

    desk = _Desk(address)

    assert _ask(desk) == _STATUS
    desk.server.close()


def test_an_address_that_cannot_be_had_is_told_plainly(tmp_path: Path) -> None:
    server = LocalServer(str(tmp_path / "none" / "s"), _KEY, lambda _question: None)

    with pytest.raises(AgentAddressError, match="cannot listen"):
        server.start()
    server.close()


def test_a_system_without_descriptors_is_not_asked_in_a_hot_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = LocalServer(str(tmp_path / "agent.sock"), _KEY, lambda _question: None)
    done: list[str] = []

    class Refusing(Listener):
        def __init__(self) -> None:
            """Listen nowhere."""

        @override
        def accept(self) -> Connection:
            done.append("asked")
            if len(done) > 4:
                server._closing.set()
            raise OSError(errno.EMFILE, "too many open files")

    def rest(_seconds: float | None = None) -> bool:
        done.append("rested")
        return False

    monkeypatch.setattr(server._closing, "wait", rest)

    server._accept(Refusing())

    assert done[:4] == ["asked", "rested"] * 2


def test_a_system_without_threads_costs_one_caller(
    desk: _Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    for _ in range(CALLERS_MAX + 1):
        with monkeypatch.context() as patched:
            patched.setattr(threading.Thread, "start", refuse)
            with pytest.raises((EOFError, OSError)):
                open_connection(desk.address, _KEY)

    assert _ask(desk) == _STATUS


def test_an_answer_that_is_none_is_refused() -> None:
    ours, theirs = socket.socketpair()
    connection, peer = Connection(ours.detach()), Connection(theirs.detach())
    peer.send_bytes(b"\x00")

    with pytest.raises(msgspec.DecodeError):
        receive_answer(connection)
    connection.close()
    peer.close()
