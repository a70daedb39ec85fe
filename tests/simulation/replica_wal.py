"""Takes the last commits out of a WAL, as a power cut does that a disk lied about.

Only frames that no checkpoint has copied can be lost; the rest of the file is whole.
"""

from __future__ import annotations

import struct
from pathlib import Path
from random import Random
from typing import Final

from msgspec import Struct

_HEADER_BYTES: Final = 32
_FRAME_HEADER_BYTES: Final = 24
_BACKFILLED_AT: Final = 96


class Kept(Struct, frozen=True):
    """What a power cut leaves of a database.

    Attributes:
        lost: Commits that are gone.
    """

    database: bytes
    wal: bytes
    lost: int

    def put_back(self, path: Path) -> None:
        """Write it in place of the database at *path*, which nobody has open."""
        path.write_bytes(self.database)
        _beside(path, "-wal").write_bytes(self.wal)
        _beside(path, "-shm").unlink(missing_ok=True)


def without_last_commits(path: Path, rng: Random) -> Kept | None:
    """Return the database at *path* without one to three of its last commits.

    None when they are all in the main file.
    """
    wal_path, index_path = _beside(path, "-wal"), _beside(path, "-shm")
    if not wal_path.exists() or not index_path.exists():
        return None
    wal = wal_path.read_bytes()
    if len(wal) <= _HEADER_BYTES:
        return None
    (copied,) = struct.unpack_from("=I", index_path.read_bytes(), _BACKFILLED_AT)
    ends = _commit_ends(wal, copied)
    lost = min(rng.randrange(1, 4), len(ends) - 1)
    if lost < 1:
        return None
    return Kept(path.read_bytes(), wal[: ends[-1 - lost]], lost)


def _commit_ends(wal: bytes, copied: int) -> list[int]:
    """Return where each commit ends, from the last that the main file has."""
    (page_bytes,) = struct.unpack_from(">I", wal, 8)
    salts, frame = wal[16:24], _FRAME_HEADER_BYTES + page_bytes
    ends = [_HEADER_BYTES] if copied == 0 else []
    for number, start in enumerate(range(_HEADER_BYTES, len(wal), frame), 1):
        _, pages = struct.unpack_from(">II", wal, start)
        if wal[start + 8 : start + 16] != salts or start + frame > len(wal):
            break
        if pages and number >= copied:
            ends.append(start + frame)
    return ends


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
