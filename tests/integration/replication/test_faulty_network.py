"""The real agent process against the real center through a network that fails."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from random import Random

import pytest

from terminal.replication.agent_client import AgentClient
from terminal.replication.local_messages import AgentStatus
from tests.fakes.fault_proxy import Fault, FaultProxy
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


def _until(is_so: Callable[[], bool], wait_s: float = _WAIT_S) -> None:
    deadline = time.monotonic() + wait_s
    while not is_so():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.02)


def _status(client: AgentClient) -> AgentStatus:
    found: list[AgentStatus] = []

    def is_told() -> bool:
        status = client.fetch_status()
        if status is not None:
            found.append(status)
        return bool(found)

    _until(is_told)
    return found[0]


def _until_level(till: EnrolledHome, client: AgentClient) -> None:
    client.nudge()
    _until(lambda: _status(client).waiting == 0)
    assert till.center_hashes() == till.local_hashes()


def test_an_answer_cut_after_the_center_stored_the_batch_doubles_nothing(
    till: EnrolledHome, proxy: FaultProxy, agent: RunningAgent, client: AgentClient
) -> None:
    _until(lambda: _status(client).state == "online")
    proxy.set(Fault.CUT_ANSWER, times=3)

    till.commit(5)
    client.nudge()

    _until(lambda: proxy.struck >= 3)
    _until_level(till, client)


def test_a_request_cut_in_the_middle_is_sent_again(
    till: EnrolledHome, proxy: FaultProxy, agent: RunningAgent, client: AgentClient
) -> None:
    _until(lambda: _status(client).state == "online")
    proxy.set(Fault.CUT_REQUEST, times=2)

    till.commit(5)
    client.nudge()

    _until(lambda: proxy.struck >= 2)
    _until_level(till, client)


def test_an_outage_is_named_soon_and_healed_soon_after_it_ends(
    till: EnrolledHome, proxy: FaultProxy, agent: RunningAgent, client: AgentClient
) -> None:
    _until(lambda: _status(client).state == "online")
    proxy.set(Fault.REFUSE)
    till.commit(3)
    began = time.monotonic()
    client.nudge()
    _until(lambda: _status(client).state == "server_unreachable")
    named_after_s = time.monotonic() - began
    status = _status(client)

    proxy.set(Fault.NONE)
    ended = time.monotonic()
    till.commit(1)
    client.nudge()
    _until(lambda: _status(client).waiting == 0)
    healed_after_s = time.monotonic() - ended

    assert status.waiting == 3
    assert status.oldest_at_ms is not None
    assert "everything is kept" in status.cause
    assert named_after_s < 5
    assert healed_after_s < 4
    assert till.center_hashes() == till.local_hashes()


def test_a_captive_portal_is_told_from_the_center(
    till: EnrolledHome, proxy: FaultProxy, agent: RunningAgent, client: AgentClient
) -> None:
    _until(lambda: _status(client).state == "online")
    proxy.set(Fault.PORTAL)
    till.commit(1)
    client.nudge()

    _until(lambda: _status(client).state == "not_our_server")
    proxy.set(Fault.NONE)

    _until_level(till, client)


def test_a_stalled_upload_does_not_hold_up_the_answers_of_the_agent(
    till: EnrolledHome, proxy: FaultProxy, agent: RunningAgent, client: AgentClient
) -> None:
    _until(lambda: _status(client).state == "online")
    proxy.set(Fault.STALL, times=1)
    till.commit(1)
    client.nudge()
    _until(lambda: proxy.struck >= 1)

    began = time.monotonic()
    status = _status(client)
    took_s = time.monotonic() - began
    _until_level(till, client)

    assert status.waiting == 1
    assert took_s < 1.5


def test_agent_and_center_killed_in_mid_upload_lose_and_double_nothing(
    center: RunningCenter, till: EnrolledHome, client: AgentClient
) -> None:
    random = Random(5)
    running = RunningAgent(till.home.path)
    try:
        for round_number in range(6):
            till.commit(100)
            client.nudge()
            time.sleep(random.uniform(0.0, 0.25))
            if round_number % 2:
                os.kill(running.pid, signal.SIGKILL)
                running.process.wait()
                running = RunningAgent(till.home.path)
            else:
                center.kill()
                center.start()
        _until_level(till, client)
    finally:
        running.kill()


def test_sigterm_ends_the_agent_cleanly_and_the_next_one_goes_on(
    till: EnrolledHome, client: AgentClient
) -> None:
    first = RunningAgent(till.home.path)
    _until(lambda: _status(client).state == "online")
    till.commit(20)

    assert first.terminate() == 0
    second = RunningAgent(till.home.path)

    try:
        _until_level(till, client)
    finally:
        second.kill()


def test_a_second_agent_of_the_same_home_is_refused(
    till: EnrolledHome, agent: RunningAgent, client: AgentClient
) -> None:
    _status(client)

    second = RunningAgent(till.home.path)

    assert second.process.wait(timeout=30) == 1
    assert _status(client).agent_pid == agent.pid
