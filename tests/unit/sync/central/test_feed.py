"""The feed: checkpoints in order, cursors that heal, signatures."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from sync.central import feed, installation, reference_data
from sync.central.feed import Scope
from sync.central.reference_data import Change
from sync.protocol.errors import CheckpointSignatureError
from sync.protocol.messages import FEED_ROWS_MAX, FeedRow, open_checkpoint
from tests.support.central_server import CentralServer, TillClient

SCOPE = Scope("acme", "life-1", "S-01")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    location = installation.locate(None, tmp_path)
    installation.install(location, "acme", lambda: 1)
    engine, _center, _signer = installation.open_installed(location)
    yield engine
    engine.dispose()


def change(key: str, price: int | None, store: str = "") -> Change:
    data = None if price is None else json.dumps({"price": price})
    return Change(kind="item", key=key, data=data, store=store)


def put(engine: Engine, *changes: Change) -> reference_data.Changed:
    with engine.begin() as connection:
        return reference_data.put(connection, changes, 5)


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


def test_a_row_that_changes_its_store_leaves_before_it_arrives(engine: Engine) -> None:
    put(engine, change("a", 1))
    cursor = read(engine)[1]

    put(engine, change("a", None), change("a", 1, "S-01"))

    assert read(engine, cursor)[0] == [("a", True), ("a", False)]
    elsewhere = Scope("acme", "life-1", "S-02")
    assert read(engine, cursor, scope=elsewhere)[0] == [("a", True)]


@given(
    garbage=st.text(max_size=80)
    | st.binary(max_size=60).map(lambda data: base64.urlsafe_b64encode(data).decode())
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_garbage_cursor_begins_a_new_snapshot(engine: Engine, garbage: str) -> None:
    assert read(engine, garbage)[2] is True


@pytest.mark.parametrize(
    "cursor",
    [
        ["life-0", "all", 1, 0],
        ["life-1", "other", 1, 0],
        ["life-1", "all", 2, 0],
        ["life-1", "all", 1, 2],
        ["life-1", "all", -1, 0],
        ["life-1", "all", 2**63, 0],
        ["life-1", "all", 1.0, 0],
        ["life-1", "all", 1],
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
