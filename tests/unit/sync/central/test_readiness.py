"""When a process of the server should get no requests."""

from __future__ import annotations

import asyncio
from threading import Event

import pytest
from sqlalchemy import update

from sync.central import readiness
from sync.central.push_queue import Limits, PushQueue
from sync.central.readiness import STUCK_S, WRITE_S_MAX, Readiness, Watchman
from sync.central.schema import arrival_counter, projection_cursor
from tests.support.central_app import CentralApp

WELL = Readiness(is_writable=True, is_current=True, is_projecting=True)


class Watch:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def pushes(watch: Watch) -> PushQueue:
    return PushQueue(watch, Limits())


@pytest.fixture
def watchman(app: CentralApp, watch: Watch, pushes: PushQueue) -> Watchman:
    return Watchman(app.database, pushes, watch)


def set_arrived(app: CentralApp, arrival: int) -> None:
    app.database.write(
        lambda connection: connection.execute(
            update(arrival_counter).values(arrival=arrival)
        )
    )


def set_projected(app: CentralApp, arrival: int) -> None:
    app.database.write(
        lambda connection: connection.execute(
            update(projection_cursor).values(arrival=arrival)
        )
    )


def test_projections_that_stand_still_with_work_to_do_are_stuck(
    app: CentralApp, watch: Watch, watchman: Watchman
) -> None:
    set_projected(app, 5)
    set_arrived(app, 5)
    assert app.play(watchman.look()) == WELL
    watch.now_s += 10 * STUCK_S
    assert app.play(watchman.look()) == WELL

    set_arrived(app, 9)
    watch.now_s += 2
    assert app.play(watchman.look()) == WELL
    watch.now_s += STUCK_S / 2
    set_projected(app, 7)
    assert app.play(watchman.look()) == WELL
    watch.now_s += STUCK_S
    assert app.play(watchman.look()).problems == [
        "no event was projected for 60 seconds"
    ]
    set_projected(app, 8)
    watch.now_s += 2
    assert app.play(watchman.look()) == WELL


def test_what_was_found_is_good_for_a_second(
    app: CentralApp, watch: Watch, watchman: Watchman, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.play(watchman.look())
    monkeypatch.setattr(readiness, "is_current", lambda _connection: False)

    assert app.play(watchman.look()) == WELL
    watch.now_s += 1.5
    assert not app.play(watchman.look()).is_current


def test_a_writer_that_hangs_is_waited_for_only_a_little_and_asked_once(
    app: CentralApp, watch: Watch, watchman: Watchman, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "WRITE_S_MAX", 0.05)
    let_go = Event()

    async def story() -> list[bool]:
        holding = asyncio.create_task(
            app.database.write_soon(lambda _connection: let_go.wait(30))
        )
        found = []
        for _ in range(3):
            found.append((await watchman.look()).is_writable)
            watch.now_s += 2
        let_go.set()
        await holding
        await asyncio.wait_for(_writable(watchman, watch), 30)
        return found

    assert app.play(story()) == [False, False, False]


async def _writable(watchman: Watchman, watch: Watch) -> None:
    while not (await watchman.look()).is_writable:
        watch.now_s += 2


def test_a_push_that_was_just_stored_is_proof_enough(
    app: CentralApp, watch: Watch, pushes: PushQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    watchman = Watchman(app.database, pushes, watch)
    pushes.stored_at_s = watch.now_s
    calls: list[object] = []
    monkeypatch.setattr(readiness, "_write", calls.append)

    assert app.play(watchman.look()) == WELL
    assert calls == []
    watch.now_s += WRITE_S_MAX
    app.play(watchman.look())
    assert len(calls) == 1
