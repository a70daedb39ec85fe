"""The queue of pushes: who waits, who is sent away, and when to come back."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import pytest

from sync.central.errors import RefusedError
from sync.central.push_queue import Limits, PushQueue, spread

_Result = TypeVar("_Result")


class Watch:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def play(story: Coroutine[Any, Any, _Result]) -> _Result:
    return asyncio.run(story)


@asynccontextmanager
async def held(queue: PushQueue, *tills: str) -> AsyncIterator[None]:
    """Let *tills* push and keep them all under way."""
    over = asyncio.Event()

    async def push(till: str) -> None:
        async with queue.turn(till, 1_000):
            await over.wait()

    tasks = [asyncio.create_task(push(till)) for till in tills]
    await asyncio.sleep(0)
    try:
        yield
    finally:
        over.set()
        await asyncio.gather(*tasks)


async def refusal(queue: PushQueue, till: str, size: int = 1_000) -> RefusedError:
    with pytest.raises(RefusedError) as refused:
        async with queue.turn(till, size):
            raise AssertionError("it was let in")
    return refused.value


def test_pushes_beyond_the_bound_are_sent_away_with_a_time() -> None:
    async def story() -> None:
        queue = PushQueue(Watch(), Limits(pushes_max=2))
        async with held(queue, "T-1", "T-2"):
            error = await refusal(queue, "T-3")

            assert (error.status, error.code) == (429, "busy")
            assert error.retry_after_s is not None
            assert error.retry_after_s >= 1
            assert (queue.waiting, queue.refused) == (2, 1)
        assert queue.waiting == 0

    play(story())


def test_what_waits_is_bounded_in_bytes() -> None:
    async def story() -> None:
        queue = PushQueue(Watch(), Limits(bytes_max=2_500))
        async with held(queue, "T-1", "T-2"):
            assert (await refusal(queue, "T-3")).code == "busy"

    play(story())


def test_one_till_does_not_fill_the_queue() -> None:
    async def story() -> None:
        queue = PushQueue(Watch(), Limits(pushes_of_one_till_max=2))
        async with held(queue, "T-1", "T-1"):
            assert (await refusal(queue, "T-1")).code == "busy"
            async with held(queue, "T-2"):
                assert queue.waiting == 3

    play(story())


def test_an_idle_server_takes_any_push() -> None:
    async def story() -> None:
        queue = PushQueue(Watch(), Limits(bytes_max=1, wait_s_max=0))
        async with queue.turn("T-1", 1_000_000):
            pass

    play(story())


def test_only_a_few_are_at_work_and_the_others_in_order() -> None:
    async def story() -> list[str]:
        queue = PushQueue(Watch(), Limits(at_work=2))
        begun: list[str] = []
        over = asyncio.Event()

        async def push(till: str) -> None:
            async with queue.turn(till, 1):
                begun.append(till)
                await over.wait()

        tasks = [asyncio.create_task(push(f"T-{number}")) for number in range(5)]
        for _ in range(5):
            await asyncio.sleep(0)
        assert begun == ["T-0", "T-1"]
        over.set()
        await asyncio.gather(*tasks)
        return begun

    assert play(story()) == [f"T-{number}" for number in range(5)]


def test_a_push_that_fails_gives_its_place_back() -> None:
    async def story() -> None:
        queue = PushQueue(Watch(), Limits(pushes_max=1, at_work=1))
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                async with queue.turn("T-1", 1):
                    raise ZeroDivisionError
        assert queue.waiting == 0

    play(story())


def test_half_of_the_room_is_kept_for_those_who_were_sent_away() -> None:
    async def story() -> None:
        queue = PushQueue(Watch(), Limits(pushes_max=4))
        async with held(queue, "T-1", "T-2", "T-3", "T-4"):
            await refusal(queue, "late")
        async with held(queue, "T-1", "T-2"):
            # They had their turn; the one that was sent away has not.
            await refusal(queue, "T-3")
            async with held(queue, "late"):
                assert queue.waiting == 3

    play(story())


def test_those_who_never_come_back_are_forgotten() -> None:
    async def story() -> None:
        watch = Watch()
        queue = PushQueue(watch, Limits(pushes_max=2))
        async with held(queue, "T-1", "T-2"):
            await refusal(queue, "gone")
        queue.tell("gone", 1_000)
        watch.now_s += 601
        assert queue.backlog == 0
        async with held(queue, "T-1", "T-2"):
            assert queue.waiting == 2

    play(story())


def test_it_learns_how_fast_the_server_is() -> None:
    async def story() -> None:
        watch = Watch()
        queue = PushQueue(watch, Limits())
        for _ in range(200):
            async with queue.turn("T-1", 1) as turn:
                watch.now_s += 0.05
                turn.events = 100
        assert queue.events_per_s == pytest.approx(2_000, rel=0.01)
        async with held(queue, *(f"T-{number}" for number in range(81))):
            assert queue.expected_wait_s == pytest.approx(4.05, rel=0.01)
            # The next one would wait for more than four seconds.
            assert (await refusal(queue, "late")).code == "busy"

    play(story())


def test_one_slow_push_does_not_send_the_others_away_for_minutes() -> None:
    async def story() -> None:
        watch = Watch()
        queue = PushQueue(watch, Limits())
        async with queue.turn("T-1", 1) as turn:
            watch.now_s += 30
            turn.events = 100
        async with held(queue, *(f"T-{number}" for number in range(2, 17))):
            late = [await refusal(queue, f"T-{number}") for number in range(17, 60)]
        assert {each.retry_after_s for each in late} == {1}

    play(story())


def test_slots_are_spread_over_the_time_that_the_backlog_takes() -> None:
    watch = Watch()
    queue = PushQueue(watch, Limits())
    tills = [f"T-{number}" for number in range(500)]
    for till in tills:
        queue.tell(till, 200)

    slots = Counter(queue.slot_s(till) for till in tills)

    # 100,000 events at the 2,000 a second that an unknown server is taken for.
    assert min(slots) >= 1
    assert 45 <= max(slots) <= 50
    assert max(slots.values()) <= 25
    assert queue.slot_s("T-1") == queue.slot_s("T-1")


def test_the_window_has_an_end() -> None:
    queue = PushQueue(Watch(), Limits(window_s_max=300))
    queue.tell("T-1", 10**9)

    assert all(1 <= queue.slot_s(f"T-{n}") <= 300 for n in range(1_000))


def test_what_was_stored_is_no_backlog_any_more() -> None:
    async def story() -> int:
        watch = Watch()
        queue = PushQueue(watch, Limits())
        queue.tell("T-1", 250)
        async with queue.turn("T-1", 1) as turn:
            turn.events = 100
        assert queue.backlog == 150
        queue.tell("T-1", 0)
        return queue.backlog

    assert play(story()) == 0


def test_a_feed_waits_while_pushes_wait_and_not_for_ever() -> None:
    async def story() -> list[str]:
        queue = PushQueue(Watch(), Limits(calm_s_max=0.03, feed_delay_s=30))
        happened: list[str] = []

        async def feed() -> None:
            await queue.wait_until_calm()
            happened.append("feed")

        await queue.wait_until_calm()
        async with held(queue, "T-1", "T-2"):
            task = asyncio.create_task(feed())
            await asyncio.sleep(0)
            happened.append("pushes")
        await task
        return happened

    assert play(story()) == ["pushes", "feed"]

    async def impatient() -> None:
        queue = PushQueue(Watch(), Limits(calm_s_max=0.0, feed_delay_s=0.001))
        async with held(queue, "T-1"):
            await queue.wait_until_calm()

    play(impatient())


def test_a_place_is_the_same_everywhere() -> None:
    assert spread("T-07", 1_000) == 340
    assert spread("T-07", 1) == 0
    assert spread("T-07", 0) == 0
