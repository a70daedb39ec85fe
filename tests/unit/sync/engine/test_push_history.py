"""Any history of faults: nothing is lost, nothing is doubled, and it ends."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from typing_extensions import override

from sync.engine.causes import Cause
from sync.engine.inputs import (
    EventsRead,
    HashesAnswered,
    HashesRead,
    HeadsRead,
    HelloAnswered,
    LocalFailed,
    PushAnswered,
    PushInput,
    RequestFailed,
)
from sync.engine.outputs import (
    PushOutput,
    RaiseRequest,
    ReadEvents,
    ReadHashes,
    ReadHeads,
    SendHashes,
    SendHello,
    SendPush,
    StoreMark,
)
from sync.engine.push import Push
from sync.engine.schedule import ArmTimer, Committed, NetworkHinted, TimerFired
from sync.engine.values import LocalHead, Mark
from tests.fakes.chain import ChainWriter
from tests.fakes.model_center import ModelCenter

_LIVENESS_MS = 10 * 60_000
_REFUSALS = [
    (Cause.BUSY, 5_000),
    (Cause.BUSY, None),
    (Cause.SERVER_FAULT, None),
    (Cause.SERVER_UNREACHABLE, None),
    (Cause.TIMED_OUT, None),
    (Cause.REFUSED, None),
    (Cause.UPGRADE_REQUIRED, None),
    (Cause.TOO_LARGE, None),
    (Cause.CLOCK, None),
]

Answer = HelloAnswered | HashesAnswered | PushAnswered | RequestFailed


class PushHistory(RuleBasedStateMachine):
    """One till, one center, and a network that does what it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.now_ms = 1_000
        self.ledger = ChainWriter(is_signed=False)
        self.center = ModelCenter()
        self.requests: list[SendHello | SendHashes | SendPush] = []
        self.answers: list[Answer] = []
        self.stored_marks: dict[str, Mark] = {}
        self.forks = 0
        self.reads_fail = False
        self.random = random.Random(7)
        self.timer_ms: int | None = None

    @initialize(seed=st.integers(0, 2**32))
    def start(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.epochs = [f"{1:016x}"]
        self._start_agent()

    # --- what the till does ---------------------------------------------------

    @rule(count=st.integers(1, 40), is_heard=st.booleans())
    def commit(self, count: int, is_heard: bool) -> None:
        self.ledger.extend(self.epochs[-1], count)
        if is_heard:
            self._step(Committed(self.now_ms))

    @rule()
    def open_epoch(self) -> None:
        self.epochs.append(f"{len(self.epochs) + 1:016x}")
        self.ledger.extend(self.epochs[-1], 1)

    @rule()
    def agent_dies_and_starts_again(self) -> None:
        self._start_agent()

    @rule()
    def ledger_is_unreadable_for_a_while(self) -> None:
        self.reads_fail = not self.reads_fail

    # --- time and network -----------------------------------------------------

    @rule(ms=st.sampled_from([10, 80, 500, 2_000, 33_000, 70_000]))
    def time_passes(self, ms: int) -> None:
        self._advance(ms)

    @rule()
    def network_hint(self) -> None:
        self._step(NetworkHinted(self.now_ms))

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), is_kept=st.booleans())
    def request_arrives(self, data: st.DataObject, is_kept: bool) -> None:
        index = data.draw(st.integers(0, len(self.requests) - 1))
        request = self.requests[index]
        if not is_kept:
            del self.requests[index]
        self.answers.append(self.center.take(request, self.now_ms))

    @precondition(lambda self: self.requests)
    @rule()
    def requests_are_lost(self) -> None:
        self.requests.clear()

    @precondition(lambda self: self.answers)
    @rule(data=st.data(), is_kept=st.booleans())
    def answer_arrives(self, data: st.DataObject, is_kept: bool) -> None:
        index = data.draw(st.integers(0, len(self.answers) - 1))
        answer = self.answers[index]
        if not is_kept:
            del self.answers[index]
        self._step(answer)

    @precondition(lambda self: self.answers)
    @rule()
    def answers_are_lost(self) -> None:
        self.answers.clear()

    @rule(ms=st.sampled_from([200, 1_000, 40_000]))
    def all_is_well_for_a_while(self, ms: int) -> None:
        self.center.refusal = None
        self._run_well(self.now_ms + ms)

    # --- what the center does -------------------------------------------------

    @rule(refusal=st.sampled_from(_REFUSALS))
    def center_refuses(self, refusal: tuple[Cause, int | None]) -> None:
        self.center.refusal = refusal

    @rule()
    def center_recovers(self) -> None:
        self.center.refusal = None

    @rule(count=st.integers(1, 200))
    def center_takes_smaller_batches(self, count: int) -> None:
        self.center.events_max = count

    @precondition(lambda self: self.center.stored)
    @rule(data=st.data())
    def center_is_restored_from_a_backup(self, data: st.DataObject) -> None:
        epoch = data.draw(st.sampled_from(sorted(self.center.stored)))
        seq = data.draw(st.integers(0, len(self.center.stored[epoch])))
        self.center.restore(epoch, seq)

    # --- what must hold -------------------------------------------------------

    @invariant()
    def center_holds_a_beginning_of_the_ledger(self) -> None:
        for epoch, stored in self.center.stored.items():
            assert stored == self.ledger.epochs[epoch][: len(stored)]

    @invariant()
    def nothing_looks_like_a_fork(self) -> None:
        assert self.forks == 0

    @override
    def teardown(self) -> None:
        """Heal everything: what is committed arrives in bounded time."""
        if not hasattr(self, "epochs"):
            return
        self.center.refusal = None
        self.reads_fail = False
        until_ms = self.now_ms + _LIVENESS_MS
        while self.now_ms < until_ms and not self._is_level():
            self._run_well(self.now_ms + 500)
        assert self._is_level(), "not everything arrived"
        self.center_holds_a_beginning_of_the_ledger()
        self.nothing_looks_like_a_fork()

    def _run_well(self, until_ms: int) -> None:
        while self.now_ms < until_ms:
            while self.requests or self.answers:
                if self.requests:
                    request = self.requests.pop(0)
                    self.answers.append(self.center.take(request, self.now_ms))
                else:
                    self._step(self.answers.pop(0))
            self._advance(100)

    def _is_level(self) -> bool:
        return (
            self.center.stored
            == {epoch: events for epoch, events in self.ledger.epochs.items() if events}
            and not self.requests
            and not self.answers
        )

    # --- the shell ------------------------------------------------------------

    def _start_agent(self) -> None:
        self.push = Push(self.random.randrange)
        self._step(TimerFired(self.now_ms))

    def _advance(self, ms: int) -> None:
        until_ms = self.now_ms + ms
        while self.timer_ms is not None and self.timer_ms <= until_ms:
            self.now_ms = max(self.now_ms, self.timer_ms)
            self.timer_ms = None
            self._step(TimerFired(self.now_ms))
        self.now_ms = until_ms

    def _step(self, given: PushInput) -> None:
        waiting = [given]
        while waiting:
            for output in self.push.step(waiting.pop(0)):
                answer = self._do(output)
                if answer is not None:
                    waiting.append(answer)

    def _do(self, output: PushOutput) -> PushInput | None:
        match output:
            case ReadHeads(ticket) | ReadEvents(ticket) | ReadHashes(ticket) if (
                self.reads_fail
            ):
                return LocalFailed(self.now_ms, ticket, "told to")
            case ReadHeads(ticket):
                return HeadsRead(self.now_ms, ticket, self._heads())
            case ReadEvents(ticket, epoch, after_seq, limit):
                events = self.ledger.epochs[epoch][after_seq : after_seq + limit]
                return EventsRead(self.now_ms, ticket, tuple(events))
            case ReadHashes(ticket, epoch, seqs):
                held = self.ledger.epochs[epoch]
                hashes = tuple(held[seq - 1].hash for seq in seqs)
                return HashesRead(self.now_ms, ticket, hashes)
            case SendHello() | SendHashes() | SendPush():
                self.requests.append(output)
            case ArmTimer(at_ms):
                self.timer_ms = at_ms
            case StoreMark(mark):
                self.stored_marks[mark.epoch] = mark
            case RaiseRequest():
                self.forks += 1
            case _:
                pass
        return None

    def _heads(self) -> tuple[LocalHead, ...]:
        return tuple(
            LocalHead(epoch, len(events), events[-1].hash)
            for epoch, events in self.ledger.epochs.items()
        )


TestPushHistory = PushHistory.TestCase
TestPushHistory.settings = settings(
    max_examples=120,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
