"""Keeps the projections of a server up to date, behind the pushes.

Its steps run on the writing thread, between the commits of pushes. While tills push,
they take a small part of the time: an acknowledgement matters more than a report.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from sync.central import arrivals, projections, replays
from sync.central.clock import Now
from sync.central.database import Database

# While tills push: short steps, and a rest of so many times as long as the step took.
_STEP_BESIDE_PUSHES: Final = 100
_REST_FACTOR: Final = 10.0
# Several processes share a database: what another stored is found by looking.
_LOOK_S: Final = 1.0
_AFTER_FAULT_S: Final = 5.0
# An event that waited for another one follows it, in the next round.
_ROUNDS: Final = 3

_log: Final = logging.getLogger(__name__)


class Projecting:
    """Runs the projector of one server; belongs to one event loop.

    Args:
        database: What it reads and writes.
        now: The clock of the center.
    """

    def __init__(self, database: Database, now: Now) -> None:
        self._database = database
        self._now = now
        self._is_due = asyncio.Event()
        self._is_busy: Callable[[], bool] = bool

    def yield_to(self, is_busy: Callable[[], bool]) -> None:
        """Rest while *is_busy* says that tills push."""
        self._is_busy = is_busy

    def wake(self) -> None:
        """Say that events were stored; on the event loop."""
        self._is_due.set()

    async def run(self) -> None:
        """Replay what was quarantined, then project until cancelled."""
        is_replayed = False
        while True:
            is_replayed = is_replayed or await self._guard(self._replay)
            self._is_due.clear()
            await self._guard(self._project)
            try:
                async with asyncio.timeout(_LOOK_S):
                    await self._is_due.wait()
            except TimeoutError:
                pass

    async def catch_up(self) -> None:
        """Project everything that was stored before this was called.

        What tills push meanwhile is not waited for: they may never stop.
        """
        for _ in range(_ROUNDS):
            newest = await self._database.read_soon(arrivals.last)
            while await self._database.read_soon(
                partial(projections.is_behind, arrival=newest)
            ):
                await self._database.write_soon(projections.step)

    async def _replay(self) -> None:
        first: int | None = 0
        while first is not None:
            work = partial(replays.step, now_ms=self._now(), first_arrival=first)
            first = (await self._database.write_soon(work)).next_arrival

    async def _project(self) -> None:
        # Most looks find nothing; those take no turn of the writing thread.
        if not await self._database.read_soon(projections.pending):
            return
        newest = 0
        others_push = False
        while True:
            events_max = (
                _STEP_BESIDE_PUSHES
                if others_push or self._is_busy()
                else projections.STEP_EVENTS
            )
            begin = time.perf_counter()
            done = await self._database.write_soon(
                partial(projections.step, events_max=events_max)
            )
            if done.is_current:
                return
            # Tills may push to other processes alone, which shows only here.
            others_push = 0 < newest < done.newest
            newest = done.newest
            if others_push or self._is_busy():
                await asyncio.sleep((time.perf_counter() - begin) * _REST_FACTOR)

    async def _guard(self, work: Callable[[], Awaitable[None]]) -> bool:
        """Do *work*; return whether it succeeded, after a rest if it did not."""
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - nobody else would begin them again
            # Nothing is lost: the cursor is where it was.
            is_database = isinstance(error, SQLAlchemyError)
            _log.error("the projections wait: %s", error, exc_info=not is_database)
            await asyncio.sleep(_AFTER_FAULT_S)
            return False
        return True
