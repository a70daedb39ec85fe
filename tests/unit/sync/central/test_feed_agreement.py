"""The center remembers which tills do not have what they should."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine

from sync.central import feed, feed_agreement, reference_data
from sync.central.authentication import Workstation
from sync.central.database import open_engine
from sync.central.feed import Scope
from sync.central.reference_data import Change
from sync.protocol.messages import Hello, encode
from tests.support.central_server import CentralServer, TillClient


@pytest.fixture
def engine(server: CentralServer) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{server.home / 'central.db'}")
    yield engine
    engine.dispose()


def _in_force(till: TillClient) -> tuple[str, str]:
    checkpoint = till.feed()
    while not checkpoint.complete:
        checkpoint = till.feed(checkpoint.cursor)
    return checkpoint.cursor, checkpoint.digest


def _greet(till: TillClient, cursor: str | None, digest: str | None) -> None:
    said = Hello(epochs=(), feed_cursor=cursor, feed_digest=digest)
    response = till.send("POST", "/v1/hello", encode(said))
    assert response.status_code == 200, response.text


def _known(connection: Connection, till: TillClient) -> list[str]:
    return [
        each.digest
        for each in feed_agreement.list_disagreements(connection)
        if each.workstation == till.chain.workstation
    ]


def test_a_till_that_disagrees_is_remembered_until_it_agrees(
    till: TillClient, engine: Engine
) -> None:
    cursor, digest = _in_force(till)
    wrong = "1" * 64

    for said, expected in (
        ((cursor, digest), []),
        ((cursor, wrong), [wrong]),
        ((cursor, "2" * 64), [wrong]),
        (("another cursor", digest), [wrong]),
        ((cursor, "no digest"), [wrong]),
        ((cursor, None), [wrong]),
        ((None, digest), [wrong]),
        ((cursor, digest), []),
    ):
        _greet(till, *said)
        with engine.begin() as connection:
            assert _known(connection, till) == expected, said


def test_only_a_till_that_has_everything_is_compared(
    till: TillClient, engine: Engine
) -> None:
    cursor, _ = _in_force(till)
    store = till.chain.store
    with engine.begin() as connection:
        change = Change(kind="setting", key="k", data="1", store=store)
        reference_data.put(connection, [change], 1)
        incarnation = till.feed().incarnation
        scope = Scope("acme", incarnation, store)
        asks = Workstation(
            workstation=till.chain.workstation, store=store, public_keys=()
        )
        said = Hello(epochs=(), feed_cursor=cursor, feed_digest="1" * 64)
        behind = feed_agreement.judge(connection, asks, said, scope, 5)
        after = feed.read_feed(connection, scope, cursor).cursor
        said = Hello(epochs=(), feed_cursor=after, feed_digest="1" * 64)
        level = feed_agreement.judge(connection, asks, said, scope, 5)

    assert behind is None
    assert level is not None
    assert level.disagreement is not None
    assert level.disagreement.since_ms == 5
