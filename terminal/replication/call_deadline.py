"""Ends a call that outlives its time, however slowly the peer goes on speaking.

The time-out of a socket begins anew with every byte, so a peer that drips one now and
then would hold its caller for days. Here one thread for all calls shuts the socket of
a call whose deadline has come; whoever reads from it then finds its end.
"""

from __future__ import annotations

import heapq
import itertools
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final


class CallDeadline:
    """One call's time; made by `deadline`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_over = False
        self._is_ended = False

    @property
    def is_over(self) -> bool:
        """Whether the call was cut off."""
        return self._is_over

    @property
    def is_ended(self) -> bool:
        """Whether the call ended by itself."""
        return self._is_ended

    def cut_off(self) -> None:
        """Let whoever reads find the end; nothing happens to a call that ended."""
        with self._lock:
            if not self._is_ended:
                self._is_over = True
                self._shut()

    def _hold(self, used: socket.socket | None) -> None:
        with self._lock:
            self._socket = used
            if self._is_over:
                self._shut()

    def _end(self) -> None:
        with self._lock:
            # Another call may use the connection from now on.
            self._socket = None
            self._is_ended = True

    def _shut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                # Of the plain socket: a TLS one would first change itself, under the
                # hands of the thread that reads from it.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class _Running(threading.local):
    """The call of each thread."""

    deadline: CallDeadline | None = None


class _Keeper:
    """The thread that watches; it lives as long as there is anything to watch."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[tuple[float, int, CallDeadline]] = []
        self._number = itertools.count()
        self._is_running = False

    def watch(self, at_s: float, call: CallDeadline) -> None:
        """Cut *call* off when the monotonic clock shows *at_s*."""
        with self._changed:
            heapq.heappush(self._waiting, (at_s, next(self._number), call))
            if not self._is_running:
                threading.Thread(target=self._run, name="deadline", daemon=True).start()
                self._is_running = True
            elif self._waiting[0][2] is call:
                self._changed.notify()

    def _run(self) -> None:
        while (call := self._next_due()) is not None:
            call.cut_off()

    def _next_due(self) -> CallDeadline | None:
        with self._changed:
            while self._waiting:
                at_s, _, call = self._waiting[0]
                left_s = at_s - time.monotonic()
                if call.is_ended or left_s <= 0:
                    heapq.heappop(self._waiting)
                    if not call.is_ended:
                        return call
                else:
                    self._changed.wait(left_s)
            self._is_running = False
            return None


_running: Final = _Running()
_keeper: Final = _Keeper()


@contextmanager
def deadline(at_s: float) -> Iterator[CallDeadline]:
    """Cut off what this thread's connections read after *at_s* of the monotonic clock.

    Only those that tell of their socket by `hold_to_deadline`.
    """
    call = CallDeadline()
    _keeper.watch(at_s, call)
    _running.deadline = call
    try:
        yield call
    finally:
        _running.deadline = None
        call._end()  # noqa: SLF001 - of this module


def hold_to_deadline(used: socket.socket | None) -> None:
    """Note that this thread's call is about to read from *used*."""
    if _running.deadline is not None:
        _running.deadline._hold(used)  # noqa: SLF001 - of this module
