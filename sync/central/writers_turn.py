"""Lets the processes that write one SQLite file in one behind the other.

SQLite keeps two writers apart by itself, but who comes second looks again and again,
with longer and longer rests between, and may starve.  Here each waits asleep and is
woken when it is its turn.  What keeps the database whole is still SQLite: a process
that takes no turn (another program, a platform or a file system without these locks)
harms nobody.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_SUFFIXES: Final = (".next", ".turn")
_MODE: Final = 0o600

_log: Final = logging.getLogger(__name__)


class WritersTurn:
    """The turns at one database file; used by one thread at a time.

    The system gives a lock back when its holder dies.  There are two, as at a door
    with a small room behind it: whoever leaves cannot enter again before the one who
    waits in the room.

    Args:
        file: The database; two small files are made beside it at the first turn.
    """

    def __init__(self, file: Path) -> None:
        self._files = [file.with_name(file.name + suffix) for suffix in _SUFFIXES]
        self._opened: list[int] = []
        self._is_told = False

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for the turn, and give it back at the end of the block.

        Where no turn can be had, the block goes on without one.
        """
        try:
            door = self._take()
        except OSError as error:
            self._tell(error)
            yield
            return
        try:
            yield
        finally:
            _unlock(door)

    def _take(self) -> int:
        """Return the descriptor of the door, locked."""
        flags = os.O_RDWR | os.O_CREAT
        for file in self._files[len(self._opened) :]:
            self._opened.append(os.open(file, flags, _MODE))
        room, door = self._opened
        _lock(room)
        try:
            _lock(door)
        finally:
            _unlock(room)
        return door

    def _tell(self, error: OSError) -> None:
        if not self._is_told:
            self._is_told = True
            name = self._files[-1].name
            _log.warning("writers go on without turns: %s: %s", name, error.strerror)

    def close(self) -> None:
        """Let go of the files; they stay, because others may be using them."""
        while self._opened:
            os.close(self._opened.pop())


if sys.platform == "win32":

    def _lock(_descriptor: int) -> None:
        """Leave it to SQLite: here nothing waits without looking again and again."""

    def _unlock(_descriptor: int) -> None:
        """Nothing was taken."""

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
