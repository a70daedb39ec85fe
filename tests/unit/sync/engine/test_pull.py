"""The download, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

import msgspec
import pytest

from sync.engine.causes import Cause
from sync.engine.inputs import FeedAnswered, LocalFailed, RequestFailed, RowsApplied
from sync.engine.outputs import (
    ApplyRows,
    EndIncident,
    PullOutput,
    RaiseIncident,
    SendFeed,
)
from sync.engine.pull import (
    DIGEST_INCIDENT,
    RESNAPSHOT_PAUSE_MS,
    Pull,
)
from sync.engine.schedule import ArmTimer, Committed, NetworkHinted, TimerFired
from sync.engine.values import REQUEST_DEADLINE_MS
from sync.protocol.messages import FeedCheckpoint, FeedRow, seal_checkpoint
from sync.protocol.signature import Signer

_CENTER = Signer(b"c" * 32)
_STRANGER = Signer(b"s" * 32)

_Kind = TypeVar("_Kind")


def _only(outputs: Sequence[PullOutput], kind: type[_Kind]) -> _Kind:
    found = [each for each in outputs if isinstance(each, kind)]
    assert len(found) == 1, outputs
    return found[0]


def _row(key: str) -> FeedRow:
    return FeedRow(
        kind="item", key=key, version=1, deleted=False, data=msgspec.Raw(b"{}")
    )


def _checkpoint(
    after: str = "",
    cursor: str = "c1",
    *,
    store: str = "s-01",
    complete: bool = True,
    resnapshot: bool = False,
    digest: str = "",
) -> FeedCheckpoint:
    return FeedCheckpoint(
        tenant="acme",
        store=store,
        incarnation="i",
        after=after,
        cursor=cursor,
        resnapshot=resnapshot,
        complete=complete,
        rows=(_row("a"), _row("b")),
        digest=digest,
    )


def _pull(cursor: str | None = None) -> tuple[Pull, SendFeed]:
    pull = Pull(
        Random(1).randrange,
        central_public_key=_CENTER.public_key,
        store=("acme", "s-01"),
        cursor=cursor,
    )
    return pull, _only(pull.step(TimerFired(0)), SendFeed)


def _answer(
    sent: SendFeed, checkpoint: FeedCheckpoint, signer: Signer = _CENTER
) -> FeedAnswered:
    return FeedAnswered(0, sent.nonce, seal_checkpoint(checkpoint, signer))


def test_rows_and_cursor_are_applied_together_and_then_the_feed_goes_on() -> None:
    pull, sent = _pull()

    wanted = _only(
        pull.step(_answer(sent, _checkpoint(complete=False, resnapshot=True))),
        ApplyRows,
    )
    before = pull.cursor
    out = pull.step(RowsApplied(0, wanted.ticket))

    assert (wanted.cursor, wanted.is_restart, wanted.is_complete) == ("c1", True, False)
    assert len(wanted.rows) == 2
    assert before is None
    assert pull.cursor == _only(out, SendFeed).cursor == "c1"
    assert pull.rows_applied == 2
    assert not pull.is_complete


def test_a_complete_feed_rests_until_the_next_look() -> None:
    pull, sent = _pull("c0")
    wanted = _only(pull.step(_answer(sent, _checkpoint(after="c0"))), ApplyRows)

    out = pull.step(RowsApplied(0, wanted.ticket))

    assert sent.cursor == "c0"
    assert pull.is_complete
    assert not pull.is_busy
    assert pull.cause is None
    assert pull.attempts_ended == 1
    assert EndIncident("feed_refused") in out
    due_ms = _only(out, ArmTimer).at_ms
    assert _only(pull.step(TimerFired(due_ms)), SendFeed).cursor == "c1"


@pytest.mark.parametrize(
    "sealed",
    [
        seal_checkpoint(_checkpoint(), _STRANGER),
        seal_checkpoint(_checkpoint(), _CENTER).replace(b'"key":"a"', b'"key":"x"'),
        seal_checkpoint(_checkpoint(after="c9"), _CENTER),
        seal_checkpoint(_checkpoint(store="s-02"), _CENTER),
        seal_checkpoint(_checkpoint(cursor="", complete=False), _CENTER),
        b'{"rows":[]}',
        b"<html>",
        b"",
    ],
    ids=[
        "strange-key",
        "tampered",
        "replayed",
        "other-store",
        "endless",
        "unsigned",
        "portal",
        "nothing",
    ],
)
def test_rows_that_the_center_did_not_sign_for_us_are_kept_out(sealed: bytes) -> None:
    pull, sent = _pull()

    out = pull.step(FeedAnswered(0, sent.nonce, sealed))

    assert not any(isinstance(each, ApplyRows) for each in out)
    assert _only(out, RaiseIncident).code == "feed_refused"
    assert pull.cause is Cause.FEED_REFUSED
    assert pull.detail
    assert pull.cursor is None


def test_a_replica_that_cannot_be_written_keeps_the_old_cursor() -> None:
    pull, sent = _pull()
    wanted = _only(pull.step(_answer(sent, _checkpoint())), ApplyRows)

    pull.step(LocalFailed(0, wanted.ticket, "disk full"))

    assert pull.cursor is None
    assert pull.cause is Cause.LOCAL


def test_answers_of_the_past_change_nothing() -> None:
    pull, sent = _pull()

    assert pull.step(FeedAnswered(0, "0" * 32, b"")) == []
    assert pull.step(RowsApplied(0, 99)) == []

    assert pull.stray_answers == 1
    assert pull.is_busy
    _only(pull.step(_answer(sent, _checkpoint())), ApplyRows)


def test_silence_is_given_up_at_the_deadline() -> None:
    pull, _sent = _pull()

    early = pull.step(TimerFired(REQUEST_DEADLINE_MS - 1))
    late = pull.step(TimerFired(REQUEST_DEADLINE_MS))

    assert _only(early, ArmTimer).at_ms == REQUEST_DEADLINE_MS
    assert pull.cause is Cause.TIMED_OUT
    assert _only(late, ArmTimer).at_ms > REQUEST_DEADLINE_MS


def test_a_failed_call_is_tried_again_sooner_by_a_hint() -> None:
    pull, sent = _pull()
    out = pull.step(
        RequestFailed(0, sent.nonce, Cause.SERVER_UNREACHABLE, "no", 50_000)
    )
    waiting_ms = _only(out, ArmTimer).at_ms

    hinted = pull.step(NetworkHinted(10))
    committed = pull.step(Committed(20))

    assert waiting_ms >= 50_000
    assert _only(hinted, ArmTimer).at_ms == 50_000
    assert _only(committed, ArmTimer).at_ms == 50_000


def _complete(
    pull: Pull, sent: SendFeed, at_ms: int, *, digest: str, applied: str
) -> Sequence[PullOutput]:
    """Answer *sent* with all there is; return what follows when it is applied."""
    checkpoint = _checkpoint(
        after=sent.cursor or "", resnapshot=sent.cursor is None, digest=digest
    )
    sealed = seal_checkpoint(checkpoint, _CENTER)
    out = pull.step(FeedAnswered(at_ms, sent.nonce, sealed))
    return pull.step(RowsApplied(at_ms, _only(out, ApplyRows).ticket, applied))


def test_a_wrong_digest_is_an_incident_and_brings_everything_anew() -> None:
    pull, sent = _pull("c0")

    out = _complete(pull, sent, 0, digest="1" * 64, applied="2" * 64)
    was_wrong = pull.is_wrong
    again = _only(out, SendFeed)
    after = _complete(pull, again, 5, digest="1" * 64, applied="1" * 64)

    assert _only(out, RaiseIncident).code == DIGEST_INCIDENT
    assert was_wrong
    assert again.cursor is None
    assert EndIncident(DIGEST_INCIDENT) in after
    assert not pull.is_wrong
    assert not pull.is_busy
    assert pull.in_force == ("c1", "1" * 64)


def test_a_snapshot_that_does_not_help_is_not_fetched_again_at_once() -> None:
    pull, sent = _pull("c0")
    again = _only(_complete(pull, sent, 0, digest="1" * 64, applied="2" * 64), SendFeed)

    rests = _complete(pull, again, 9, digest="1" * 64, applied="2" * 64)
    due_ms = _only(rests, ArmTimer).at_ms
    tail = _only(pull.step(TimerFired(due_ms)), SendFeed)
    still = _complete(pull, tail, due_ms, digest="1" * 64, applied="2" * 64)
    due_ms = _only(still, ArmTimer).at_ms
    later = _only(pull.step(TimerFired(due_ms)), SendFeed)
    heals = _complete(
        pull, later, RESNAPSHOT_PAUSE_MS, digest="1" * 64, applied="2" * 64
    )

    assert tail.cursor == later.cursor == "c1"
    assert pull.cause is None
    assert _only(still, RaiseIncident).code == DIGEST_INCIDENT
    assert _only(heals, SendFeed).cursor is None


@pytest.mark.parametrize(
    ("digest", "applied"),
    [("", "2" * 64), ("1" * 64, ""), ("1" * 64, "1" * 64)],
    ids=["old-center", "old-replica", "equal"],
)
def test_a_digest_that_only_one_side_has_is_no_incident(
    digest: str, applied: str
) -> None:
    pull, sent = _pull("c0")

    out = _complete(pull, sent, 0, digest=digest, applied=applied)

    assert not [each for each in out if isinstance(each, RaiseIncident | SendFeed)]
    assert not pull.is_wrong


def test_what_is_in_force_moves_when_the_feed_is_complete() -> None:
    pull, sent = _pull("c0")
    part = _checkpoint(after="c0", cursor="c1", complete=False)
    wanted = _only(pull.step(_answer(sent, part)), ApplyRows)

    goes_on = _only(pull.step(RowsApplied(0, wanted.ticket, "")), SendFeed)
    between = (pull.cursor, pull.in_force)
    last = _checkpoint(after="c1", cursor="c2", digest="1" * 64)
    wanted = _only(pull.step(_answer(goes_on, last)), ApplyRows)
    pull.step(RowsApplied(0, wanted.ticket, "1" * 64))

    assert between == ("c1", ("c0", ""))
    assert pull.in_force == ("c2", "1" * 64)
