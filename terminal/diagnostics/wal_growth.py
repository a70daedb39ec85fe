"""How many bytes a commit wrote to the write-ahead log.

The size of the WAL's file does not tell: after a checkpoint SQLite writes the log
from its start again and the file keeps its size.  The number of frames in use is in
the header of the WAL's index, which every reader of the database maps as well.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

# WAL file format, https://www.sqlite.org/walformat.html
_PAGE_SIZE_OFFSET: Final = 8
_MX_FRAME_OFFSET: Final = 16
_FRAME_HEADER_BYTES: Final = 24
_WORD_BYTES: Final = 4


class WalGrowth:
    """Reads the growth of the WAL of one database; the database is open meanwhile."""

    def __init__(self, database: Path) -> None:
        """Take the *database* whose ``-wal`` and ``-shm`` files are there."""
        wal = database.with_name(f"{database.name}-wal")
        with wal.open("rb") as file:
            file.seek(_PAGE_SIZE_OFFSET)
            self._page_bytes = int.from_bytes(file.read(_WORD_BYTES), "big")
        # Closing any descriptor of the -shm file in this process would drop SQLite's
        # own POSIX locks on it: it stays open until the process or `close` ends it.
        index = database.with_name(f"{database.name}-shm")
        self._index = os.open(index, os.O_RDONLY)
        self._frames = self._read_frames()

    def take_bytes(self) -> int:
        """Return the bytes written since the last call."""
        frames = self._read_frames()
        grown = frames - self._frames
        self._frames = frames
        if grown < 0:
            # The log began anew: what is in it now was written since.
            grown = frames
        return grown * (self._page_bytes + _FRAME_HEADER_BYTES)

    def close(self) -> None:
        """Let go of the file; only after the database was closed."""
        os.close(self._index)

    def _read_frames(self) -> int:
        # The index is in the byte order of the machine, the log itself is not.
        data = os.pread(self._index, _WORD_BYTES, _MX_FRAME_OFFSET)
        return int.from_bytes(data, sys.byteorder)
