"""Pushes that come together are stored together, and refused alone."""

from __future__ import annotations

import asyncio

from sync.central.database import Database
from sync.central.errors import PushConflictError
from sync.central.group_commit import GroupCommit
from sync.central.schema import raw_event
from sync.protocol.messages import PushReply
from tests.support.pushed_center import PushedCenter


def test_one_bad_push_among_others(pushed: PushedCenter) -> None:
    chains = [pushed.chain() for _ in range(4)]
    for chain in chains:
        for gross in (100, 200, 300):
            chain.sell(gross)
    batches = [pushed.batch(chain, chain.events) for chain in chains]
    batches[1] = pushed.batch(chains[1], chains[1].events[1:])
    begun: list[int] = []
    database = Database(pushed.engine)

    async def push_all() -> list[PushReply | BaseException]:
        queue = GroupCommit(database, lambda: 5_000, lambda: begun.append(1))
        stored = await asyncio.gather(
            *(queue.store(batch) for batch in batches), return_exceptions=True
        )
        await asyncio.gather(queue.store(batches[0]), queue.store(batches[0]))
        return stored

    outcomes = asyncio.run(push_all())
    database.close()

    assert [type(each) for each in outcomes] == [
        PushReply,
        PushConflictError,
        PushReply,
        PushReply,
    ]
    # Four pushes, one commit; the two repetitions one more.
    assert len(begun) == 2
    rows = pushed.rows(raw_event)["raw_event"]
    assert sorted(row[-1] for row in rows) == list(range(1, 10))


def test_a_fault_of_one_push_is_not_that_of_the_others(pushed: PushedCenter) -> None:
    chains = [pushed.chain() for _ in range(2)]
    for chain in chains:
        chain.sell(100)
    batches = [pushed.batch(chain, chain.events) for chain in chains]
    database = Database(pushed.engine)
    # A number of arrival that is taken: what a database says that is at odds.
    times = iter([5_000, 5_000, 2**70])

    async def push_all() -> list[PushReply | BaseException]:
        queue = GroupCommit(database, lambda: next(times), lambda: None)
        broken = asyncio.gather(
            *(queue.store(batch) for batch in batches), return_exceptions=True
        )
        return await broken

    outcomes = asyncio.run(push_all())
    database.close()

    assert all(isinstance(each, PushReply) for each in outcomes)
    assert len(pushed.rows(raw_event)["raw_event"]) == 2
