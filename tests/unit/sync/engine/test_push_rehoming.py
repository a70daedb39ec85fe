"""Till and center have parted: where, what is asked of the till, and what goes on."""

from __future__ import annotations

from random import Random
from typing import Final, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.engine.causes import Cause
from sync.engine.inputs import (
    EventsRead,
    HashesAnswered,
    HashesRead,
    HeadsRead,
    HelloAnswered,
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
    SendHashes,
    SendHello,
    SendPush,
)
from sync.engine.push import Push
from sync.engine.schedule import Committed, TimerFired
from sync.engine.values import LocalHead
from sync.protocol.envelope import StoredEvent
from tests.fakes.chain import ChainWriter
from tests.fakes.model_center import ModelCenter

_OLD: Final = "1" * 16
_NEW: Final = "2" * 16
_Request = SendHello | SendHashes | SendPush
_Kind = TypeVar("_Kind")


class _Till:
    """A ledger that was put back, its upload, and what the till would do."""

    def __init__(self, common: int, center: int, own: int) -> None:
        """Let the center hold *center* events, the till *own*, *common* of them."""
        self.center = ModelCenter()
        self.ledger = ChainWriter(is_signed=False)
        shared = self.ledger.extend(_OLD, common)
        self.center.stored[_OLD] = [*shared]
        lost = ChainWriter(is_signed=False)
        lost.epochs[_OLD] = [*shared]
        lost._count = 1_000
        self.center.stored[_OLD] += lost.extend(_OLD, center - common)
        self.ledger.extend(_OLD, own - common)
        self.kept: dict[str, int] = {}
        self.push = Push(Random(1).randrange)
        self.now_ms = 0
        self.requests: list[RaiseRequest] = []
        self.incidents: dict[str, str] = {}
        self.out: list[PushOutput] = []

    def heads(self) -> tuple[LocalHead, ...]:
        return tuple(
            LocalHead(
                epoch,
                len(events),
                events[-1].hash,
                kept := self.kept.get(epoch),
                events[kept - 1].hash if kept else b"",
            )
            for epoch, events in self.ledger.epochs.items()
        )

    def give(self, given: PushInput) -> list[PushOutput]:
        """Step, answer local reads, note what people see, and return all."""
        new: list[PushOutput] = []
        waiting = [given]
        while waiting:
            for output in self.push.step(waiting.pop(0)):
                new.append(output)
                match output:
                    case ReadHeads(ticket):
                        waiting.append(HeadsRead(self.now_ms, ticket, self.heads()))
                    case ReadEvents(ticket, epoch, after, limit):
                        events = self.ledger.epochs[epoch][after : after + limit]
                        waiting.append(EventsRead(self.now_ms, ticket, tuple(events)))
                    case ReadHashes(ticket, epoch, seqs):
                        held = self.ledger.epochs[epoch]
                        hashes = tuple(held[seq - 1].hash for seq in seqs)
                        waiting.append(HashesRead(self.now_ms, ticket, hashes))
                    case RaiseRequest():
                        self.requests.append(output)
                    case RaiseIncident(code, detail):
                        self.incidents[code] = detail
                    case EndIncident(code):
                        self.incidents.pop(code, None)
                    case _:
                        pass
        self.out += new
        return new

    def attempt(self) -> None:
        """Make one whole attempt with a good network."""
        self.drain(self.give(TimerFired(self.now_ms)))

    def drain(self, outputs: list[PushOutput]) -> None:
        while sent := [each for each in outputs if isinstance(each, _Request)]:
            [request] = sent
            outputs = self.give(self.center.take(request, self.now_ms))

    def rehome(self) -> None:
        """Do what the request asks, as the till does, and nudge."""
        detail = self.requests[-1].detail
        epoch, common = str(detail["epoch"]), int(detail["common_seq"])
        tail = len(self.ledger.epochs[epoch]) - common
        self.kept[epoch] = common
        self.ledger.extend(_NEW, 1 + tail)
        self.now_ms += 120_000
        self.give(Committed(self.now_ms))
        self.now_ms += 1_000
        self.attempt()


def _only(outputs: list[PushOutput], kind: type[_Kind]) -> _Kind:
    [found] = [each for each in outputs if isinstance(each, kind)]
    return found


def _hashes_of(held: list[StoredEvent], asked: SendHashes) -> tuple[bytes | None, ...]:
    return tuple(held[seq - 1].hash if seq <= len(held) else None for seq in asked.seqs)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_till_is_told_the_last_common_event(data: st.DataObject) -> None:
    common = data.draw(st.integers(1, 300), "common")
    center = common + data.draw(st.integers(0, 300), "more at the center")
    own = common + data.draw(st.integers(0, 300), "more here")
    till = _Till(common, center, own)

    till.attempt()

    if center == common:
        assert till.requests == []
        assert till.center.stored[_OLD] == till.ledger.epochs[_OLD]
        return
    detail = till.requests[-1].detail
    assert till.requests[-1].kind == "rehome_wanted"
    assert (detail["epoch"], detail["common_seq"]) == (_OLD, common)
    assert detail["common_hash"] == till.ledger.epochs[_OLD][common - 1].hash.hex()
    assert detail["center_seq"] == center
    assert str(till.push.cause) == Cause.FORK

    till.rehome()

    assert till.center.stored[_NEW] == till.ledger.epochs[_NEW]
    assert till.push.cause is None
    assert till.push.blocked_epochs == ()
    assert till.incidents == {}
    assert len(till.requests) == 1


def test_a_center_ahead_of_a_ledger_that_sold_nothing_wants_an_empty_tail() -> None:
    till = _Till(common=5, center=9, own=5)

    till.attempt()

    assert till.requests[-1].kind == "rehome_wanted"
    assert till.requests[-1].detail["common_seq"] == 5
    assert "fork" in till.incidents


def test_of_a_closed_epoch_that_grew_elsewhere_nothing_is_asked() -> None:
    till = _Till(common=5, center=9, own=5)
    till.ledger.extend(_NEW, 2)

    till.attempt()

    assert till.requests == []
    assert till.push.cause is None
    assert till.center.stored[_NEW] == till.ledger.epochs[_NEW]


def test_the_tail_of_a_closed_epoch_is_found_too() -> None:
    till = _Till(common=5, center=9, own=8)
    till.ledger.extend(_NEW, 2)

    till.attempt()

    assert till.requests[-1].detail["common_seq"] == 5
    assert till.center.stored[_NEW] == till.ledger.epochs[_NEW]


def test_what_was_compared_is_not_compared_at_every_greeting() -> None:
    till = _Till(common=5, center=9, own=5)
    till.ledger.extend(_NEW, 2)
    till.attempt()
    before = sum(isinstance(each, SendHashes) for each in till.out)

    till.now_ms += 600_000
    till.attempt()
    again = sum(isinstance(each, SendHashes) for each in till.out)
    till.center.incarnation += 1
    till.now_ms += 600_000
    till.attempt()

    assert (before, again) == (1, 1)
    assert sum(isinstance(each, SendHashes) for each in till.out) == 2


def test_a_restored_center_gets_the_common_part_of_an_epoch_that_was_left() -> None:
    till = _Till(common=5, center=9, own=8)
    till.attempt()
    till.rehome()
    till.center.restore(_OLD, 3)

    till.now_ms += 600_000
    till.attempt()

    assert till.center.stored[_OLD] == till.ledger.epochs[_OLD][:5]
    assert till.push.backlog == 0
    assert len(till.requests) == 1


def test_an_agent_that_dies_in_the_search_begins_it_anew() -> None:
    till = _Till(common=500, center=900, own=800)
    out = till.give(TimerFired(0))
    out = till.give(till.center.take(_only(out, SendHello), 0))
    till.give(till.center.take(_only(out, SendHashes), 0))
    till.push = Push(Random(2).randrange)

    till.attempt()

    assert till.requests[-1].detail["common_seq"] == 500


def test_a_late_answer_of_the_search_changes_nothing() -> None:
    till = _Till(common=5, center=9, own=8)
    out = till.give(TimerFired(0))
    asked = _only(till.give(till.center.take(_only(out, SendHello), 0)), SendHashes)
    till.now_ms = 40_000
    till.give(TimerFired(till.now_ms))
    assert till.push.cause is Cause.TIMED_OUT

    late = till.give(HashesAnswered(0, asked.nonce, (None,) * len(asked.seqs)))

    assert late == []
    assert till.push.stray_answers == 1
    assert till.requests == []


def test_a_center_restored_during_the_search_is_greeted_again() -> None:
    till = _Till(common=5, center=9, own=8)
    out = till.give(TimerFired(0))
    asked = _only(till.give(till.center.take(_only(out, SendHello), 0)), SendHashes)
    till.center.restore(_OLD, 4)

    out = till.give(
        HashesAnswered(0, asked.nonce, _hashes_of(till.center.stored[_OLD], asked), "2")
    )
    till.drain(out)

    assert till.requests == []
    assert till.center.stored[_OLD] == till.ledger.epochs[_OLD]


@pytest.mark.parametrize("refused", [SendHello, SendPush], ids=["hello", "push"])
def test_a_refusal_after_a_broken_off_search_is_only_a_refusal(
    refused: type[SendHello | SendPush],
) -> None:
    till = _Till(common=5, center=9, own=8)
    out = till.give(TimerFired(0))
    asked = _only(till.give(till.center.take(_only(out, SendHello), 0)), SendHashes)
    till.center.restore(_OLD, 4)
    hashes = _hashes_of(till.center.stored[_OLD], asked)

    out = till.give(HashesAnswered(0, asked.nonce, hashes, "2"))
    if refused is SendPush:
        out = till.give(till.center.take(_only(out, SendHello), 0))
    request = _only(out, refused)
    till.give(RequestFailed(0, request.nonce, Cause.REFUSED, "HTTP 401"))

    assert till.push.cause is Cause.REFUSED
    assert till.requests == []


def test_a_center_that_cannot_compare_is_told_to_people_and_keeps_nothing_up() -> None:
    till = _Till(common=5, center=9, own=8)
    till.ledger.extend(_NEW, 2)
    out = till.give(TimerFired(0))
    out = till.give(till.center.take(_only(out, SendHello), 0))
    out = till.give(till.center.take(_only(out, SendPush), 0))
    asked = _only(out, SendHashes)

    till.give(RequestFailed(0, asked.nonce, Cause.REFUSED, "HTTP 404"))

    assert till.requests[-1].kind == "fork_found"
    assert till.push.cause is Cause.FORK
    assert till.center.stored[_NEW] == till.ledger.epochs[_NEW]


@pytest.mark.parametrize("count", [0, 1])
def test_an_answer_of_another_length_is_a_fault(count: int) -> None:
    till = _Till(common=5, center=9, own=8)
    out = till.give(TimerFired(0))
    asked = _only(till.give(till.center.take(_only(out, SendHello), 0)), SendHashes)

    till.give(HashesAnswered(0, asked.nonce, (None,) * count))

    assert till.push.cause is Cause.SERVER_FAULT


def test_a_confirmation_of_another_event_is_searched_in_the_same_attempt() -> None:
    till = _Till(common=5, center=5, own=8)
    out = till.give(TimerFired(0))
    sent = _only(till.give(till.center.take(_only(out, SendHello), 0)), SendPush)
    other = _Till(common=5, center=8, own=5)
    till.center.stored = other.center.stored

    out = till.give(
        PushAnswered(0, sent.nonce, till.center.mark(_OLD), incarnation="1")
    )
    till.drain(out)

    assert till.requests[-1].detail["common_seq"] == 5


def test_a_suspended_key_is_a_cause_of_its_own() -> None:
    till = _Till(common=1, center=1, own=2)
    hello = _only(till.give(TimerFired(0)), SendHello)

    till.give(HelloAnswered(0, hello.nonce, "1", (), suspended="two devices"))

    assert till.push.cause is Cause.SUSPENDED
    assert till.push.detail == "two devices"
