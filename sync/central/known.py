"""Tells a workstation that joins what the central knows of its earlier life.

Its disk may be gone: then this is all that is left of it. It names the last event and
receipt that the central holds, and those that a greeting only told of, so that the
new life gives no number again and can say what is missing.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, Row, func, select

from structs.decoding import decode_json
from sync.central import claims
from sync.central.schema import raw_event, retail_transaction, stream
from sync.protocol.envelope import LEDGER_LANE
from sync.protocol.events.epoch_opened_v1 import EpochOpened
from sync.protocol.events.till_period_opened_v1 import TillPeriodOpened
from sync.protocol.events.till_settled_v2 import TillSettled
from sync.protocol.messages import Known, KnownEpoch
from sync.protocol.receipt_series import series_rank
from terminal.domain.receipt_code import read_receipt_number


class _Opened(msgspec.Struct):
    series: str = ""


class _Period(msgspec.Struct):
    business_day: str = ""
    at_ms: int = 0


def what_is_known(connection: Connection, workstation: str) -> Known:
    """Return what is known of *workstation*; the projections are caught up."""
    claimed = claims.list_open(connection, workstation)
    series, number = max(
        [
            *_sold(connection, workstation),
            *_begun(connection, workstation),
            *(_read_number(row.last_number) for row in claimed),
            ("", 0),
        ],
        key=lambda each: (series_rank(each[0]), each[1]),
    )
    period = _open_period(connection, workstation)
    return Known(
        epochs=_epochs(connection, workstation, claimed),
        series=series,
        number=number,
        business_day=period.business_day,
        opened_at_ms=period.at_ms,
    )


def _epochs(
    connection: Connection, workstation: str, claimed: list[Row[tuple[object, ...]]]
) -> tuple[KnownEpoch, ...]:
    streams = stream.c
    told: dict[str, int] = {}
    for row in claimed:
        told[row.epoch] = max(row.seq, told.get(row.epoch, 0))
    held = [
        KnownEpoch(
            epoch=row.epoch,
            hw=row.hw,
            hw_hash=row.hw_hash.hex(),
            claimed_seq=max(row.hw, told.pop(row.epoch, 0)),
        )
        for row in connection.execute(
            select(streams.epoch, streams.hw, streams.hw_hash)
            .where(streams.workstation == workstation, streams.lane == LEDGER_LANE)
            .order_by(streams.ordinal)
        )
    ]
    # Those that nothing came of are newer than what came, or they would have come.
    unheard = [
        KnownEpoch(epoch=epoch, hw=0, hw_hash=None, claimed_seq=seq)
        for epoch, seq in told.items()
    ]
    return (*held, *unheard)


def _sold(connection: Connection, workstation: str) -> list[tuple[str, int]]:
    sold = retail_transaction.c
    return [
        (row.series, row.number)
        for row in connection.execute(
            select(sold.series, func.max(sold.number).label("number"))
            .where(sold.workstation == workstation)
            .group_by(sold.series)
        )
    ]


def _begun(connection: Connection, workstation: str) -> list[tuple[str, int]]:
    """Return the series that began, and may have no receipt yet."""
    events = raw_event.c
    bodies = connection.scalars(
        select(events.body).where(
            events.workstation == workstation,
            events.lane == LEDGER_LANE,
            events.seq == 1,
            events.type == EpochOpened.TYPE,
        )
    ).all()
    found = []
    for body in bodies:
        try:
            found.append((decode_json(body, _Opened).series, 0))
        except msgspec.DecodeError:
            continue  # Quarantined; nobody knows what it says.
    return found


def _open_period(connection: Connection, workstation: str) -> _Period:
    events = raw_event.c
    last = connection.execute(
        select(events.type, events.body)
        .where(
            events.workstation == workstation,
            events.type.in_([TillPeriodOpened.TYPE, TillSettled.TYPE]),
            events.effect_id.is_not(None),
        )
        .order_by(events.arrival.desc())
        .limit(1)
    ).one_or_none()
    if last is None or last.type != TillPeriodOpened.TYPE:
        return _Period()
    try:
        return decode_json(last.body, _Period)
    except msgspec.DecodeError:
        return _Period()


def _read_number(text: str) -> tuple[str, int]:
    """Return series and number of a text such as ``A-12``; nothing of another."""
    series, _, number_text = text.rpartition("-")
    number = read_receipt_number(number_text)
    if number is None or not series_rank(series):
        return ("", 0)
    return (series, number)
