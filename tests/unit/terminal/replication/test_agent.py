"""The runtime shell: machines, files, lanes and callers joined."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

import msgspec
import pytest
from typing_extensions import override

from sync.engine.causes import Cause
from sync.engine.clock_watch import ClockWatch
from sync.engine.inputs import (
    FeedAnswered,
    HelloAnswered,
    PullInput,
    PushAnswered,
    PushInput,
    RequestFailed,
)
from sync.engine.outputs import SendFeed, SendHashes, SendHello, SendPush
from sync.engine.pull import Pull
from sync.engine.push import Push
from sync.engine.values import Verdict
from sync.protocol.envelope import StoredEvent
from sync.protocol.held_events import HeldEvent, HeldEvents
from sync.protocol.messages import FeedCheckpoint, FeedRow, seal_checkpoint
from sync.protocol.signature import Signer
from terminal.replication import agent as agent_module
from terminal.replication.agent import CHECK_FIRST_MS, CHECK_PAUSE_MS, Agent
from terminal.replication.center_calls import CenterCalls, Program
from terminal.replication.held_events import HeldHeard
from terminal.replication.local_messages import (
    PROOF,
    AgentStatus,
    AskStatus,
    Lookup,
    LookupAnswer,
    Nudge,
    Stop,
    Stopping,
)
from terminal.replication.ports import LocalFileError, LocalHead, Mark, Unsent
from terminal.replication.transport import CenterTime, Transport
from tests.fakes.chain import ChainWriter
from tests.fakes.model_center import ModelCenter

_CENTER_KEY = Signer(b"c" * 32)
_EPOCH = "a" * 16
_WALL_MS = 1_900_000_000_000
_WAIT_S = 10.0


class _Clock:
    """Real monotonic time, a wall clock of the test's."""

    def __init__(self) -> None:
        self.wall = _WALL_MS
        self.ahead_ms = 0

    def wall_ms(self) -> int:
        return self.wall + self.ahead_ms

    def monotonic_ms(self) -> int:
        import time

        return time.monotonic_ns() // 1_000_000 + self.ahead_ms


class _Ledger:
    """A ledger in memory; `fault` makes it unreadable."""

    def __init__(self, chain: ChainWriter) -> None:
        self.chain = chain
        self.fault: str | None = None

    def heads(self) -> Sequence[LocalHead]:
        self._check()
        return [
            LocalHead(epoch, len(events), events[-1].hash)
            for epoch, events in self.chain.epochs.items()
        ]

    def events_after(self, epoch: str, seq: int, limit: int) -> Sequence[StoredEvent]:
        self._check()
        return self.chain.epochs[epoch][seq : seq + limit]

    def last_number(self) -> str:
        return "A-12"

    def hashes_at(self, epoch: str, seqs: Sequence[int]) -> Sequence[bytes | None]:
        events = self.chain.epochs[epoch]
        return [events[seq - 1].hash for seq in seqs]

    def unsent(self, marks: Sequence[Mark]) -> Unsent:
        self._check()
        known = {mark.epoch: mark.seq for mark in marks}
        count = sum(
            len(events) - known.get(epoch, 0)
            for epoch, events in self.chain.epochs.items()
        )
        return Unsent(count, count * 100, _WALL_MS if count else None)

    def close(self) -> None:
        pass

    def _check(self) -> None:
        if self.fault is not None:
            raise LocalFileError(self.fault)


class _Replica:
    """A replica in memory; `fault` makes it refuse."""

    def __init__(self) -> None:
        self.by_epoch: dict[str, Mark] = {}
        self.rows: list[FeedRow] = []
        self.position: str | None = None
        self.requests: dict[str, str] = {}
        self.verdicts: list[Verdict] = []
        self.fault: str | None = None
        self.untidy = 3
        self.checks: queue.SimpleQueue[int] = queue.SimpleQueue()

    def marks(self) -> Sequence[Mark]:
        return list(self.by_epoch.values())

    def set_mark(self, mark: Mark) -> None:
        self._check()
        self.by_epoch[mark.epoch] = mark

    def cursor(self) -> str | None:
        return self.position

    def apply_rows(
        self,
        rows: Sequence[FeedRow],
        cursor: str,
        *,
        is_restart: bool,
        is_complete: bool,
    ) -> str:
        self._check()
        self.rows += rows
        self.position = cursor
        return ""

    def tidy(self) -> bool:
        self.untidy -= 1
        return self.untidy > 0

    def check(self) -> bool:
        self.checks.put(1)
        return False

    def put_verdicts(self, epoch: str, verdicts: Sequence[Verdict]) -> None:
        self._check()
        self.verdicts += verdicts

    def add_request(self, kind: str, key: str, detail: dict[str, str | int]) -> None:
        self._check()
        self.requests[key] = kind

    def close(self) -> None:
        pass

    def _check(self) -> None:
        if self.fault is not None:
            raise LocalFileError(self.fault)


class _Calls(CenterCalls):
    """Calls that a model answers instead of a network."""

    def __init__(self, clock: _Clock) -> None:
        transport = Transport(
            "http://127.0.0.1:1", identity=None, signer=None, time_ms=clock.wall_ms
        )
        super().__init__(transport, clock, Program("b", "s"), lambda: None)
        self.time = clock
        self.model = ModelCenter()
        self.feed_failure: Cause | None = None
        self.verdicts: tuple[Verdict, ...] = ()
        self.before_push: Callable[[], object] = lambda: None
        self.before_fetch: Callable[[], object] = lambda: None
        self.held: HeldEvents | None = None
        self.held_asked = 0

    @override
    def hello(self, wanted: SendHello, last_number: str = "") -> PushInput:
        answer = self.model.take(wanted, self.time.monotonic_ms())
        if isinstance(answer, HelloAnswered) and self.held is not None:
            return msgspec.structs.replace(answer, quarantined=self.held.count)
        return answer

    @override
    def held_events(self) -> HeldHeard:
        self.held_asked += 1
        return HeldHeard(self.held)

    @override
    def hashes(self, wanted: SendHashes) -> PushInput:
        return self.model.take(wanted, self.time.monotonic_ms())

    @override
    def push(self, wanted: SendPush) -> PushInput:
        self.before_push()
        answer = self.model.take(wanted, self.time.monotonic_ms())
        if isinstance(answer, PushAnswered):
            return msgspec.structs.replace(answer, verdicts=self.verdicts)
        return answer

    @override
    def fetch(self, wanted: SendFeed) -> PullInput:
        self.before_fetch()
        now_ms = self.time.monotonic_ms()
        if self.feed_failure is not None:
            return RequestFailed(now_ms, wanted.nonce, self.feed_failure, "told to")
        row = FeedRow(
            kind="item", key="a", version=1, deleted=False, data=msgspec.Raw(b"{}")
        )
        checkpoint = FeedCheckpoint(
            tenant="acme", store="s-01", incarnation="i", after=wanted.cursor or "",
            cursor="c1", resnapshot=wanted.cursor is None, complete=True, rows=(row,),
        )  # fmt: skip
        sealed = seal_checkpoint(checkpoint, _CENTER_KEY)
        return FeedAnswered(now_ms, wanted.nonce, sealed)


class _Log:
    """Keeps the names of what was logged."""

    def __init__(self) -> None:
        self.events: list[str] = []

    def info(self, event: str, **values: Any) -> None:
        self.events.append(event)

    def warning(self, event: str, **values: Any) -> None:
        self.events.append(event)


class _Shop:
    """An agent and everything it touches."""

    def __init__(self) -> None:
        self.clock = _Clock()
        self.chain = ChainWriter(is_signed=False)
        self.ledger = _Ledger(self.chain)
        self.replica = _Replica()
        self.calls = _Calls(self.clock)
        self.log = _Log()
        below = Random(3).randrange
        self.agent = Agent(
            center=self.calls,
            ledger=self.ledger,
            replica=self.replica,
            push=Push(below),
            pull=Pull(
                below,
                central_public_key=_CENTER_KEY.public_key,
                store=("acme", "s-01"),
            ),
            clock=self.clock,
            clock_watch=ClockWatch(),
            log=self.log,
        )
        self.ended: queue.Queue[Cause | None] = queue.Queue()

    def run(self) -> None:
        """Run on a thread, as the process does on its main thread."""
        threading.Thread(
            target=lambda: self.ended.put(self.agent.run()), daemon=True
        ).start()

    def status(self) -> AgentStatus:
        answer = self.agent.answer(AskStatus())
        assert isinstance(answer, AgentStatus)
        return answer

    def until(self, is_so: Callable[[AgentStatus], bool]) -> AgentStatus:
        """Wait for a status; the agent answers each in turn, so this needs no sleep."""
        import time

        deadline = time.monotonic() + _WAIT_S
        while not is_so(status := self.status()):
            assert time.monotonic() < deadline, status
        return status


@pytest.fixture
def shop() -> Iterator[_Shop]:
    made = _Shop()
    yield made
    made.agent.stop()


def test_once_sends_everything_applies_everything_and_ends(shop: _Shop) -> None:
    shop.chain.extend(_EPOCH, 230)

    cause = shop.agent.run(once=True)

    assert cause is None
    assert shop.calls.model.stored == shop.chain.epochs
    assert shop.replica.by_epoch[_EPOCH].seq == 230
    assert [row.key for row in shop.replica.rows] == ["a"]
    assert shop.replica.position == "c1"
    status = shop.agent.status()
    assert (status.state, status.waiting, status.feed_state) == ("online", 0, "online")
    assert status.last_ok_at_ms == _WALL_MS


def test_once_says_why_it_did_not_work(shop: _Shop) -> None:
    shop.chain.extend(_EPOCH, 2)
    shop.calls.model.refusal = (Cause.REVOKED, None)
    shop.calls.feed_failure = Cause.SERVER_UNREACHABLE

    cause = shop.agent.run(once=True)

    assert cause is Cause.REVOKED
    status = shop.agent.status()
    assert (status.state, status.waiting) == ("revoked", 2)
    assert status.feed_state == "server_unreachable"
    assert "no longer accepts" in status.cause


def test_a_nudge_sends_what_was_committed(shop: _Shop) -> None:
    shop.run()
    shop.until(lambda status: status.state == "online")
    shop.chain.extend(_EPOCH, 3)

    assert shop.agent.answer(Nudge()) is None

    assert shop.until(lambda status: status.waiting == 0).oldest_at_ms is None
    assert shop.calls.model.stored == shop.chain.epochs


def test_whoever_asks_for_an_empty_queue_hears_when_it_is(shop: _Shop) -> None:
    shop.run()
    shop.until(lambda status: status.state == "online")
    shop.chain.extend(_EPOCH, 50)

    answer = shop.agent.answer(Lookup("drained", 8_000))

    assert answer == LookupAnswer("drained", is_known=True, detail="nothing waits")
    assert shop.calls.model.stored == shop.chain.epochs


def test_a_queue_that_does_not_empty_is_not_known_to_be(shop: _Shop) -> None:
    shop.calls.model.refusal = (Cause.BUSY, 60_000)
    shop.chain.extend(_EPOCH, 1)
    shop.run()

    answer = shop.agent.answer(Lookup("drained", 50))

    assert isinstance(answer, LookupAnswer)
    assert not answer.is_known


def test_an_unknown_question_is_answered_so(shop: _Shop) -> None:
    shop.run()

    answer = shop.agent.answer(Lookup("weather", 5_000))

    assert isinstance(answer, LookupAnswer)
    assert not answer.is_known


def test_stop_is_acknowledged_and_ends_the_run(shop: _Shop) -> None:
    shop.run()
    shop.until(lambda status: status.state == "online")

    assert shop.agent.answer(Stop()) == Stopping()

    assert shop.ended.get(timeout=_WAIT_S) is None


def test_a_stuck_upload_does_not_hold_up_the_download(shop: _Shop) -> None:
    release = threading.Event()

    def hang() -> None:
        release.wait(_WAIT_S)

    shop.calls.before_push = hang
    shop.chain.extend(_EPOCH, 1)
    shop.run()

    status = shop.until(lambda status: status.feed_cursor == "c1")

    assert status.waiting == 1
    release.set()
    shop.until(lambda status: status.waiting == 0)


def test_an_unreadable_ledger_is_told_and_nothing_crashes(shop: _Shop) -> None:
    shop.ledger.fault = "ledger.db is locked"

    cause = shop.agent.run(once=True)
    status = shop.agent.status()

    assert cause is Cause.LOCAL
    assert status.state == "local"
    assert status.waiting is None
    assert "ledger.db is locked" in status.cause


def test_a_replica_that_refuses_costs_the_display_but_not_the_upload(
    shop: _Shop,
) -> None:
    shop.replica.fault = "the disk is full"
    shop.calls.verdicts = (Verdict(1, "quarantined", "unknown_type"),)
    shop.chain.extend(_EPOCH, 3)

    cause = shop.agent.run(once=True)

    assert cause is Cause.LOCAL
    assert shop.calls.model.stored == shop.chain.epochs
    assert "the disk is full" in shop.agent.status().incidents


def test_what_the_center_holds_is_listed_with_its_reasons_and_asked_once(
    shop: _Shop,
) -> None:
    event = HeldEvent(
        epoch=_EPOCH, seq=2, type="sale.completed", code="number_reused",
        detail="number 7 of series A was used before", since_ms=_WALL_MS,
    )  # fmt: skip
    shop.calls.held = HeldEvents(count=1, items=(event,))
    shop.run()

    status = shop.until(lambda status: bool(status.held_events))

    assert (status.held, status.held_events) == (1, (event,))
    assert shop.calls.held_asked == 1


def test_a_center_that_holds_nothing_is_not_asked_why(shop: _Shop) -> None:
    shop.calls.held = HeldEvents(count=0, items=())

    shop.agent.run(once=True)

    assert shop.agent.status().held == 0
    assert shop.calls.held_asked == 0


def test_the_status_tells_what_the_clock_is_worth(shop: _Shop) -> None:
    shop.run()
    assert shop.until(lambda status: status.state == "online").clock is None

    shop.agent.heard_time(CenterTime(_WALL_MS + 3_600_000, 10))

    clock = shop.until(lambda status: status.clock is not None).clock
    assert clock is not None
    assert clock.is_wrong
    assert abs(clock.skew_ms - 3_600_000) < 5_000
    assert clock.error_ms < 100


def test_what_waits_at_the_center_is_shown_and_kept(shop: _Shop) -> None:
    shop.calls.verdicts = (Verdict(2, "quarantined", "unknown_type"),)
    shop.chain.extend(_EPOCH, 3)

    shop.agent.run(once=True)

    assert shop.replica.verdicts == list(shop.calls.verdicts)
    assert shop.agent.status().incidents == (
        "event 2 waits at the center: unknown_type",
    )


def test_a_fork_becomes_a_request_to_the_till(shop: _Shop) -> None:
    other = ChainWriter(is_signed=False)
    other.append(_EPOCH, padding="other")
    shop.calls.model.stored = other.epochs
    shop.chain.extend(_EPOCH, 1)

    cause = shop.agent.run(once=True)

    assert cause is Cause.FORK
    # Not even the first event is common: a person has to look.
    assert list(shop.replica.requests.values()) == ["fork_found"]
    assert any("another last event" in each for each in shop.agent.status().incidents)


def test_a_clock_far_off_becomes_a_request_and_an_incident(shop: _Shop) -> None:
    shop.run()
    shop.until(lambda status: status.state == "online")

    shop.agent.heard_time(CenterTime(_WALL_MS + 3_600_000, 10))

    status = shop.until(lambda status: bool(status.incidents))
    assert "clock differs" in status.incidents[0]
    assert list(shop.replica.requests.values()) == ["clock_skewed"]
    shop.agent.heard_time(CenterTime(_WALL_MS, 10))
    shop.until(lambda status: not status.incidents)


def test_a_network_that_comes_back_is_a_hint(
    shop: _Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = iter(["10.0.0.7"])
    monkeypatch.setattr(agent_module, "NETWORK_LOOK_MS", 0)
    monkeypatch.setattr(
        agent_module,
        "local_address_outward",
        lambda: next(addresses, "10.0.0.7"),
    )
    shop.calls.model.refusal = (Cause.NETWORK_DOWN, None)
    shop.chain.extend(_EPOCH, 1)
    shop.run()
    shop.until(lambda status: "network_changed" in shop.log.events)

    shop.calls.model.refusal = None

    shop.until(lambda status: status.waiting == 0)


def test_a_silent_main_thread_is_answered_for(
    shop: _Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agent_module, "_ANSWER_WAIT_S", 0.05)

    status = shop.status()

    assert status.state == "local"
    assert status.waiting is None


def test_incidents_are_bounded(shop: _Shop) -> None:
    shop.calls.verdicts = tuple(
        Verdict(number, "quarantined", "x") for number in range(1, 60)
    )
    shop.chain.extend(_EPOCH, 60)

    shop.agent.run(once=True)

    assert len(shop.agent.status().incidents) == agent_module.INCIDENTS_MAX


def test_questions_to_the_center_are_asked_on_the_callers_thread(
    shop: _Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Lookup, str]] = []

    def look_up(_: CenterCalls, question: Lookup) -> LookupAnswer:
        asked.append((question, threading.current_thread().name))
        return LookupAnswer(question.kind, is_known=True, detail="{}")

    monkeypatch.setattr(CenterCalls, "look_up", look_up)

    # Nothing runs the agent: neither upload nor download is needed for an answer.
    answer = shop.agent.answer(Lookup("receipt", 10**9, "A"))

    assert answer == LookupAnswer("receipt", is_known=True, detail="{}")
    [(question, name)] = asked
    assert question.deadline_ms == agent_module.LOOKUP_MS_MAX
    assert name == threading.current_thread().name


def test_only_so_many_questions_wait_for_the_center(
    shop: _Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered = threading.Semaphore(0)
    leave = threading.Event()

    def look_up(_: CenterCalls, question: Lookup) -> LookupAnswer:
        entered.release()
        leave.wait(_WAIT_S)
        return LookupAnswer(question.kind, is_known=True, detail="{}")

    monkeypatch.setattr(CenterCalls, "look_up", look_up)
    waiting = [
        threading.Thread(target=shop.agent.answer, args=(Lookup("claim", 2_000),))
        for _ in range(agent_module.CENTER_QUESTIONS_MAX)
    ]
    for thread in waiting:
        thread.start()
    for _ in waiting:
        assert entered.acquire(timeout=_WAIT_S)

    refused = shop.agent.answer(Lookup("claim", 2_000))
    leave.set()
    for thread in waiting:
        thread.join(_WAIT_S)

    assert isinstance(refused, LookupAnswer)
    assert not refused.is_known
    answered = shop.agent.answer(Lookup("claim", 2_000))
    assert isinstance(answered, LookupAnswer)
    assert answered.is_known


def test_who_asks_for_a_proof_is_told_why_there_is_none(shop: _Shop) -> None:
    shop.run()

    answer = shop.agent.answer(Lookup(PROOF, 2_000, "ab" * 32))

    assert isinstance(answer, LookupAnswer)
    assert (answer.is_known, answer.detail) == (False, "no proofs are kept")


def test_what_a_change_left_behind_is_done_in_quiet_moments(shop: _Shop) -> None:
    shop.run()

    shop.until(lambda _: shop.replica.untidy <= 0)

    # Events and feed go on apart: one may be online before the other.
    shop.until(lambda status: status.feed_cursor == "c1")


def test_the_disk_is_compared_with_its_digest_once_a_day(shop: _Shop) -> None:
    shop.run()
    shop.until(lambda status: status.feed_state == "online")
    before = shop.replica.checks.qsize()

    for pause_ms in (CHECK_FIRST_MS, CHECK_PAUSE_MS):
        shop.clock.ahead_ms += pause_ms
        shop.replica.checks.get(timeout=_WAIT_S)

    assert before == 0
    shop.until(lambda _: "rows_differ_on_disk" in shop.log.events)


def test_a_feed_that_never_answers_holds_up_no_event(shop: _Shop) -> None:
    is_over = threading.Event()
    shop.calls.before_fetch = is_over.wait
    shop.run()
    shop.chain.extend(_EPOCH, 3)

    shop.agent.answer(Nudge())

    status = shop.until(lambda status: status.waiting == 0)
    assert (status.state, status.feed_state) == ("online", "starting")
    is_over.set()
    shop.until(lambda status: status.feed_state == "online")


def test_a_push_that_never_ends_holds_up_no_prices(shop: _Shop) -> None:
    is_over = threading.Event()
    shop.calls.before_push = is_over.wait
    shop.chain.extend(_EPOCH, 3)
    shop.run()

    status = shop.until(lambda status: status.feed_state == "online")

    assert (status.waiting, status.feed_cursor) == (3, "c1")
    is_over.set()
    shop.until(lambda status: status.waiting == 0)
