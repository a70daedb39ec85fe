"""Stores the pushes of several tills with one commit.

While one commit waits for the disk, the pushes that come meanwhile gather; they are
stored together by the next one. A push that is refused does not touch the others.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import Connection

from sync.central import ingest
from sync.central.clock import Now
from sync.central.database import Database
from sync.central.errors import PushConflictError
from sync.central.ingest import Batch
from sync.central.installation import read_incarnation
from sync.central.lanes import ALONE, lane_of
from sync.protocol.messages import PushReply

EVENTS_MAX: Final = 2_000
"""Events of one commit, unless one push has more."""

_Outcome = PushReply | Exception


class GroupCommit:
    """Takes checked pushes; belongs to one event loop.

    Args:
        database: Where they are stored.
        now: Its clock.
        stored: Called on the event loop after each commit.
    """

    def __init__(
        self,
        database: Database,
        now: Now,
        stored: Callable[[], None],
    ) -> None:
        self._database = database
        self._now = now
        self._stored = stored
        self._waiting: deque[tuple[Batch, asyncio.Future[PushReply]]] = deque()
        self._draining: asyncio.Task[None] | None = None

    async def store(self, batch: Batch) -> PushReply:
        """Store *batch*; it is on disk when this returns.

        Raises:
            PushConflictError: See `ingest.store`.
            SQLAlchemyError: The database could not; nothing of it was stored.
        """
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((batch, future))
        if self._draining is None:
            self._draining = asyncio.create_task(self._drain())
        reply: PushReply = await future
        return reply

    async def _drain(self) -> None:
        try:
            while self._waiting:
                taken = self._take()
                batches = [batch for batch, _ in taken]
                outcomes = await self._store_together(batches)
                for (_, future), outcome in zip(taken, outcomes, strict=True):
                    if future.done():
                        continue  # the caller has gone
                    if isinstance(outcome, Exception):
                        future.set_exception(outcome)
                    else:
                        future.set_result(outcome)
                self._stored()
        finally:
            self._draining = None

    def _take(self) -> list[tuple[Batch, asyncio.Future[PushReply]]]:
        taken = [self._waiting.popleft()]
        events = len(taken[0][0].events)
        while self._waiting:
            events += len(self._waiting[0][0].events)
            if events > EVENTS_MAX:
                break
            taken.append(self._waiting.popleft())
        return taken

    async def _store_together(self, batches: Sequence[Batch]) -> list[_Outcome]:
        try:
            names = {batch.workstation.workstation for batch in batches}
            lane = lane_of(names.pop()) if len(names) == 1 else ALONE
            return await self._database.write_soon(
                lambda connection: self._store_all(connection, batches), lane
            )
        except Exception as error:  # noqa: BLE001 - each caller gets its own
            if len(batches) == 1:
                return [error]
            # One of them may be to blame: each must answer for itself.
            return [
                outcome
                for batch in batches
                for outcome in await self._store_together([batch])
            ]

    def _store_all(
        self, connection: Connection, batches: Sequence[Batch]
    ) -> list[_Outcome]:
        incarnation = read_incarnation(connection)
        now_ms = self._now()
        outcomes: list[_Outcome] = []
        for batch in batches:
            try:
                outcomes.append(ingest.store(connection, batch, incarnation, now_ms))
            except PushConflictError as error:
                # Raised before anything of this push was written.
                outcomes.append(error)
        return outcomes
