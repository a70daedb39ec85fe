"""Up and down are independent: what holds up one never holds up the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from sync.central.database import open_engine
from terminal.persistence.replica.reader import ReplicaReader
from terminal.replication.agent_client import AgentClient
from terminal.replication.local_messages import AgentStatus
from tests.integration.replication.support import (
    EnrolledHome,
    RunningAgent,
    RunningCenter,
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

_WAIT_S = 40.0


@pytest.fixture
def agent(till: EnrolledHome) -> Iterator[RunningAgent]:
    running = RunningAgent(till.home.path)
    yield running
    running.kill()


@pytest.fixture
def client(till: EnrolledHome) -> Iterator[AgentClient]:
    speaking = AgentClient(till.home.agent_address, till.keys.agent_auth_key)
    yield speaking
    speaking.close()


def _until(client: AgentClient, is_so: Callable[[AgentStatus], bool]) -> AgentStatus:
    deadline = time.monotonic() + _WAIT_S
    while True:
        status = client.fetch_status()
        if status is not None and is_so(status):
            return status
        assert time.monotonic() < deadline, status
        time.sleep(0.02)


def _at_center(center: RunningCenter, statement: str) -> None:
    engine = open_engine(center.database)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_a_feed_that_is_held_does_not_hold_up_the_upload(
    center: RunningCenter, till: EnrolledHome, agent: RunningAgent, client: AgentClient
) -> None:
    _at_center(center, "UPDATE center SET feed_held_until_ms = 9000000000000")
    try:
        _until(client, lambda status: status.feed_state == "busy")
        till.commit(5)
        client.nudge()
        status = _until(client, lambda status: status.waiting == 0)
    finally:
        _at_center(center, "UPDATE center SET feed_held_until_ms = 0")

    assert (status.state, status.feed_state) == ("online", "busy")
    assert till.center_hashes() == till.local_hashes()


def test_an_upload_that_is_refused_does_not_hold_up_prices(
    center: RunningCenter, till: EnrolledHome, agent: RunningAgent, client: AgentClient
) -> None:
    _until(client, lambda status: status.feed_state == "online")
    reader = ReplicaReader(till.home, till.keys)
    before = reader.feed_position()
    _at_center(center, "ALTER TABLE raw_event RENAME TO hidden")
    try:
        till.commit(2)
        client.nudge()
        _until(client, lambda status: status.state not in {"online", "starting"})
        center.import_catalog(
            "item_id,scan_code,description,unit_price\nA9,96385074,Clip,0.50\n"
        )
        agent.kill()
        # At its start an agent asks at once; otherwise it does within a minute.
        again = RunningAgent(till.home.path)
        try:
            _until(client, lambda status: status.feed_cursor not in {before, None})
            status = _until(client, lambda status: status.state != "starting")
        finally:
            again.kill()
    finally:
        _at_center(center, "ALTER TABLE hidden RENAME TO raw_event")

    found = reader.find_by_scan_code("96385074")
    reader.close()
    assert status.state != "online"
    assert status.waiting == 2
    assert found is not None
