"""The till's side: it never waits, and it is silent when nobody answers."""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from terminal.replication import agent_client
from terminal.replication.agent_client import AgentClient
from terminal.replication.local_messages import (
    AgentStatus,
    Answer,
    AskStatus,
    ClockReading,
    Lookup,
    LookupAnswer,
    Nudge,
    Question,
)
from terminal.replication.local_socket import LocalServer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Unix sockets")

_KEY = b"k" * 32
_STATUS = AgentStatus(state="online", cause="c", waiting=2, waiting_gross_minor=5)
_WAIT_S = 10.0


class _Agent:
    """A listener that answers like an agent."""

    def __init__(self, address: str, key: bytes = _KEY) -> None:
        self.questions: queue.Queue[Question] = queue.Queue()
        self.reply: Callable[[Question], Answer | None] = self._usual
        self.server = LocalServer(address, key, self._answer)
        self.server.start()

    def _answer(self, question: Question) -> Answer | None:
        self.questions.put(question)
        return self.reply(question)

    def _usual(self, question: Question) -> Answer | None:
        match question:
            case AskStatus():
                return _STATUS
            case Lookup(kind):
                return LookupAnswer(kind, is_known=True, detail="yes")
            case _:
                return None


@pytest.fixture
def address(tmp_path: Path) -> str:
    return str(tmp_path / "agent.sock")


@pytest.fixture
def agent(address: str) -> Iterator[_Agent]:
    made = _Agent(address)
    yield made
    made.server.close()


@pytest.fixture
def client(address: str) -> Iterator[AgentClient]:
    made = AgentClient(address, _KEY)
    yield made
    made.close()


def test_a_nudge_arrives(agent: _Agent, client: AgentClient) -> None:
    client.nudge()

    assert agent.questions.get(timeout=_WAIT_S) == Nudge()


def test_nudges_that_follow_closely_share_a_message(
    agent: _Agent, client: AgentClient
) -> None:
    for _ in range(1_000):
        client.nudge()

    assert agent.questions.get(timeout=_WAIT_S) == Nudge()
    assert client.fetch_status() == _STATUS
    assert agent.questions.qsize() < 20


def test_without_an_agent_nothing_waits_and_nothing_fails(client: AgentClient) -> None:
    began = time.perf_counter()
    for _ in range(100):
        client.nudge()
        assert client.status() is None
    took_s = time.perf_counter() - began

    assert took_s < 0.5
    assert client.fetch_status() is None


def test_the_status_is_the_last_one_heard(agent: _Agent, client: AgentClient) -> None:
    assert client.fetch_status() == _STATUS
    assert client.status() == _STATUS


def test_a_nudge_that_nobody_heard_is_delivered_when_an_agent_comes(
    address: str, client: AgentClient
) -> None:
    client.nudge()
    assert client.fetch_status() is None

    late = _Agent(address)

    assert late.questions.get(timeout=_WAIT_S) == Nudge()
    late.server.close()


def test_a_nudge_still_owed_at_closing_is_tried_once_more(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agent_client, "CONNECT_PAUSE_S", 60.0)
    client = AgentClient(address, _KEY)
    client.nudge()
    client.fetch_status(_WAIT_S)
    agent = _Agent(address)

    client.close()

    assert agent.questions.get(timeout=_WAIT_S) == Nudge()
    agent.server.close()


def test_after_the_agent_was_started_again_the_next_question_is_answered(
    address: str, client: AgentClient
) -> None:
    first = _Agent(address)
    assert client.fetch_status() == _STATUS
    first.server.close()

    second = _Agent(address)

    assert client.fetch_status() == _STATUS
    second.server.close()


def test_a_missing_agent_is_started_but_not_over_and_over(address: str) -> None:
    started: queue.Queue[bool] = queue.Queue()
    client = AgentClient(address, _KEY, start_agent=lambda: started.put(True))

    for _ in range(5):
        client.fetch_status()
    client.close()

    assert started.qsize() == 1


def test_an_agent_that_hangs_costs_the_caller_only_its_deadline(
    agent: _Agent, client: AgentClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agent_client, "ANSWER_DEADLINE_S", 0.1)
    release = threading.Event()

    def hang(_question: Question) -> None:
        release.wait(_WAIT_S)

    agent.reply = hang

    began = time.perf_counter()
    status = client.fetch_status(0.2)
    took_s = time.perf_counter() - began
    release.set()

    assert status is None
    assert took_s < 1


def test_an_answer_to_another_question_is_not_taken(
    agent: _Agent, client: AgentClient
) -> None:
    agent.reply = lambda _question: LookupAnswer("x", is_known=True, detail="")

    assert client.fetch_status() is None


def test_a_listener_without_the_key_is_nobody(
    address: str, client: AgentClient
) -> None:
    impostor = _Agent(address, b"other" * 6)

    assert client.fetch_status() is None
    assert impostor.questions.empty()
    impostor.server.close()


def test_a_lookup_is_answered_once_on_a_thread_of_its_own(
    agent: _Agent, client: AgentClient
) -> None:
    answers: queue.Queue[LookupAnswer] = queue.Queue()

    client.lookup("drained", 2.0, answers.put, key="k")

    assert answers.get(timeout=_WAIT_S).is_known
    assert agent.questions.get(timeout=_WAIT_S) == Lookup("drained", 2_000, "k")


def test_a_lookup_without_an_agent_says_that_nobody_knew(client: AgentClient) -> None:
    answers: queue.Queue[LookupAnswer] = queue.Queue()

    client.lookup("drained", 2.0, answers.put)

    assert not answers.get(timeout=_WAIT_S).is_known


def test_closing_ends_the_thread_and_later_calls_do_nothing(address: str) -> None:
    client = AgentClient(address, _KEY)
    client.close()
    client.nudge()
    client.close()

    assert client.status() is None
    assert not [each for each in threading.enumerate() if each.name == "agent-client"]


def test_the_centers_time_comes_with_the_first_nudge_and_then_seldom(
    agent: _Agent, address: str
) -> None:
    heard: queue.Queue[tuple[int, int]] = queue.Queue()
    reading = ClockReading(
        center_ms=1_932_000_000_000, error_ms=5, skew_ms=0, is_wrong=False
    )
    told = msgspec.structs.replace(_STATUS, clock=reading)
    agent.reply = lambda question: told if isinstance(question, AskStatus) else None
    client = AgentClient(address, _KEY, on_center_time=lambda *time: heard.put(time))

    client.nudge()
    center_ms, error_ms = heard.get(timeout=_WAIT_S)
    for _ in range(3):
        client.nudge()
    client.close()

    assert 0 <= center_ms - reading.center_ms <= error_ms < 2_000
    assert heard.empty()
