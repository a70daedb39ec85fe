"""The agent's local socket: a few questions from the processes of this home.

`multiprocessing.connection` gives the same frames over a Unix socket and a named
pipe.  Its pickles are never used: every frame is MessagePack of one of the types of
`local_messages`, and both sides prove the key of the home before the first.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import sys
import threading
from collections.abc import Callable
from multiprocessing import AuthenticationError
from multiprocessing.connection import (
    Client,
    Connection,
    Listener,
    answer_challenge,
    deliver_challenge,
)
from pathlib import Path
from typing import Final

import msgspec

from structs.decoding import msgpack_decoder
from terminal.replication.errors import AgentAddressError
from terminal.replication.local_messages import FRAME_BYTES_MAX, Answer, Question

IO_TIMEOUT_S: Final = 2
"""Longest silence inside one frame or one proof of the key."""

CALLERS_MAX: Final = 16
"""Connections at once; a home has a till, now and then a command."""

ACCEPT_PAUSE_S: Final = 0.1
"""Between a caller that the system could not give us and the next try."""

_BACKLOG: Final = 16
_SOCKET_MODE: Final = 0o600

_question_decoder: Final[msgspec.msgpack.Decoder[Question]] = msgpack_decoder(Question)
_answer_decoder: Final[msgspec.msgpack.Decoder[Answer]] = msgpack_decoder(Answer)
_encoder: Final = msgspec.msgpack.Encoder()

# What a peer that is hostile, hung or gone can make the library raise.
# MessagePack may hold text that is no UTF-8, and be nested for ever.
PEER_ERRORS: Final = (
    OSError,
    EOFError,
    AuthenticationError,
    msgspec.DecodeError,
    UnicodeError,
    RecursionError,
)


def open_connection(address: str, auth_key: bytes) -> Connection:
    """Connect to the agent at *address* and prove the key to each other.

    Raises:
        OSError: Nobody listens, or the peer fell silent.
        EOFError: The peer hung up.
        AuthenticationError: The peer does not hold the key of this home.
    """
    if sys.platform == "win32":
        return Client(address, family="AF_PIPE", authkey=auth_key)  # type: ignore[return-value,unused-ignore]  # a pipe offers the same methods
    raw = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        raw.settimeout(IO_TIMEOUT_S)
        raw.connect(address)
        raw.setblocking(True)  # noqa: FBT003 - the signature of the library
    except BaseException:
        raw.close()
        raise
    connection = Connection(raw.detach())
    try:
        limit_silence(connection)
        answer_challenge(connection, auth_key)
        deliver_challenge(connection, auth_key)
    except BaseException:
        connection.close()
        raise
    return connection


def limit_silence(connection: Connection) -> None:
    """Make a read or write on *connection* fail after `IO_TIMEOUT_S` of silence.

    The library has no time-outs of its own, and half a frame would hold its reader
    for ever.
    """
    if sys.platform == "win32":
        return  # pipes carry whole messages
    # The options belong to the open socket, not to this second descriptor of it.
    with socket.socket(fileno=os.dup(connection.fileno())) as twin:
        limit = struct.pack("ll", IO_TIMEOUT_S, 0)
        twin.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
        twin.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)


def send_question(connection: Connection, question: Question) -> None:
    """Send one question."""
    connection.send_bytes(_encoder.encode(question))


def receive_answer(connection: Connection) -> Answer:
    """Return the next answer; bytes that are none raise `msgspec.DecodeError`."""
    return _answer_decoder.decode(connection.recv_bytes(FRAME_BYTES_MAX))


class LocalServer:
    """Answers the processes of one home, one thread a caller.

    Args:
        address: `Home.agent_address`.
        auth_key: The key of the home, 32 bytes.
        answer: Called on the caller's thread for every question; None sends nothing.
        on_stranger: Told, on a thread of this server, why a caller was turned away.
    """

    def __init__(
        self,
        address: str,
        auth_key: bytes,
        answer: Callable[[Question], Answer | None],
        *,
        on_stranger: Callable[[str], None] | None = None,
    ) -> None:
        self._address = address
        self._auth_key = auth_key
        self._answer = answer
        self._on_stranger = on_stranger or (lambda _reason: None)
        self._slots = threading.BoundedSemaphore(CALLERS_MAX)
        self._closing = threading.Event()
        self._listener: Listener | None = None
        self._lock = threading.Lock()
        self._callers: set[Connection] = set()

    def start(self) -> None:
        """Listen, on a thread of its own.  The caller holds `replica.lock`.

        Raises:
            AgentAddressError: The address cannot be had; the agent works without.
        """
        family = "AF_PIPE" if sys.platform == "win32" else "AF_UNIX"
        try:
            if family == "AF_UNIX":
                # What a killed agent left: the lock says that nobody uses it.
                Path(self._address).unlink(missing_ok=True)
            self._listener = Listener(self._address, family, backlog=_BACKLOG)
            if family == "AF_UNIX":
                Path(self._address).chmod(_SOCKET_MODE)
        except OSError as error:
            self._listener = None
            raise AgentAddressError(
                f"the agent cannot listen at {self._address}: {error.strerror}; sales"
                f" are still sent, but with up to a minute of delay"
            ) from error
        threading.Thread(
            target=self._accept, args=(self._listener,), name="local", daemon=True
        ).start()

    def close(self) -> None:
        """Hang up on everybody and give the address back."""
        self._closing.set()
        listener, self._listener = self._listener, None
        if listener is None:
            return
        # Closing alone does not wake the thread that waits in accept().
        with contextlib.suppress(*PEER_ERRORS):
            open_connection(self._address, self._auth_key).close()
        with contextlib.suppress(OSError):
            listener.close()
        with self._lock:
            callers = list(self._callers)
        for caller in callers:
            with contextlib.suppress(OSError):
                _shut_down(caller)

    def _accept(self, listener: Listener) -> None:
        while not self._closing.is_set():
            try:
                connection = listener.accept()
            except OSError:
                # Out of descriptors, say; at once it would only be refused again.
                self._closing.wait(ACCEPT_PAUSE_S)
                continue
            if self._closing.is_set() or not self._slots.acquire(blocking=False):
                connection.close()
                continue
            try:
                threading.Thread(
                    target=self._serve, args=(connection,), name="caller", daemon=True
                ).start()
            except RuntimeError:
                # The system has no thread to give now; the next caller may have one.
                self._slots.release()
                connection.close()

    def _serve(self, connection: Connection) -> None:
        with self._lock:
            self._callers.add(connection)
        try:
            limit_silence(connection)
            deliver_challenge(connection, self._auth_key)
            answer_challenge(connection, self._auth_key)
            self._converse(connection)
        except (EOFError, ConnectionError):
            pass  # hung up: a till that ends, or one that only looked who listens
        except PEER_ERRORS as error:
            self._on_stranger(f"{type(error).__name__}: {error}")
        finally:
            with self._lock:
                self._callers.discard(connection)
                connection.close()
            self._slots.release()

    def _converse(self, connection: Connection) -> None:
        while not self._closing.is_set():
            connection.poll(None)  # silence between questions is no fault
            question = _question_decoder.decode(connection.recv_bytes(FRAME_BYTES_MAX))
            answer = self._answer(question)
            if answer is not None:
                connection.send_bytes(_encoder.encode(answer))


def _shut_down(connection: Connection) -> None:
    """Wake the thread that reads from *connection*; it closes it."""
    if sys.platform == "win32":
        connection.close()
        return
    with socket.socket(fileno=os.dup(connection.fileno())) as twin:
        twin.shutdown(socket.SHUT_RDWR)
