"""The upload, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

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
    EndIncident,
    PushOutput,
    RaiseIncident,
    RaiseRequest,
    ReadEvents,
    ReadHashes,
    ReadHeads,
    ReportVerdicts,
    RestartTransport,
    SendHashes,
    SendHello,
    SendPush,
    StoreMark,
)
from sync.engine.push import STALL_MS, Push
from sync.engine.schedule import ArmTimer, Committed, TimerFired
from sync.engine.values import REQUEST_DEADLINE_MS, LocalHead, Mark, Verdict
from sync.protocol.envelope import StoredEvent
from tests.fakes.chain import ChainWriter
from tests.fakes.model_center import ModelCenter

_FIRST = "1" * 16
_SECOND = "2" * 16

_Kind = TypeVar("_Kind")


class _Till:
    """Drives one machine against a ledger; the network is the test's."""

    def __init__(self, ledger: ChainWriter) -> None:
        self.ledger = ledger
        self.push = Push(Random(1).randrange)
        self.now_ms = 0
        self.out: list[PushOutput] = []

    def give(self, given: PushInput) -> list[PushOutput]:
        """Step, answer local reads, and return everything else in order."""
        new: list[PushOutput] = []
        waiting: list[PushInput] = [given]
        while waiting:
            for output in self.push.step(waiting.pop(0)):
                match output:
                    case ReadHeads(ticket):
                        waiting.append(HeadsRead(self.now_ms, ticket, self.heads()))
                    case ReadEvents(ticket, epoch, after_seq, limit):
                        events = self.ledger.epochs[epoch][after_seq:][:limit]
                        waiting.append(EventsRead(self.now_ms, ticket, tuple(events)))
                    case ReadHashes(ticket, epoch, seqs):
                        held = self.ledger.epochs[epoch]
                        hashes = tuple(held[seq - 1].hash for seq in seqs)
                        waiting.append(HashesRead(self.now_ms, ticket, hashes))
                    case _:
                        new.append(output)
        self.out += new
        return new

    def heads(self) -> tuple[LocalHead, ...]:
        return tuple(
            LocalHead(epoch, len(events), events[-1].hash)
            for epoch, events in self.ledger.epochs.items()
        )

    def start(self) -> SendHello:
        return _only(self.give(TimerFired(self.now_ms)), SendHello)

    def timer(self) -> list[PushOutput]:
        """Let the armed timer fire."""
        armed = [each for each in self.out if isinstance(each, ArmTimer)]
        self.now_ms = max(self.now_ms, armed[-1].at_ms)
        return self.give(TimerFired(self.now_ms))

    def drain(
        self, center: ModelCenter, request: SendHello | SendHashes | SendPush | None
    ) -> None:
        """Answer *request* and all that follow it."""
        while request is not None:
            new = self.give(center.take(request, self.now_ms))
            sent = [
                each
                for each in new
                if isinstance(each, SendHello | SendHashes | SendPush)
            ]
            request = sent[0] if sent else None


def _only(outputs: Sequence[PushOutput], kind: type[_Kind]) -> _Kind:
    found = [each for each in outputs if isinstance(each, kind)]
    assert len(found) == 1, outputs
    return found[0]


def _ledger(count: int) -> ChainWriter:
    ledger = ChainWriter(is_signed=False)
    ledger.extend(_FIRST, count)
    return ledger


def _mark(events: Sequence[StoredEvent], seq: int, epoch: str = _FIRST) -> Mark:
    return Mark(epoch, seq, events[seq - 1].hash if seq else b"")


def test_the_center_decides_what_is_sent_next() -> None:
    ledger = _ledger(10)
    till = _Till(ledger)
    hello = till.start()

    out = till.give(
        HelloAnswered(0, hello.nonce, "i", (_mark(ledger.epochs[_FIRST], 4),))
    )

    sent = _only(out, SendPush)
    assert (sent.epoch, sent.first_seq, sent.last_seq) == (_FIRST, 5, 10)
    assert list(sent.events) == ledger.epochs[_FIRST][4:]


def test_a_backlog_goes_up_in_batches_of_every_epoch_in_order() -> None:
    ledger = _ledger(250)
    ledger.extend(_SECOND, 30)
    till = _Till(ledger)
    center = ModelCenter()

    till.drain(center, till.start())

    assert center.stored == ledger.epochs
    assert center.batches == [100, 110, 40, 30]
    assert till.push.backlog == 0
    assert till.push.cause is None
    assert till.push.attempts_ended == 1
    assert till.push.incarnation == "1"


def test_a_new_epoch_is_greeted_before_it_is_sent() -> None:
    ledger = _ledger(1)
    till = _Till(ledger)
    center = ModelCenter()
    till.drain(center, till.start())
    ledger.extend(_SECOND, 1)
    till.give(Committed(till.now_ms))

    out = till.timer()

    assert [head.epoch for head in _only(out, SendHello).heads] == [_FIRST, _SECOND]


def test_after_the_first_greeting_a_commit_is_pushed_without_another() -> None:
    ledger = _ledger(1)
    till = _Till(ledger)
    till.drain(ModelCenter(), till.start())
    ledger.extend(_FIRST, 2)
    till.give(Committed(till.now_ms))

    assert _only(till.timer(), SendPush).first_seq == 2


def test_an_answer_with_another_nonce_changes_nothing() -> None:
    ledger = _ledger(3)
    till = _Till(ledger)
    hello = till.start()

    out = till.give(HelloAnswered(0, "0" * 32, "i", ()))

    assert out == []
    assert till.push.stray_answers == 1
    assert till.push.is_busy
    again = till.give(HelloAnswered(0, hello.nonce, "i", ()))
    assert _only(again, SendPush).first_seq == 1


def test_a_late_local_answer_changes_nothing() -> None:
    till = _Till(_ledger(3))
    till.start()

    assert till.give(HeadsRead(0, 1, ())) == []


def test_a_request_without_answer_is_given_up_and_the_batch_halved() -> None:
    ledger = _ledger(80)
    till = _Till(ledger)
    hello = till.start()
    till.give(HelloAnswered(0, hello.nonce, "i", ()))

    till.now_ms = REQUEST_DEADLINE_MS - 1
    early = till.give(TimerFired(till.now_ms))
    till.now_ms += 1
    till.give(TimerFired(till.now_ms))

    assert _only(early, ArmTimer).at_ms == REQUEST_DEADLINE_MS
    assert till.push.cause is Cause.TIMED_OUT
    hello = _only(till.timer(), SendHello)
    sent = _only(till.give(HelloAnswered(0, hello.nonce, "i", ())), SendPush)
    assert len(sent.events) == 40


def test_too_large_halves_at_once_and_drops_nothing() -> None:
    ledger = _ledger(90)
    till = _Till(ledger)
    center = ModelCenter()
    center.events_max = 20

    till.drain(center, till.start())

    assert center.stored == ledger.epochs
    assert max(center.batches) <= 22


def test_a_single_event_that_is_too_large_is_kept_and_told() -> None:
    till = _Till(_ledger(1))
    center = ModelCenter()
    center.events_max = 0

    till.drain(center, till.start())

    assert till.push.cause is Cause.TOO_LARGE
    assert till.push.backlog == 1
    assert any(
        isinstance(each, RaiseIncident) and each.code == "too_large"
        for each in till.out
    )


def test_a_restored_center_gets_again_what_it_lost() -> None:
    ledger = _ledger(30)
    till = _Till(ledger)
    center = ModelCenter()
    till.drain(center, till.start())
    center.restore(_FIRST, 12)
    ledger.extend(_FIRST, 5)
    till.give(Committed(till.now_ms))

    sent = _only(till.timer(), SendPush)
    till.drain(center, sent)

    assert center.stored == ledger.epochs
    assert till.push.incarnation == "2"


def test_an_incarnation_that_changes_with_a_good_answer_is_greeted() -> None:
    ledger = _ledger(3)
    till = _Till(ledger)
    till.drain(ModelCenter(), till.start())
    ledger.extend(_FIRST, 1)
    till.give(Committed(till.now_ms))
    sent = _only(till.timer(), SendPush)
    mark = _mark(ledger.epochs[_FIRST], 4)

    out = till.give(PushAnswered(till.now_ms, sent.nonce, mark, incarnation="other"))

    assert _only(out, SendHello).incarnation_seen == "1"


def test_a_center_that_keeps_nothing_is_a_fault_and_not_a_loop() -> None:
    ledger = _ledger(3)
    till = _Till(ledger)
    hello = till.start()
    sent = _only(till.give(HelloAnswered(0, hello.nonce, "i", ())), SendPush)

    till.give(PushAnswered(0, sent.nonce, Mark(_FIRST, 0, b""), incarnation="i"))

    assert till.push.cause is Cause.SERVER_FAULT
    assert not till.push.is_busy


def test_a_center_ahead_of_the_ledger_is_a_fork_and_selling_goes_on() -> None:
    ledger = _ledger(3)
    till = _Till(ledger)
    hello = till.start()

    out = till.give(HelloAnswered(0, hello.nonce, "i", (Mark(_FIRST, 9, b"x" * 32),)))
    asked = _only(out, SendHashes)
    out = till.give(HashesAnswered(0, asked.nonce, (None,) * len(asked.seqs)))

    request = _only(out, RaiseRequest)
    assert request.kind == "fork_found"
    assert request.detail["center_seq"] == 9
    assert request.detail["local_seq"] == 3
    assert till.push.cause is Cause.FORK
    assert till.push.blocked_epochs == (_FIRST,)


def test_the_same_fork_has_the_same_key_so_that_it_is_recorded_once() -> None:
    keys = set()
    for _ in range(2):
        till = _Till(_ledger(3))
        hello = till.start()
        mark = Mark(_FIRST, 9, b"x" * 32)
        out = till.give(HelloAnswered(0, hello.nonce, "i", (mark,)))
        asked = _only(out, SendHashes)
        out = till.give(HashesAnswered(0, asked.nonce, (None,) * len(asked.seqs)))
        keys.add(_only(out, RaiseRequest).key)

    assert len(keys) == 1


def test_another_last_event_at_the_center_is_a_fork() -> None:
    till = _Till(_ledger(3))
    hello = till.start()

    till.give(HelloAnswered(0, hello.nonce, "i", (Mark(_FIRST, 3, b"x" * 32),)))

    assert till.push.blocked_epochs == (_FIRST,)


def test_another_event_at_the_watermark_is_found_before_anything_is_sent() -> None:
    till = _Till(_ledger(5))
    hello = till.start()

    out = till.give(HelloAnswered(0, hello.nonce, "i", (Mark(_FIRST, 3, b"x" * 32),)))

    assert not any(isinstance(each, SendPush) for each in out)
    assert till.push.blocked_epochs == (_FIRST,)


def test_for_an_epoch_that_only_the_center_knows_the_till_begins_another() -> None:
    till = _Till(_ledger(1))
    hello = till.start()

    out = till.give(HelloAnswered(0, hello.nonce, "i", (Mark(_SECOND, 3, b"x" * 32),)))

    request = _only(out, RaiseRequest)
    assert request.kind == "epoch_unknown"
    assert (request.detail["epoch"], request.detail["center_seq"]) == (_SECOND, 3)
    assert _only(out, SendPush).epoch == _FIRST
    assert till.push.blocked_epochs == ()


def test_an_epoch_left_behind_by_a_restore_is_no_obstacle() -> None:
    ledger = _ledger(3)
    ledger.extend(_SECOND, 1)
    till = _Till(ledger)
    hello = till.start()
    marks = (Mark(_FIRST, 9, b"x" * 32), _mark(ledger.epochs[_SECOND], 1, _SECOND))

    asked = _only(till.give(HelloAnswered(0, hello.nonce, "i", marks)), SendHashes)
    common = tuple(ledger.epochs[_FIRST][seq - 1].hash for seq in asked.seqs)
    out = till.give(HashesAnswered(0, asked.nonce, common))

    assert till.push.cause is None
    assert till.push.blocked_epochs == ()
    assert not any(isinstance(each, RaiseRequest) for each in out)
    assert EndIncident("fork") in out


def test_a_fork_in_one_epoch_does_not_hold_up_the_next() -> None:
    ledger = _ledger(3)
    ledger.extend(_SECOND, 4)
    till = _Till(ledger)
    hello = till.start()

    out = till.give(HelloAnswered(0, hello.nonce, "i", (Mark(_FIRST, 9, b"x" * 32),)))

    assert _only(out, SendPush).epoch == _SECOND


def test_a_fork_that_is_settled_is_forgotten_at_the_next_heartbeat() -> None:
    ledger = _ledger(3)
    till = _Till(ledger)
    hello = till.start()
    out = till.give(HelloAnswered(0, hello.nonce, "i", (Mark(_FIRST, 9, b"x" * 32),)))
    asked = _only(out, SendHashes)
    till.give(HashesAnswered(0, asked.nonce, (None,) * len(asked.seqs)))
    assert till.push.blocked_epochs[:1] == (_FIRST,)

    hello = _only(till.timer(), SendHello)
    out = till.give(
        HelloAnswered(0, hello.nonce, "i", (_mark(ledger.epochs[_FIRST], 3),))
    )

    assert till.push.blocked_epochs == ()
    assert till.push.cause is None
    assert EndIncident("fork") in out


def test_a_broken_chain_of_the_ledger_is_never_sent() -> None:
    ledger = _ledger(5)
    ledger.epochs[_FIRST][3] = ledger.epochs[_FIRST][1]
    till = _Till(ledger)
    hello = till.start()

    out = till.give(HelloAnswered(0, hello.nonce, "i", ()))

    assert not any(isinstance(each, SendPush) for each in out)
    assert till.push.blocked_epochs == (_FIRST,)


def test_a_chain_that_the_center_refuses_again_after_a_greeting_is_blocked() -> None:
    till = _Till(_ledger(5))
    hello = till.start()
    sent = _only(till.give(HelloAnswered(0, hello.nonce, "i", ())), SendPush)

    till.give(RequestFailed(0, sent.nonce, Cause.CHAIN))

    assert till.push.blocked_epochs == (_FIRST,)
    assert till.push.cause is Cause.FORK


def test_a_confirmation_of_another_event_is_a_fork() -> None:
    till = _Till(_ledger(5))
    hello = till.start()
    sent = _only(till.give(HelloAnswered(0, hello.nonce, "i", ())), SendPush)

    till.give(PushAnswered(0, sent.nonce, Mark(_FIRST, 5, b"x" * 32), incarnation="i"))

    assert till.push.blocked_epochs == (_FIRST,)


def test_a_center_further_than_the_batch_is_looked_at_closely() -> None:
    ledger = _ledger(5)
    till = _Till(ledger)
    hello = till.start()
    sent = _only(till.give(HelloAnswered(0, hello.nonce, "i", ())), SendPush)
    ledger.extend(_FIRST, 5)

    till.give(
        PushAnswered(0, sent.nonce, _mark(ledger.epochs[_FIRST], 8), incarnation="i")
    )

    till.give(Committed(till.now_ms))
    _only(till.timer(), SendHello)


def test_what_was_not_simply_applied_is_reported() -> None:
    ledger = _ledger(2)
    till = _Till(ledger)
    hello = till.start()
    sent = _only(till.give(HelloAnswered(0, hello.nonce, "i", ())), SendPush)
    verdicts = (Verdict(1, "applied"), Verdict(2, "quarantined", "unknown_type"))

    out = till.give(
        PushAnswered(
            0, sent.nonce, _mark(ledger.epochs[_FIRST], 2), verdicts, incarnation="i"
        )
    )

    assert _only(out, ReportVerdicts).verdicts == verdicts[1:]
    assert _only(out, StoreMark).mark.seq == 2


def test_a_paused_lane_is_left_alone_as_long_as_the_center_asked() -> None:
    till = _Till(_ledger(2))
    hello = till.start()

    out = till.give(HelloAnswered(0, hello.nonce, "i", (), paused_ms=30_000))

    assert till.push.cause is Cause.BUSY
    assert _only(out, ArmTimer).at_ms >= 30_000


def test_a_ledger_that_cannot_be_read_is_tried_again() -> None:
    push = Push(Random(1).randrange)
    [read] = push.step(TimerFired(0))
    assert isinstance(read, ReadHeads)

    out = push.step(LocalFailed(0, read.ticket, "locked"))

    assert push.cause is Cause.LOCAL
    assert push.detail == "locked"
    assert isinstance(out[-1], ArmTimer)


def test_a_ledger_that_hands_out_nothing_is_tried_again() -> None:
    push = Push(Random(1).randrange)
    [read] = push.step(TimerFired(0))
    assert isinstance(read, ReadHeads)
    heads = (LocalHead(_FIRST, 2, b"h" * 32),)
    hello = _only(push.step(HeadsRead(0, read.ticket, heads)), SendHello)
    reread = _only(push.step(HelloAnswered(0, hello.nonce, "i", ())), ReadHeads)
    wanted = _only(push.step(HeadsRead(0, reread.ticket, heads)), ReadEvents)

    push.step(EventsRead(0, wanted.ticket, ()))

    assert push.cause is Cause.LOCAL


def test_an_answer_of_the_wrong_kind_is_not_our_center() -> None:
    till = _Till(_ledger(1))
    hello = till.start()

    till.give(PushAnswered(0, hello.nonce, Mark(_FIRST, 1, b"x" * 32)))

    assert till.push.cause is Cause.NOT_OUR_SERVER


def test_local_events_where_heads_were_asked_are_refused() -> None:
    push = Push(Random(1).randrange)
    [read] = push.step(TimerFired(0))
    assert isinstance(read, ReadHeads)

    push.step(EventsRead(0, read.ticket, ()))

    assert push.cause is Cause.LOCAL


def test_a_center_that_answers_but_accepts_nothing_restarts_the_transport() -> None:
    till = _Till(_ledger(2))
    center = ModelCenter()
    center.refusal = (Cause.SERVER_FAULT, None)
    till.drain(center, till.start())

    while till.now_ms < 2 * STALL_MS:
        sent = [each for each in till.timer() if isinstance(each, SendHello)]
        till.drain(center, sent[0] if sent else None)

    assert any(isinstance(each, RestartTransport) for each in till.out)
    center.refusal = None
    while till.push.cause is not None:
        sent = [each for each in till.timer() if isinstance(each, SendHello)]
        till.drain(center, sent[0] if sent else None)
    assert center.stored == till.ledger.epochs
    assert EndIncident("stalled") in till.out
