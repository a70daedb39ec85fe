"""Digests by store; that they follow any history is shown beside the feed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, insert

from sync.central import database, feed_digests, reference_data
from sync.central.reference_data import Change
from sync.central.schema import center
from sync.protocol.feed_digest import EMPTY, moved, number_of, row_hash, to_hex


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
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
        yield connection
    engine.dispose()


def _sum(*rows: tuple[str, int, str]) -> str:
    hashes = (
        row_hash("item", key, version, data.encode()) for key, version, data in rows
    )
    return to_hex(moved(EMPTY, 0, sum(map(number_of, hashes))))


def test_a_store_without_rows_has_the_digest_of_nothing(connection: Connection) -> None:
    assert feed_digests.digest_of(connection, "S-01") == "0" * 64
    assert feed_digests.derive(connection, "S-01") == "0" * 64


def test_each_store_has_the_digest_of_what_its_tills_get(
    connection: Connection,
) -> None:
    changes = [
        Change(kind="item", key="a", data="1"),
        Change(kind="item", key="b", data="2"),
        Change(kind="item", key="a", data="3", store="S-01"),
    ]
    reference_data.put(connection, changes, 1)
    reference_data.put(connection, [Change(kind="item", key="b", data="4")], 1)

    everywhere = _sum(("a", 1, "1"), ("b", 2, "4"))
    assert feed_digests.digest_of(connection, "S-02") == everywhere
    assert feed_digests.digest_of(connection, "S-01") == _sum(
        ("a", 1, "3"), ("b", 2, "4")
    )
    gone = Change(kind="item", key="a", data=None, store="S-01")
    reference_data.put(connection, [gone], 1)
    assert feed_digests.digest_of(connection, "S-01") == everywhere
