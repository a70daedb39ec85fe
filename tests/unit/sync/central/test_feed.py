"""The feed: checkpoints in order, cursors that heal, signatures."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, insert, select

from sync.central import (
    catalog_import,
    database,
    feed,
    feed_digests,
    reference_data,
)
from sync.central.catalog_import import HELD_MS
from sync.central.errors import FeedHeldError
from sync.central.feed import Scope
from sync.central.reference_data import TOMBSTONE_KEPT_MS, Change
from sync.central.schema import center, reference_row
from sync.protocol.errors import CheckpointSignatureError
from sync.protocol.feed_digest import EMPTY, moved, number_of, row_hash, to_hex
from sync.protocol.messages import FEED_ROWS_MAX, FeedRow, open_checkpoint
from tests.support.central_server import CentralServer, TillClient

SCOPE = Scope("acme", "life-1", "S-01")
_SHARD = hashlib.sha256(b"S-01").hexdigest()[:16]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = database.open_engine(database_url)
    database.migrate(engine)
    with engine.begin() as connection:
        connection.execute(
            insert(center).values(
                id=1,
                tenant="acme",
                incarnation="life-1",
                administrator_token_hash="",
                feed_position=0,
                created_at_ms=1,
            )
        )
    yield engine
    engine.dispose()


def change(key: str, price: int | None, store: str = "") -> Change:
    data = None if price is None else json.dumps({"price": price})
    return Change(kind="item", key=key, data=data, store=store)


def put(engine: Engine, *changes: Change, now_ms: int = 5) -> reference_data.Changed:
    with engine.begin() as connection:
        return reference_data.put(connection, changes, now_ms)


def read(
    engine: Engine, cursor: str = "", *, scope: Scope = SCOPE, rows_max: int = 100
) -> tuple[list[tuple[str, bool]], str, bool, bool]:
    with engine.begin() as connection:
        found = feed.read_feed(connection, scope, cursor, rows_max)
    assert found.after == cursor
    keys = [(row.key, row.deleted) for row in found.rows]
    return keys, found.cursor, found.resnapshot, found.complete


def test_an_empty_center_has_a_complete_and_empty_snapshot(engine: Engine) -> None:
    rows, cursor, resnapshot, complete = read(engine)

    assert (rows, resnapshot, complete) == ([], True, True)
    assert read(engine, cursor)[2:] == (False, True)


def test_rows_come_in_pieces_and_each_once(engine: Engine) -> None:
    put(engine, *(change(str(n), n) for n in range(7)))
    seen: list[str] = []
    pieces: list[bool] = []
    cursor = ""

    while not pieces or not pieces[-1]:
        rows, cursor, _, complete = read(engine, cursor, rows_max=3)
        seen += [key for key, _ in rows]
        pieces.append(complete)

    assert seen == [str(n) for n in range(7)]
    assert pieces == [False, False, True]


def test_a_change_comes_again_at_the_end(engine: Engine) -> None:
    put(engine, change("a", 1), change("b", 1))
    cursor = read(engine)[1]

    counted = put(engine, change("a", 2), change("b", 1), change("c", 1))

    assert (counted.added, counted.altered, counted.unchanged) == (1, 1, 1)
    assert read(engine, cursor)[0] == [("a", False), ("c", False)]


def test_a_deleted_row_is_told_to_those_who_may_have_it(engine: Engine) -> None:
    put(engine, *(change(str(n), n) for n in range(4)))
    _, half, _, _ = read(engine, rows_max=2)
    put(engine, change("0", None), change("9", None))

    rest = read(engine, half)[0]

    assert rest == [("2", False), ("3", False), ("0", True)]
    assert read(engine)[0] == [("1", False), ("2", False), ("3", False)]


def test_a_row_of_another_store_is_not_told(engine: Engine) -> None:
    put(engine, change("mine", 1, "S-01"), change("theirs", 1, "S-02"))

    assert read(engine)[0] == [("mine", False)]


def test_a_row_that_leaves_a_scope_is_told_as_gone(engine: Engine) -> None:
    elsewhere = Scope("acme", "life-1", "S-02")
    put(engine, change("a", 1))
    here, there = read(engine)[1], read(engine, scope=elsewhere)[1]

    put(engine, change("a", None), change("a", 1, "S-01"))

    assert read(engine, here)[0] == [("a", False)]
    assert read(engine, there, scope=elsewhere)[0] == [("a", True)]
    here, there = read(engine)[1], read(engine, scope=elsewhere)[1]

    put(engine, change("a", None, "S-01"), change("a", 1, "S-02"))

    assert read(engine, here)[0] == [("a", True)]
    assert read(engine, there, scope=elsewhere)[0] == [("a", False)]


def test_a_stores_own_row_hides_that_of_every_store(engine: Engine) -> None:
    put(engine, change("a", 1))
    before = read(engine)[1]
    put(engine, change("a", 2, "S-01"))
    own = prices(engine)
    hidden = read(engine)[1]
    put(engine, change("a", 3))

    assert own == prices(engine) == {"a": 2}
    assert read(engine, hidden)[0] == []
    put(engine, change("a", None, "S-01"))
    assert read(engine, hidden)[0] == [("a", False)] * 2
    assert prices(engine, before) == prices(engine) == {"a": 3}
    put(engine, change("a", None))
    assert read(engine, hidden)[0][-1] == ("a", True)
    assert prices(engine) == {}


def test_a_till_of_another_store_begins_anew(engine: Engine) -> None:
    put(engine, change("mine", 1, "S-01"), change("theirs", 1, "S-02"))
    cursor = read(engine)[1]

    rows, _, resnapshot, _ = read(engine, cursor, scope=Scope("acme", "life-1", "S-02"))

    assert resnapshot
    assert rows == [("theirs", False)]


def test_tombstones_are_forgotten_and_older_cursors_with_them(engine: Engine) -> None:
    put(engine, change("a", 1), change("b", 1))
    at_start = read(engine)[1]
    put(engine, change("a", None))
    after = read(engine)[1]
    much_later = 5 + TOMBSTONE_KEPT_MS

    put(engine, change("c", 1), now_ms=much_later)
    kept = read(engine, at_start)
    put(engine, change("c", 2), now_ms=much_later + 1)
    forgotten = read(engine, at_start)

    assert kept[0] == [("a", True), ("c", False)]
    assert forgotten[0] == [("b", False), ("c", False)]
    assert forgotten[2] is True
    assert read(engine, after)[0] == [("c", False)]
    assert read(engine, after)[2] is False
    put(engine, change("a", 7))
    assert prices(engine) == {"a": 7, "b": 1, "c": 2}


def test_an_import_under_way_holds_the_feed(engine: Engine) -> None:
    with engine.begin() as connection:
        catalog_import.write(connection, [change("a", 1)], 1_000)
        with pytest.raises(FeedHeldError):
            feed.read_feed(connection, SCOPE, "", now_ms=1_001)
        late = feed.read_feed(connection, SCOPE, "", now_ms=1_000 + HELD_MS)
        catalog_import.release(connection)
        released = feed.read_feed(connection, SCOPE, "", now_ms=1_001)

    assert late == released
    assert [row.key for row in released.rows] == ["a"]


_stores = st.sampled_from(["", "S-01", "S-02"])
_changes = st.lists(
    st.builds(change, st.sampled_from("abcd"), st.none() | st.integers(1, 3), _stores),
    max_size=5,
)


@given(st.lists(st.tuples(_changes, st.integers(1, 3), st.integers(0, 40)), max_size=8))
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_what_a_till_has_and_its_digest_are_those_of_the_center(
    engine: Engine, steps: list[tuple[list[Change], int, int]]
) -> None:
    tills = {store: Replica(store) for store in ("S-01", "S-02")}
    with engine.connect() as connection, connection.begin() as undone:
        for changes, rows_max, days in steps:
            reference_data.put(connection, changes, days * TOMBSTONE_KEPT_MS // 30)
            for till in tills.values():
                till.ask(connection, rows_max)
        for store, till in tills.items():
            while not till.ask(connection, 3):
                pass
            assert till.rows == wanted(connection, store)
            assert till.digest() == till.told
            assert till.told == feed_digests.derive(connection, store)
        told = {store: till.told for store, till in tills.items()}
        feed_digests.rebuild(connection)
        assert told == {
            store: feed_digests.digest_of(connection, store) for store in tills
        }
        undone.rollback()


class Replica:
    """The plainest till: a dictionary."""

    def __init__(self, store: str) -> None:
        self.scope = Scope("acme", "life-1", store)
        self.rows: dict[tuple[str, str], tuple[int, bytes]] = {}
        self.fresh: dict[tuple[str, str], tuple[int, bytes]] = {}
        self.cursor = ""
        self.told = ""

    def ask(self, connection: Connection, rows_max: int) -> bool:
        found = feed.read_feed(connection, self.scope, self.cursor, rows_max)
        if found.resnapshot:
            self.fresh = {}
        for row in found.rows:
            if row.deleted:
                self.fresh.pop((row.kind, row.key), None)
            else:
                self.fresh[row.kind, row.key] = (row.version, bytes(row.data))
        self.cursor = found.cursor
        assert bool(found.digest) == found.complete
        if found.complete:
            self.rows = dict(self.fresh)
            self.told = found.digest
        return found.complete

    def digest(self) -> str:
        hashes = [
            number_of(row_hash(*key, version, data))
            for key, (version, data) in self.rows.items()
        ]
        return to_hex(moved(EMPTY, 0, sum(hashes)))


def wanted(
    connection: Connection, store: str
) -> dict[tuple[str, str], tuple[int, bytes]]:
    rows = connection.execute(
        select(reference_row).where(
            reference_row.c.is_deleted.is_(False),
            reference_row.c.store.in_({"", store}),
        )
    ).all()
    return {
        (row.kind, row.key): (row.version, row.data.encode())
        for row in sorted(rows, key=lambda row: str(row.store))
    }


def prices(engine: Engine, cursor: str = "") -> dict[str, int]:
    with engine.begin() as connection:
        found = feed.read_feed(connection, SCOPE, cursor)
    return {
        row.key: json.loads(bytes(row.data))["price"]
        for row in found.rows
        if not row.deleted
    }


@given(
    garbage=st.text(max_size=80)
    | st.binary(max_size=60).map(lambda data: base64.urlsafe_b64encode(data).decode())
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_garbage_cursor_begins_a_new_snapshot(engine: Engine, garbage: str) -> None:
    assert read(engine, garbage)[2] is True


@pytest.mark.parametrize(
    "cursor",
    [
        ["life-0", _SHARD, 1, 0],
        ["life-1", "other", 1, 0],
        ["life-1", _SHARD, 2, 0],
        ["life-1", _SHARD, 1, 2],
        ["life-1", _SHARD, -1, 0],
        ["life-1", _SHARD, 2**63, 0],
        ["life-1", _SHARD, 1.0, 0],
        ["life-1", _SHARD, 1],
        {"incarnation": "life-1"},
    ],
)
def test_a_cursor_of_another_life_or_from_the_future_is_garbage(
    engine: Engine, cursor: object
) -> None:
    put(engine, change("a", 1))
    text = base64.urlsafe_b64encode(json.dumps(cursor).encode()).decode()

    rows, _, resnapshot, _ = read(engine, text)

    assert resnapshot
    assert rows == [("a", False)]


def test_ten_thousand_rows_reach_a_till_signed(
    server: CentralServer, till: TillClient
) -> None:
    lines = "".join(f"FEED-{n},Item {n},1.00\n" for n in range(5_000))
    text = f"scan_code,description,unit_price\n{lines}"
    server.administer("POST", "/v1/catalog/import", data=text.encode())
    rows: list[FeedRow] = []

    checkpoint = till.feed()
    while True:
        assert len(checkpoint.rows) <= FEED_ROWS_MAX
        rows += checkpoint.rows
        if checkpoint.complete:
            break
        checkpoint = till.feed(checkpoint.cursor)

    found = [row for row in rows if row.key.startswith("FEED-")]
    assert len(found) == 10_000
    assert len({(row.kind, row.key) for row in rows}) == len(rows)
    assert checkpoint.tenant == "acme"
    assert checkpoint.store == till.chain.store


def test_a_tampered_checkpoint_is_found_out(
    server: CentralServer, till: TillClient
) -> None:
    text = "scan_code,description,unit_price\nTAMPER,Ring,199.00\n"
    server.administer("POST", "/v1/catalog/import", data=text.encode())
    last, checkpoint = "", till.feed()
    while not checkpoint.complete:
        last = checkpoint.cursor
        checkpoint = till.feed(last)
    data = till.raw_feed(last)
    assert b"199000000" in data

    with pytest.raises(CheckpointSignatureError):
        open_checkpoint(data.replace(b"199000000", b"1990000"), till.central_key)


def test_a_garbage_cursor_is_answered_over_http(till: TillClient) -> None:
    for cursor in ("x", "%00%FF", "A" * 600, "%F0%9F%98%80"):
        response = till.send("GET", f"/v1/feed?cursor={cursor}")

        assert response.status_code == 200
        opened = open_checkpoint(response.content, till.central_key)
        assert opened.resnapshot
