"""Waits for bytes of a stream or for a word from another thread, whichever comes first.

POSIX can wait for both at once.  Windows cannot wait for a pipe, so there a thread
reads it; that one is tested on Linux and was never run on Windows.
"""

import os
import queue
import select
import sys
import threading
from enum import Enum
from typing import Final, Literal, Protocol

_CHUNK_BYTES: Final = 65_536


class Signal(Enum):
    """What came instead of bytes."""

    WOKEN = "woken"
    IDLE = "idle"


class WakeableInput(Protocol):
    """A stream of bytes whose reader can be woken."""

    def read(
        self, timeout_s: float | None
    ) -> bytes | Literal[Signal.WOKEN, Signal.IDLE]:
        """Return the next bytes, empty at the end of the stream.

        WOKEN after one or more calls of `wake`, IDLE when *timeout_s* went by
        without either.  One thread reads.
        """

    def wake(self) -> None:
        """Let `read` return; for any thread, never waits."""

    def close(self) -> None:
        """Let go of what is ours; the stream stays open."""


class PosixInput:
    """Waits with ``select`` for the stream and for a pipe of its own."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._wake_read, self._wake_write = os.pipe()
        self._sources = [descriptor, self._wake_read]

    def read(
        self, timeout_s: float | None
    ) -> bytes | Literal[Signal.WOKEN, Signal.IDLE]:
        """See `WakeableInput`."""
        readable, _, _ = select.select(self._sources, [], [], timeout_s)
        if self._wake_read in readable:
            os.read(self._wake_read, _CHUNK_BYTES)
            return Signal.WOKEN
        if readable:
            return os.read(self._descriptor, _CHUNK_BYTES)
        return Signal.IDLE

    def wake(self) -> None:
        """See `WakeableInput`."""
        os.write(self._wake_write, b"w")

    def close(self) -> None:
        """See `WakeableInput`."""
        os.close(self._wake_read)
        os.close(self._wake_write)


class ThreadedInput:
    """Reads the stream on a thread of its own, which ends with the stream."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._arrived: queue.SimpleQueue[bytes | Literal[Signal.WOKEN]] = (
            queue.SimpleQueue()
        )
        threading.Thread(target=self._pump, name="input", daemon=True).start()

    def read(
        self, timeout_s: float | None
    ) -> bytes | Literal[Signal.WOKEN, Signal.IDLE]:
        """See `WakeableInput`."""
        try:
            return self._arrived.get(timeout=timeout_s)
        except queue.Empty:
            return Signal.IDLE

    def wake(self) -> None:
        """See `WakeableInput`."""
        self._arrived.put(Signal.WOKEN)

    def close(self) -> None:
        """See `WakeableInput`."""

    def _pump(self) -> None:
        chunk = b"-"
        while chunk:
            chunk = os.read(self._descriptor, _CHUNK_BYTES)
            self._arrived.put(chunk)


def open_input(descriptor: int) -> WakeableInput:
    """Return the input of this platform."""
    if sys.platform == "win32":
        return ThreadedInput(descriptor)
    return PosixInput(descriptor)
