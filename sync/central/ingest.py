"""Takes the events of a till into the database, each exactly once.

Two steps: `prepare` checks everything that needs no database, on any thread; `store`
does the rest inside one transaction, on the writing thread. What cannot be applied
is kept and quarantined: there is no answer that means "drop this sale". What the
events do is no part of this; see `sync.central.projections`.
"""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from itertools import pairwise
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Connection, and_, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from sync.central import arrivals, control, heirs
from sync.central.authentication import Workstation
from sync.central.bulk import insert_rows, savepoint
from sync.central.effects import Effect, RetailTransactionRow, Unusable, effect_of
from sync.central.errors import PushConflictError, RefusedError
from sync.central.schema import quarantine, raw_event, stream
from sync.protocol.envelope import (
    Header,
    StoredEvent,
    decode_header,
    event_hash,
    first_prev,
)
from sync.protocol.errors import MalformedMessageError
from sync.protocol.messages import ConflictCode, EventVerdict, PushReply, Verdict
from sync.protocol.signature import verify


class Checked(Struct, frozen=True, gc=False):
    """One event of a push whose bytes, hash and place in the batch are right."""

    event: StoredEvent
    header: Header
    effect: Effect


class Batch(Struct, frozen=True):
    """A push that is right in itself.

    Attributes:
        workstation: Whose stream it belongs to.
        lane: Of every event in it.
        epoch: Of every event in it.
        events: At least one, consecutive.
        heir: Who sent it, if that is not the workstation itself.
    """

    workstation: Workstation
    lane: str
    epoch: str
    events: list[Checked]
    heir: str = ""

    @property
    def first_seq(self) -> int:
        """The seq of the first event."""
        return self.events[0].header.seq

    @property
    def last_seq(self) -> int:
        """The seq of the last event."""
        return self.events[-1].header.seq


class _Decision(Struct, gc=False):
    """What becomes of one new event."""

    checked: Checked
    verdict: Verdict
    reason: Unusable | None = None


class _Known(Struct, frozen=True):
    """How far the central has the epoch of a batch."""

    hw: int
    hw_hash: bytes
    archived_hw: int


def prepare(workstation: Workstation, events: list[StoredEvent]) -> Batch:
    """Check a push as far as that needs no database.

    Raises:
        PushConflictError: The events are no chain, or the last is not signed by this
            workstation.
        RefusedError: No events, or those of another workstation.
    """
    if not events:
        raise RefusedError(HTTPStatus.BAD_REQUEST, "empty", "the push has no events")
    headers = [_read_header(event) for event in events]
    owner = heirs.owner_of(workstation, headers[0], events[0].body)
    _require_one_stream(owner, headers)
    _require_chain(events, headers)
    last = events[-1]
    if not any(verify(key, last.hash, last.signature) for key in owner.public_keys):
        raise _broken(headers[-1], "the last event is not signed by this workstation")
    return Batch(
        owner,
        headers[0].lane,
        headers[0].epoch,
        [
            Checked(event, header, effect_of(header, event.body))
            for event, header in zip(events, headers, strict=True)
        ],
        "" if owner is workstation else workstation.workstation,
    )


def store(
    connection: Connection, batch: Batch, incarnation: str, now_ms: int
) -> PushReply:
    """Store *batch*; what was stored before is only answered again.

    Raises:
        PushConflictError: `gap`, `fork` or `chain`; nothing was stored.
    """
    known = _find_stream(connection, batch)
    hw = 0 if known is None else known.hw
    hw_hash = None if known is None else known.hw_hash
    old = [each for each in batch.events if each.header.seq <= hw]
    new = batch.events[len(old) :]
    verdicts = _answer_again(connection, batch, old, hw, hw_hash)
    if new:
        _require_continuation(batch, new[0], hw, hw_hash)
        decisions = _take_in(connection, batch, new, now_ms)
        _count(connection, batch, decisions)
        hw, hw_hash = batch.last_seq, new[-1].event.hash
        _advance(connection, batch, known, now_ms)
        verdicts += [
            EventVerdict(
                each.checked.header.seq,
                each.verdict,
                None if each.reason is None else each.reason.code,
            )
            for each in decisions
        ]
    return PushReply(
        epoch=batch.epoch,
        hw=hw,
        hw_hash=None if hw_hash is None else hw_hash.hex(),
        archived_hw=0 if known is None else known.archived_hw,
        verdicts=tuple(verdicts),
        incarnation=incarnation,
    )


def _read_header(event: StoredEvent) -> Header:
    try:
        return decode_header(event.header)
    except MalformedMessageError as error:
        raise RefusedError(HTTPStatus.BAD_REQUEST, "malformed", str(error)) from error


def _require_one_stream(workstation: Workstation, headers: list[Header]) -> None:
    first = headers[0]
    for header in headers:
        if (header.workstation, header.store) != (
            workstation.workstation,
            workstation.store,
        ):
            message = f"event {header.seq} belongs to another workstation"
            raise RefusedError(HTTPStatus.FORBIDDEN, "foreign_stream", message)
        if (header.lane, header.epoch) != (first.lane, first.epoch):
            message = "a push holds the events of one lane and one epoch"
            raise RefusedError(HTTPStatus.BAD_REQUEST, "mixed_streams", message)


def _require_chain(events: list[StoredEvent], headers: list[Header]) -> None:
    for before, after in pairwise(headers):
        if after.seq != before.seq + 1:
            raise _broken(after, f"event {after.seq} follows event {before.seq}")
    if headers[0].seq == 1 and events[0].prev != first_prev(headers[0]):
        raise _broken(headers[0], "the first event does not begin its epoch")
    prev = events[0].prev
    for event, header in zip(events, headers, strict=True):
        if event.prev != prev:
            message = f"event {header.seq} does not continue the one before it"
            raise _broken(header, message)
        if event_hash(prev, event.header, event.body) != event.hash:
            raise _broken(header, f"the hash of event {header.seq} is not its own")
        prev = event.hash


def _broken(header: Header, message: str) -> PushConflictError:
    # The watermark is not known here; the till asks for it by a hello.
    return PushConflictError("chain", message, header.epoch, 0, None)


def _find_stream(connection: Connection, batch: Batch) -> _Known | None:
    row = connection.execute(_FIND_STREAM, _stream_key(batch)).one_or_none()
    return None if row is None else _Known(*row)


def _stream_key(batch: Batch) -> dict[str, Any]:
    return {
        "of_workstation": batch.workstation.workstation,
        "of_lane": batch.lane,
        "of_epoch": batch.epoch,
    }


# Statements of every push are put together once: that costs more than the database.
_IN_STREAM: Final = and_(
    stream.c.workstation == bindparam("of_workstation"),
    stream.c.lane == bindparam("of_lane"),
    stream.c.epoch == bindparam("of_epoch"),
)
_FIND_STREAM: Final = (
    select(stream.c.hw, stream.c.hw_hash, stream.c.archived_hw)
    .where(_IN_STREAM)
    .with_for_update()
)
_ADVANCE: Final = (
    update(stream)
    .where(_IN_STREAM)
    .values(hw=bindparam("to_hw"), hw_hash=bindparam("to_hash"))
)


def _in_stream(columns: Any, batch: Batch) -> Any:
    return and_(
        columns.workstation == batch.workstation.workstation,
        columns.lane == batch.lane,
        columns.epoch == batch.epoch,
    )


def _answer_again(
    connection: Connection,
    batch: Batch,
    old: list[Checked],
    hw: int,
    hw_hash: bytes | None,
) -> list[EventVerdict]:
    if not old:
        return []
    events = raw_event.c
    rows = connection.execute(
        select(events.seq, events.hash, events.verdict)
        .where(
            _in_stream(events, batch),
            events.seq.between(old[0].header.seq, old[-1].header.seq),
        )
        .order_by(events.seq)
    ).all()
    verdicts = []
    for checked, row in zip(old, rows, strict=True):
        if checked.event.hash != row.hash:
            message = f"event {row.seq} is not the one the central holds"
            raise _conflict("fork", message, batch, hw, hw_hash)
        code = "quarantined" if row.verdict == "quarantined" else None
        verdicts.append(EventVerdict(row.seq, "duplicate", code))
    return verdicts


def _require_continuation(
    batch: Batch, first: Checked, hw: int, hw_hash: bytes | None
) -> None:
    if first.header.seq != hw + 1:
        message = f"events {hw + 1} to {first.header.seq - 1} are missing"
        raise _conflict("gap", message, batch, hw, hw_hash)
    if hw_hash is not None and first.event.prev != hw_hash:
        message = f"event {first.header.seq} does not continue event {hw} as held here"
        raise _conflict("fork", message, batch, hw, hw_hash)


def _conflict(
    code: ConflictCode, message: str, batch: Batch, hw: int, hw_hash: bytes | None
) -> PushConflictError:
    text = None if hw_hash is None else hw_hash.hex()
    return PushConflictError(code, message, batch.epoch, hw, text)


def _take_in(
    connection: Connection, batch: Batch, new: list[Checked], now_ms: int
) -> list[_Decision]:
    """Decide about new events and store them.

    Hardly any event comes under two epochs: they are stored as if none did, and the
    database says when that was wrong.
    """
    decisions = _decide(new, {})
    try:
        with savepoint(connection):
            _insert_raw(connection, batch, decisions, now_ms)
    except IntegrityError:
        decisions = _decide(new, _find_seen(connection, batch, new))
        _insert_raw(connection, batch, decisions, now_ms)
    return decisions


def _find_seen(
    connection: Connection, batch: Batch, new: list[Checked]
) -> dict[str, tuple[str, bytes]]:
    """Return type and body of the events that came before under another epoch."""
    events = raw_event.c
    ids = [checked.header.event_id for checked in new]
    rows = connection.execute(
        select(events.effect_id, events.type, events.body).where(
            events.workstation == batch.workstation.workstation,
            events.effect_id.in_(ids),
        )
    ).all()
    return {row.effect_id: (row.type, row.body) for row in rows}


def _decide(new: list[Checked], seen: dict[str, tuple[str, bytes]]) -> list[_Decision]:
    """Find the events that came before, and those of no use.

    Args:
        new: In order.
        seen: Type and body of what is stored, by id; grows by *new*.
    """
    decisions = []
    for checked in new:
        event_id = checked.header.event_id
        content = (checked.header.type, checked.event.body)
        first = seen.setdefault(event_id, content)
        if first is not content:
            decisions.append(_decide_again(checked, is_same=first == content))
        elif not control.is_plausible(checked.header.ctl):
            detail = "the control totals are beyond any business"
            reason = Unusable("implausible", detail)
            decisions.append(_Decision(checked, "quarantined", reason))
        elif isinstance(checked.effect, Unusable):
            decisions.append(_Decision(checked, "quarantined", checked.effect))
        else:
            decisions.append(_Decision(checked, "applied"))
    return decisions


def _decide_again(checked: Checked, *, is_same: bool) -> _Decision:
    if is_same:
        return _Decision(checked, "duplicate")
    reason = Unusable("event_id_reused", "another event has this event's id")
    return _Decision(checked, "quarantined", reason)


def _insert_raw(
    connection: Connection, batch: Batch, decisions: list[_Decision], now_ms: int
) -> None:
    first = arrivals.take(connection, len(decisions))
    insert_rows(
        connection,
        raw_event,
        _RAW_COLUMNS,
        [
            _raw_row(batch, each, now_ms, arrival)
            for arrival, each in enumerate(decisions, first)
        ],
    )
    unusable = [
        {
            **_key(batch, each.checked),
            "code": each.reason.code,
            "detail": each.reason.detail,
            "since_ms": now_ms,
        }
        for each in decisions
        if each.reason is not None
    ]
    if unusable:
        connection.execute(insert(quarantine), unusable)


_RAW_COLUMNS: Final = (
    "workstation",
    "lane",
    "epoch",
    "seq",
    "event_id",
    "effect_id",
    "type",
    "type_v",
    "business_day",
    "verdict",
    "header",
    "body",
    "prev",
    "hash",
    "signature",
    "received_at_ms",
    "arrival",
)


def _raw_row(
    batch: Batch, decision: _Decision, now_ms: int, arrival: int
) -> tuple[object, ...]:
    event, header = decision.checked.event, decision.checked.header
    repeats = decision.verdict == "duplicate" or (
        decision.reason is not None and decision.reason.code == "event_id_reused"
    )
    return (
        batch.workstation.workstation,
        batch.lane,
        batch.epoch,
        header.seq,
        header.event_id,
        None if repeats else header.event_id,
        header.type,
        header.type_v,
        header.biz_day or "",
        decision.verdict,
        event.header,
        event.body,
        event.prev,
        event.hash,
        event.signature,
        now_ms,
        arrival,
    )


def _key(batch: Batch, checked: Checked) -> dict[str, Any]:
    return {
        "workstation": batch.workstation.workstation,
        "lane": batch.lane,
        "epoch": batch.epoch,
        "seq": checked.header.seq,
    }


def _count(
    connection: Connection, batch: Batch, decisions: Iterable[_Decision]
) -> None:
    sums = control.Sums()
    for decision in decisions:
        if decision.verdict != "duplicate":
            # Implausible totals are left out by `Sums`: one such event would bury
            # the figures of everybody else.
            row = decision.checked.effect
            sums.add(
                decision.checked.header,
                row if isinstance(row, RetailTransactionRow) else None,
                is_applied=decision.verdict == "applied",
            )
    station = batch.workstation
    control.add(connection, station.workstation, station.store, sums)


def _advance(
    connection: Connection, batch: Batch, known: _Known | None, now_ms: int
) -> None:
    last = batch.events[-1]
    if known is not None:
        connection.execute(
            _ADVANCE,
            _stream_key(batch) | {"to_hw": last.header.seq, "to_hash": last.event.hash},
        )
        return
    parent = batch.events[0].header.parent
    ordinal = len(
        connection.execute(
            select(stream.c.epoch).where(
                stream.c.workstation == batch.workstation.workstation
            )
        ).all()
    )
    if batch.heir:
        station = batch.workstation.workstation
        heirs.continue_stream(connection, station, batch.epoch, batch.heir, now_ms)
    connection.execute(
        insert(stream).values(
            workstation=batch.workstation.workstation,
            lane=batch.lane,
            epoch=batch.epoch,
            ordinal=ordinal + 1,
            parent_epoch=None if parent is None else parent.epoch,
            parent_seq=None if parent is None else parent.seq,
            parent_hash=None if parent is None else parent.hash,
            hw=last.header.seq,
            hw_hash=last.event.hash,
            archived_hw=0,
            first_seen_at_ms=now_ms,
        )
    )
