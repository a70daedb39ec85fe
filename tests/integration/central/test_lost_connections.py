"""A PostgreSQL that goes away: the till is asked to wait, nothing is doubled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from sync.protocol import messages
from sync.protocol.envelope import StoredEvent
from tests.support.central_server import CentralServer, TillClient
from tests.support.commit_cutter import CommitCutter
from tests.support.postgresql import PostgreSQLServer
from tests.support.server_thread import ServerThread

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture
def server(
    postgres_url: str, cutter: CommitCutter, tmp_path: Path
) -> Iterator[CentralServer]:
    """Return a center whose way to its database leads through the cutter."""
    name = make_url(postgres_url).database
    url = f"postgresql://postgres@127.0.0.1:{cutter.port}/{name}?sslmode=disable"
    central = ServerThread.install(tmp_path, url)
    central.start()
    yield central
    central.close()


def push_until_taken(till: TillClient, events: list[StoredEvent]) -> int:
    """Push as an agent does, again and again; return how often it had to wait."""
    for waited in range(20):
        response = till.try_push(events)
        if response.status_code == 200:
            return waited
        assert response.status_code == 503, response.text
        assert int(response.headers["Retry-After"]) > 0
    raise AssertionError("the center never recovered")


def test_nothing_is_lost_or_doubled_when_the_database_goes_away(
    server: CentralServer, cutter: CommitCutter, postgres_server: PostgreSQLServer
) -> None:
    till = server.enrolled()
    sold = [till.chain.sell() for _ in range(10)]
    till.push(sold)

    # The commit is done, but nobody hears of it.
    sold = [till.chain.sell() for _ in range(10)]
    cutter.cut_commit_after(b"COPY raw_event")
    assert push_until_taken(till, sold) == 1
    assert cutter.cuts == 1
    assert {each.verdict for each in till.push(sold).verdicts} == {"duplicate"}

    # The server dies with everything that is under way, and comes back.
    sold = [till.chain.sell() for _ in range(10)]
    postgres_server.restart()
    push_until_taken(till, sold)

    # It is away for longer than one request.
    sold = [till.chain.sell() for _ in range(10)]
    postgres_server.stop()
    try:
        for _ in range(2):
            assert till.try_push(sold).status_code == 503
        refused = server.administer("GET", "/v1/health")
        assert refused.status_code == 503
        assert messages.decode(messages.Refusal, refused.content).code == "database"
    finally:
        postgres_server.start()
    push_until_taken(till, sold)

    totals = till.totals()
    assert (totals["events"], totals["transactions"]) == (40, 40)
    assert totals["gross_minor"] == 40 * 1_000
    (held,) = till.hello().epochs
    assert (held.hw, held.hw_hash) == (40, till.chain.head.hex())
