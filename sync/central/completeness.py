"""Confirms a settlement: every event of its period is here, and the sums agree."""

from __future__ import annotations

from collections import Counter
from typing import Final

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, select

from sync.central.authentication import Workstation
from sync.central.schema import raw_event, stream
from sync.protocol.completeness import (
    AskCompleteness,
    CompletenessReceipt,
    CompletenessReply,
    ShortfallCode,
)
from sync.protocol.envelope import LEDGER_LANE, decode_header
from sync.protocol.events import UnknownEventError, decode_body
from sync.protocol.events.till_settled_v1 import TillSettled as TillSettledV1
from sync.protocol.events.till_settled_v2 import TillSettled

_EPOCHS_MAX: Final = 64
"""A period lives in one epoch but for restores; more than this is no period."""

_ROWS_A_READ: Final = 1_000

_Settled = TillSettledV1 | TillSettled


class Issuer(Struct, frozen=True):
    """Who confirms, and when."""

    tenant: str
    incarnation: str
    now_ms: int


class ShortfallError(Exception):
    """Why nothing can be confirmed; the till shows its settlement as provisional."""

    def __init__(self, code: ShortfallCode, message: str, held: int) -> None:
        super().__init__(message)
        self.code: ShortfallCode = code
        self.held = held

    def as_reply(self) -> CompletenessReply:
        """Return what the till is told."""
        return CompletenessReply(
            is_complete=False, code=self.code, message=str(self), held=self.held
        )


class _Part(Struct, frozen=True):
    """A piece of the period that lies in one epoch of one workstation."""

    owner: str
    epoch: str
    first_seq: int
    last_seq: int


def confirm(
    connection: Connection,
    workstation: Workstation,
    asked: AskCompleteness,
    issuer: Issuer,
) -> CompletenessReceipt:
    """Return the receipt for the settlement that *asked* names.

    The sums are those of the headers: they are right even where a body cannot be
    read, and are compared with what the settlement itself states.

    Raises:
        ShortfallError: Something is missing or differs.
    """
    body, opened = _settlement(connection, workstation, asked)
    parts = _parts(connection, workstation, asked, opened)
    sums = _Sums()
    for part in parts:
        sums.add_part(connection, part)
    _require_agreement(asked, parts, sums, body)
    return CompletenessReceipt(
        tenant=issuer.tenant,
        store=workstation.store,
        workstation=parts[0].owner,
        business_day=body.business_day,
        z_number=body.z_number,
        epoch=asked.epoch,
        first_seq=parts[-1].first_seq,
        last_seq=asked.last_seq,
        count=sums.count,
        head_hash=asked.head_hash,
        currency=body.currency,
        gross_minor=sums.gross_minor,
        tax_minor=sums.tax_minor,
        tenders=tuple(sorted(sums.nonzero_tenders().items())),
        incarnation=issuer.incarnation,
        confirmed_at_ms=issuer.now_ms,
    )


def _settlement(
    connection: Connection, workstation: Workstation, asked: AskCompleteness
) -> tuple[_Settled, str]:
    """Return the settlement and the id of the event that opened its period."""
    owner = workstation.owner_of(asked.epoch)
    held = _hw(connection, owner, asked.epoch)
    if held < asked.last_seq:
        count = asked.last_seq - held
        message = f"{count} events up to the settlement have not arrived"
        raise ShortfallError("missing", message, held)
    columns = raw_event.c
    row = connection.execute(
        select(columns.type, columns.type_v, columns.hash, columns.body).where(
            columns.workstation == owner,
            columns.lane == LEDGER_LANE,
            columns.epoch == asked.epoch,
            columns.seq == asked.last_seq,
        )
    ).one()
    if row.hash.hex() != asked.head_hash:
        raise ShortfallError("fork", "another event is held under that number", held)
    try:
        body = decode_body(row.type, row.type_v, row.body)
    except (UnknownEventError, msgspec.DecodeError):
        body = None
    if not isinstance(body, TillSettledV1 | TillSettled):
        message = "that event is not a settlement this center can read"
        raise ShortfallError("not_a_settlement", message, held)
    return body, body.opened_event_id


def _parts(
    connection: Connection,
    workstation: Workstation,
    asked: AskCompleteness,
    opened_event_id: str,
) -> list[_Part]:
    """Return where the period's events lie, newest epoch first."""
    columns = raw_event.c
    epoch, last_seq = asked.epoch, asked.last_seq
    parts: list[_Part] = []
    while len(parts) < _EPOCHS_MAX:
        # Within the period the device may have become another workstation.
        owner = workstation.owner_of(epoch)
        first_seq = connection.scalar(
            select(columns.seq).where(
                columns.workstation == owner,
                columns.lane == LEDGER_LANE,
                columns.epoch == epoch,
                columns.event_id == opened_event_id,
                columns.seq <= last_seq,
            )
        )
        parts.append(_Part(owner, epoch, first_seq or 1, last_seq))
        if first_seq is not None:
            return parts
        parent = connection.execute(
            select(stream.c.parent_epoch, stream.c.parent_seq).where(
                stream.c.workstation == owner,
                stream.c.lane == LEDGER_LANE,
                stream.c.epoch == epoch,
            )
        ).one()
        if parent.parent_epoch is None:
            break
        epoch, last_seq = parent.parent_epoch, parent.parent_seq
        held = _hw(connection, workstation.owner_of(epoch), epoch)
        if held < last_seq:
            message = f"events of the earlier epoch {epoch} have not arrived"
            raise ShortfallError("missing", message, held)
    message = "the event that opened the period is not here"
    raise ShortfallError("missing", message, asked.last_seq)


class _Sums:
    """Adds up what the headers of a period claim."""

    def __init__(self) -> None:
        self.count = 0
        self.gross_minor = 0
        self.tax_minor = 0
        self._tenders: Counter[str] = Counter()

    def add_part(self, connection: Connection, part: _Part) -> None:
        """Add every event of *part*."""
        columns = raw_event.c
        seq = part.first_seq - 1
        while seq < part.last_seq:
            rows = connection.execute(
                select(columns.header)
                .where(
                    columns.workstation == part.owner,
                    columns.lane == LEDGER_LANE,
                    columns.epoch == part.epoch,
                    columns.seq > seq,
                    columns.seq <= part.last_seq,
                )
                .order_by(columns.seq)
                .limit(_ROWS_A_READ)
            ).all()
            if not rows:
                return
            for row in rows:
                self._add(row)
            seq += len(rows)

    def nonzero_tenders(self) -> dict[str, int]:
        """Return the net amounts by method; none that came to nothing."""
        return {name: amount for name, amount in self._tenders.items() if amount}

    def _add(self, row: Row[tuple[bytes]]) -> None:
        self.count += 1
        control = decode_header(row.header).ctl
        if control is None:
            return
        self.gross_minor += control.gross_minor
        self.tax_minor += control.tax_minor
        for method, amount in control.tenders:
            self._tenders[method] += amount


def _require_agreement(
    asked: AskCompleteness, parts: list[_Part], sums: _Sums, body: _Settled
) -> None:
    held = asked.last_seq
    first_seq = parts[-1].first_seq
    if first_seq != asked.first_seq or first_seq != body.first_seq:
        message = f"the period begins with event {first_seq} here"
        raise ShortfallError("missing", message, held)
    wanted = sum(part.last_seq - part.first_seq + 1 for part in parts)
    # Across epochs the till also counts what it recorded twice.
    is_whole = len(parts) > 1 or sums.count == body.event_count + 1
    if sums.count != wanted or not is_whole:
        message = f"{sums.count} events are held of {body.event_count + 1}"
        raise ShortfallError("missing", message, held)
    told = {name: amount for name, amount in body.tenders_minor if amount}
    here = (sums.gross_minor, sums.tax_minor, sums.nonzero_tenders())
    if here != (body.gross_minor, body.tax_minor, told):
        message = (
            f"the events come to {sums.gross_minor}, the settlement says"
            f" {body.gross_minor} minor units"
        )
        raise ShortfallError("sums", message, held)


def _hw(connection: Connection, workstation: str, epoch: str) -> int:
    held = connection.scalar(
        select(stream.c.hw).where(
            stream.c.workstation == workstation,
            stream.c.lane == LEDGER_LANE,
            stream.c.epoch == epoch,
        )
    )
    return held or 0
