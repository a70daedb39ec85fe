"""Whether this process should be sent requests."""

from __future__ import annotations

import asyncio
from typing import Final

from msgspec import Struct
from sqlalchemy import Connection, update
from sqlalchemy.exc import SQLAlchemyError

from sync.central import arrivals, figures
from sync.central.clock import Monotonic
from sync.central.database import Database, is_current
from sync.central.push_queue import PushQueue
from sync.central.schema import center

WRITE_S_MAX: Final = 2.0
STUCK_S: Final = 60.0
_FRESH_S: Final = 1.0


class Readiness(Struct, frozen=True, kw_only=True):
    """What was found; each is true where all is well.

    Attributes:
        is_writable: The database took a write within `WRITE_S_MAX`.
        is_current: Its tables have the form of this program.
        is_projecting: The projections have caught up or go on.
    """

    is_writable: bool
    is_current: bool
    is_projecting: bool

    @property
    def problems(self) -> list[str]:
        """What is wrong, for people."""
        texts = {
            f"the database took no write within {WRITE_S_MAX:g} seconds": self.is_writable,
            "the tables are not those of this program": self.is_current,
            f"no event was projected for {STUCK_S:g} seconds": self.is_projecting,
        }
        return [text for text, is_well in texts.items() if not is_well]


class _Progress(Struct, frozen=True):
    """How far the slowest projection was when it last moved."""

    arrival: int
    at_s: float


class Watchman:
    """Looks when it is asked, at most once a second; on the event loop's thread."""

    def __init__(
        self, database: Database, pushes: PushQueue, monotonic: Monotonic
    ) -> None:
        """Watch *database*; a push that was just stored shows that it can be written."""
        self._database = database
        self._pushes = pushes
        self._monotonic = monotonic
        self._lock = asyncio.Lock()
        self._found: Readiness | None = None
        self._found_at_s = 0.0
        self._writing: asyncio.Task[None] | None = None
        self._progress: _Progress | None = None

    async def look(self) -> Readiness:
        """Return what there is to say, at most a second old."""
        async with self._lock:
            found = self._found
            if found is None or self._monotonic() - self._found_at_s > _FRESH_S:
                found = self._found = await self._look()
                self._found_at_s = self._monotonic()
            return found

    async def _look(self) -> Readiness:
        is_writable = await self._is_writable()
        try:
            is_here, arrived, projected = await self._database.read_soon(_read)
        except SQLAlchemyError:
            return Readiness(is_writable=False, is_current=False, is_projecting=True)
        return Readiness(
            is_writable=is_writable,
            is_current=is_here,
            is_projecting=self._is_projecting(arrived, projected),
        )

    async def _is_writable(self) -> bool:
        stored_at_s = self._pushes.stored_at_s
        if stored_at_s is not None and self._monotonic() - stored_at_s < WRITE_S_MAX:
            return True
        # One at a time: a database that hangs would collect them.
        if self._writing is None:
            self._writing = asyncio.create_task(self._database.write_soon(_write))
        task = self._writing
        await asyncio.wait([task], timeout=WRITE_S_MAX)
        if not task.done():
            return False
        self._writing = None
        return task.exception() is None

    def _is_projecting(self, arrived: int, projected: dict[str, int]) -> bool:
        slowest = min(projected.values(), default=arrived)
        now_s = self._monotonic()
        before = self._progress
        if slowest >= arrived or before is None or before.arrival != slowest:
            self._progress = _Progress(slowest, now_s)
            return True
        return now_s - before.at_s < STUCK_S


def _write(connection: Connection) -> None:
    # A change of nothing: it takes every lock and reaches the disk.
    connection.execute(update(center).values(created_at_ms=center.c.created_at_ms))


def _read(connection: Connection) -> tuple[bool, int, dict[str, int]]:
    is_here = is_current(connection)
    if not is_here:
        return False, 0, {}
    return True, arrivals.last(connection), figures.progress(connection)
