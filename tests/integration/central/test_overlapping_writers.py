"""Two writers at once on PostgreSQL: no reader of a log ever skips a row.

A log whose positions are given before the commit is read past the rows of whoever
commits later; each of these tests must see that, and one shows that it does.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy import Connection, Engine, select, text, update

from sync.central import feed, feed_digests, ingest, reference_data
from sync.central.authentication import Workstation
from sync.central.database import Database, open_engine
from sync.central.installation import read_incarnation
from sync.central.lanes import ALONE, REFERENCE_DATA, lane_of
from sync.central.reference_data import Change
from sync.central.schema import center, raw_event
from tests.support.till_chain import TillChain

_WRITERS = 3
_WRITES = 12


@pytest.fixture
def engine(installed_url: str) -> Iterator[Engine]:
    made = open_engine(installed_url)
    yield made
    made.dispose()


def change(key: str) -> Change:
    return Change(kind="item", key=key, data=f'"{key}"')


class FeedReader:
    """Reads the feed as a till does, from where it stopped."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(reads=True)
        self._cursor = ""
        self.keys: list[str] = []

    def read_to_end(self) -> list[str]:
        while True:
            with self._engine.begin() as connection:
                scope = feed.Scope("acme", read_incarnation(connection), "S-01")
                found = feed.read_feed(connection, scope, self._cursor)
            self._cursor = found.cursor
            self.keys += [row.key for row in found.rows]
            if found.complete:
                return self.keys


def read_between(engine: Engine, lanes: tuple[str, str]) -> list[str]:
    """Return what a reader gets that looks between two overlapping writers.

    The first has written and not committed when the second begins.
    """
    reader = FeedReader(engine)
    second = engine.execution_options(lane=lanes[1])

    def write_second() -> None:
        with second.begin() as connection:
            reference_data.put(connection, [change("second")], 2)

    with ThreadPoolExecutor(1) as threads:
        with engine.execution_options(lane=lanes[0]).begin() as connection:
            reference_data.put(connection, [change("first")], 1)
            done = threads.submit(write_second)
            until(lambda: done.done() or is_somebody_waiting(engine))
            reader.read_to_end()
        done.result(30)
    return reader.read_to_end()


def until(is_so: Callable[[], bool]) -> None:
    for _ in range(20_000):
        if is_so():
            return
    raise AssertionError("it never came to that")


def is_somebody_waiting(engine: Engine) -> bool:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with engine.execution_options(reads=True).begin() as connection:
        return bool(connection.scalar(waiting))


@pytest.mark.parametrize(
    "lanes",
    [("one lane", "another lane"), (REFERENCE_DATA, REFERENCE_DATA), (ALONE, ALONE)],
    ids=["with no lock but the row's", "in their lane", "alone"],
)
def test_positions_are_in_the_order_of_the_commits(
    engine: Engine, lanes: tuple[str, str]
) -> None:
    assert read_between(engine, lanes) == ["first", "second"]


def test_positions_given_before_the_commit_would_be_seen(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reserve_early(_connection: Connection, count: int) -> int:
        with engine.execution_options(lane="positions").begin() as other:
            last: int = other.execute(
                update(center)
                .values(feed_position=center.c.feed_position + count)
                .returning(center.c.feed_position)
            ).scalar_one()
        return last - count + 1

    monkeypatch.setattr(reference_data, "_reserve", reserve_early)
    # What else makes writers of the feed follow each other is out of the way.
    monkeypatch.setattr(reference_data, "_lock", lambda _connection: None)
    monkeypatch.setattr(feed_digests, "note", lambda *_: None)

    assert "first" not in read_between(engine, ("one lane", "another lane"))


def test_readers_of_a_busy_feed_get_every_row_once(installed_url: str) -> None:
    databases = [Database(open_engine(installed_url)) for _ in range(_WRITERS)]
    reading = open_engine(installed_url)
    reader = FeedReader(reading)

    def write(number: int) -> None:
        for turn in range(_WRITES):
            row = [change(f"{number}-{turn}")]
            put = partial(reference_data.put, changes=row, now_ms=1)
            databases[number].write(put, REFERENCE_DATA)

    run_and_watch([partial(write, n) for n in range(_WRITERS)], reader.read_to_end)

    wanted = {f"{n}-{turn}" for n in range(_WRITERS) for turn in range(_WRITES)}
    assert sorted(reader.keys) == sorted(wanted)
    for database in databases:
        database.close()
    reading.dispose()


def test_readers_of_a_busy_center_get_every_event_once(installed_url: str) -> None:
    databases = [Database(open_engine(installed_url)) for _ in range(_WRITERS)]
    reading = open_engine(installed_url)
    arrived: list[tuple[int, str]] = []

    def read() -> None:
        last = arrived[-1][0] if arrived else 0
        with reading.execution_options(reads=True).begin() as connection:
            rows = connection.execute(
                select(raw_event.c.arrival, raw_event.c.event_id)
                .where(raw_event.c.arrival > last)
                .order_by(raw_event.c.arrival)
            ).all()
        arrived.extend((row.arrival, row.event_id) for row in rows)

    def push(number: int) -> None:
        chain = TillChain(bytes([number + 1]) * 32, workstation=f"T-{number}")
        till = Workstation(
            workstation=f"T-{number}",
            store=chain.store,
            public_keys=(chain.signer.public_key,),
        )
        for _ in range(_WRITES):
            batch = ingest.prepare(till, [chain.sell(), chain.sell()])
            store = partial(ingest.store, batch=batch, incarnation="life", now_ms=1)
            databases[number].write(store, lane_of(till.workstation))

    run_and_watch([partial(push, n) for n in range(_WRITERS)], read)

    count = _WRITERS * _WRITES * 2
    assert [arrival for arrival, _ in arrived] == list(range(1, count + 1))
    assert len({event_id for _, event_id in arrived}) == count
    for database in databases:
        database.close()
    reading.dispose()


def run_and_watch(
    writers: list[Callable[[], None]], read: Callable[[], object]
) -> None:
    """Run *writers* at once; *read* again and again until after the last of them."""
    start = threading.Barrier(len(writers))

    def run(writer: Callable[[], None]) -> None:
        start.wait(10)
        writer()

    with ThreadPoolExecutor(len(writers)) as threads:
        running: list[Future[None]] = [threads.submit(run, each) for each in writers]
        for _ in itertools.takewhile(
            lambda _: not all(each.done() for each in running), itertools.count()
        ):
            read()
        for each in running:
            each.result()
    read()
