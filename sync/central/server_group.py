"""Several server processes on one address and one database.

The first process serves nobody: it holds the listening socket, starts the others,
starts one anew that died, and stops them all when it is told to stop. Nothing is
shared but socket and database, so the death of one costs the requests it was at, and
the tills send those again.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
import socket
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection as Pipe
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from types import FrameType
from typing import Final

from msgspec import Struct

from sync.central.errors import CentralError
from sync.central.installation import Location, open_installed
from sync.central.server import (
    STOP_S,
    Address,
    Certificate,
    announce,
    listen,
    make_server,
    require_allowed,
)

PROCESSES_MAX: Final = 64

_LOOK_S: Final = 0.5
_PAUSE_FIRST_S: Final = 1.0
_PAUSE_CAP_S: Final = 30.0
# As long as a process that lives as long needs no pause before it is started anew.
_SETTLED_S: Final = 10.0

_log: Final = logging.getLogger(__name__)
_context: Final = multiprocessing.get_context("spawn")


class _Member(Struct):
    """One process of the group; `ready` reports that it answers requests."""

    process: SpawnProcess
    ready: Pipe
    started_s: float
    is_ready: bool = False


def serve_together(
    location: Location,
    address: Address,
    certificate: Certificate | None,
    count: int,
) -> None:
    """Serve by *count* processes until SIGTERM or SIGINT.

    Prints what `server.serve` prints, when all of them answer.

    Raises:
        AddressRefusedError: Others could listen in on this address.
        CentralError: There is no central, the address is taken, or a process cannot start.
    """
    require_allowed(address, is_encrypted=certificate is not None)
    if not 1 <= count <= PROCESSES_MAX:
        raise CentralError(f"--processes takes 1 to {PROCESSES_MAX}")
    # Tables are brought up to date before anybody serves, and faults said once.
    open_installed(location)[0].dispose()
    with listen(address) as listener:
        group = ServerGroup(
            count,
            lambda ready: _context.Process(
                target=_serve, args=(location, listener, certificate, ready)
            ),
            lambda: announce(listener, is_encrypted=certificate is not None),
        )
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, group.handle_signal)
        group.run()


class ServerGroup:
    """Keeps some processes alive; see the module."""

    def __init__(
        self,
        count: int,
        make: Callable[[Pipe], SpawnProcess],
        started: Callable[[], None],
    ) -> None:
        """Take what makes a process that reports through the pipe it is given."""
        self._make = make
        self._started = started
        self._members: list[_Member | None] = [None] * count
        self._is_announced = False
        self._is_stopping = False
        self._pause_s = 0.0
        self._next_start_s = 0.0

    def handle_signal(self, _number: int, _frame: FrameType | None) -> None:
        """Stop soon."""
        self._is_stopping = True

    def run(self) -> None:
        """Return when all have stopped.

        Raises:
            CentralError: One ended before all had begun.
        """
        try:
            while not self._is_stopping:
                self._start_missing()
                self._look()
        finally:
            self._stop()

    def _start_missing(self) -> None:
        now_s = time.monotonic()
        if now_s < self._next_start_s:
            return
        for index, member in enumerate(self._members):
            if member is None:
                self._members[index] = self._start(now_s)

    def _start(self, now_s: float) -> _Member | None:
        """Start a process; None when the system has none to give just now.

        Raises:
            CentralError: It has none, and the group has not begun.
        """
        try:
            return self._new_member(now_s)
        except OSError as error:
            message = f"a server process could not start: {error.strerror}"
            if not self._is_announced:
                raise CentralError(message) from error
            # The others go on, and the system may have room again soon.
            _log.error(message)
            self._wait_longer()
            return None

    def _new_member(self, now_s: float) -> _Member:
        ours, theirs = _context.Pipe(duplex=False)
        with theirs:
            try:
                process = self._make(theirs)
                process.start()
            except BaseException:
                ours.close()
                raise
        return _Member(process, ours, now_s)

    def _look(self) -> None:
        alive = [member for member in self._members if member is not None]
        waiting: list[Pipe | int] = [member.process.sentinel for member in alive]
        waiting += [member.ready for member in alive if not member.is_ready]
        events = wait(waiting, timeout=_LOOK_S)
        for index, member in enumerate(self._members):
            if member is None:
                continue
            if not member.is_ready and member.ready in events:
                member.is_ready = _received(member.ready)
            if member.process.sentinel in events:
                self._bury(index, member)
        if not self._is_announced and all(
            member is not None and member.is_ready for member in self._members
        ):
            self._is_announced = True
            self._started()

    def _bury(self, index: int, member: _Member) -> None:
        member.process.join()
        member.ready.close()
        self._members[index] = None
        if self._is_stopping:
            return
        if not self._is_announced:
            raise CentralError("a server process could not start; see its message")
        if time.monotonic() - member.started_s >= _SETTLED_S:
            self._pause_s = self._next_start_s = 0.0
        else:
            self._wait_longer()

    def _wait_longer(self) -> None:
        self._pause_s = min(_PAUSE_CAP_S, max(_PAUSE_FIRST_S, 2 * self._pause_s))
        self._next_start_s = time.monotonic() + self._pause_s

    def _stop(self) -> None:
        members = [member for member in self._members if member is not None]
        for member in members:
            member.process.terminate()
        deadline_s = time.monotonic() + 2 * STOP_S
        for member in members:
            member.process.join(max(0.0, deadline_s - time.monotonic()))
            if member.process.is_alive():
                member.process.kill()
                member.process.join()
            member.ready.close()


def _received(ready: Pipe) -> bool:
    try:
        ready.recv()
    except EOFError:
        return False
    return True


def _serve(
    location: Location,
    listener: socket.socket,
    certificate: Certificate | None,
    ready: Pipe,
) -> None:
    """Be one process of the group."""
    server = make_server(location, certificate, lambda: ready.send(None))

    def stop_with_parent() -> None:
        # A first process that was killed can no longer stop anybody.
        parent = multiprocessing.parent_process()
        assert parent is not None
        parent.join()
        server.should_exit = True

    threading.Thread(target=stop_with_parent, daemon=True).start()
    with listener:
        server.run(sockets=[listener])
