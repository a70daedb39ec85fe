"""The projector of a server works behind the pushes."""

from __future__ import annotations

import asyncio
import errno
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import Connection

from sync.central import ingest, projections, replays
from sync.central.database import Database
from sync.central.projecting import Projecting
from sync.central.schema import retail_transaction
from tests.support.pushed_center import PushedCenter


def test_it_replays_and_projects_without_being_asked(pushed: PushedCenter) -> None:
    chain = pushed.chain()
    for _ in range(7):
        chain.sell(100)
    pushed.push(chain)
    database = Database(pushed.engine)

    async def work() -> None:
        projecting = Projecting(database, lambda: 9_000)
        projecting.yield_to(lambda: True)
        running = asyncio.create_task(projecting.run())
        projecting.wake()
        while await database.read_soon(projections.pending):  # noqa: ASYNC110
            await asyncio.sleep(0)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running

    asyncio.run(work())
    database.close()
    assert len(pushed.rows(retail_transaction)["retail_transaction"]) == 7


@pytest.mark.parametrize("broken", ["replays", "projections"])
def test_a_fault_of_any_kind_is_slept_over(
    pushed: PushedCenter, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    chain = pushed.chain()
    chain.sell(100)
    pushed.push(chain)
    database = Database(pushed.engine)
    module = {"replays": replays, "projections": projections}[broken]
    step = module.step
    calls: list[str] = []

    def step_once_broken(connection: Connection, **given: Any) -> object:
        calls.append(broken)
        if len(calls) == 1:
            raise OSError(errno.EIO, "the disk")
        return step(connection, **given)

    monkeypatch.setattr(module, "step", step_once_broken)
    monkeypatch.setattr("sync.central.projecting._AFTER_FAULT_S", 0.0)

    async def work() -> None:
        running = asyncio.create_task(Projecting(database, lambda: 9_000).run())
        while len(calls) < 2 or await database.read_soon(projections.pending) > 0:
            assert not running.done()
            await asyncio.sleep(0)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running

    asyncio.run(work())
    database.close()
    assert len(pushed.rows(retail_transaction)["retail_transaction"]) == 1


def test_it_yields_to_pushes_that_another_process_takes(
    pushed: PushedCenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = pushed.chain()
    for _ in range(7):
        chain.sell(100)
    pushed.push(chain)
    other = pushed.chain()
    other.sell(100)
    batch = pushed.batch(other, other.events)
    database = Database(pushed.engine)
    step = projections.step
    sizes: list[int] = []

    def step_beside_another(
        connection: Connection, events_max: int
    ) -> projections.Step:
        if len(sizes) == 1:
            ingest.store(connection, batch, "life", 9_000)
        sizes.append(events_max)
        return step(connection, events_max)

    monkeypatch.setattr(projections, "step", step_beside_another)
    monkeypatch.setattr(projections, "STEP_EVENTS", 2)

    async def work() -> None:
        running = asyncio.create_task(Projecting(database, lambda: 9_000).run())
        while await database.read_soon(projections.pending):  # noqa: ASYNC110
            await asyncio.sleep(0)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running

    asyncio.run(work())
    database.close()
    assert sizes[:3] == [2, 2, 100]
    assert len(pushed.rows(retail_transaction)["retail_transaction"]) == 8


def test_readers_see_what_was_pushed_before(pushed: PushedCenter) -> None:
    chain = pushed.chain()
    chain.sell(100)
    pushed.push(chain)
    database = Database(pushed.engine)

    asyncio.run(Projecting(database, lambda: 9_000).catch_up())

    assert database.read(projections.pending) == 0
    database.close()
    assert len(pushed.rows(retail_transaction)["retail_transaction"]) == 1


def test_readers_do_not_wait_for_tills_that_push_without_pause(
    pushed: PushedCenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = pushed.chain()
    chain.sell(100)
    pushed.push(chain)
    database = Database(pushed.engine)
    step = projections.step
    steps: list[int] = []

    def step_after_another_push(connection: Connection) -> projections.Step:
        steps.append(len(steps))
        assert len(steps) < 20
        batch = pushed.batch(chain, [chain.sell(100)])
        ingest.store(connection, batch, "life", 9_000)
        return step(connection, events_max=1)

    monkeypatch.setattr(projections, "step", step_after_another_push)

    asyncio.run(Projecting(database, lambda: 9_000).catch_up())

    assert database.read(projections.pending) > 0
    database.close()
    assert len(pushed.rows(retail_transaction)["retail_transaction"]) >= 1
