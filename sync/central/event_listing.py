"""Lists the stored events of a workstation, so that others can compare."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from sqlalchemy import Connection, RowMapping, and_, select

from sync.central.schema import raw_event, retail_transaction, stream

LIMIT_MAX: Final = 5_000

_STREAM_KEY: Final = ("workstation", "lane", "epoch")


class ListedEvent(Struct, frozen=True, kw_only=True):
    """One stored event.

    Attributes:
        hash: 64 hex digits.
        biz_day: None outside a business day.
        gross_minor: Only of retail transactions that were applied.
        series: Likewise.
        number: Likewise.
        verdict: `applied`, `duplicate` or `quarantined`.
    """

    epoch: str
    seq: int
    event_id: str
    type: str
    hash: str
    biz_day: str | None
    gross_minor: int | None
    series: str | None
    number: int | None
    verdict: str


def list_events(
    connection: Connection,
    workstation: str,
    *,
    epoch: str | None = None,
    after: int = 0,
    limit: int = LIMIT_MAX,
) -> list[ListedEvent]:
    """Return stored events in order.

    Args:
        connection: To read with.
        workstation: Whose.
        epoch: Only of this epoch, with *after* as a seq. None: of all, in the order
            in which the epochs arrived, with *after* as the number of events to skip.
        after: See there.
        limit: At most so many.
    """
    events, sales = raw_event.c, retail_transaction.c
    same = [events[name] == sales[name] for name in _STREAM_KEY]
    query = (
        select(
            events.epoch,
            events.seq,
            events.event_id,
            events.type,
            events.hash,
            events.business_day,
            sales.gross_minor,
            sales.series,
            sales.number,
            events.verdict,
        )
        .outerjoin(retail_transaction, and_(*same, events.seq == sales.seq))
        .where(events.workstation == workstation)
        .limit(min(limit, LIMIT_MAX))
    )
    if epoch is not None:
        query = query.where(events.epoch == epoch, events.seq > after)
        query = query.order_by(events.seq)
    else:
        streams = stream.c
        query = query.join(
            stream,
            and_(*(events[name] == streams[name] for name in _STREAM_KEY)),
        )
        query = query.order_by(streams.ordinal, events.seq).offset(after)
    return [_listed(row) for row in connection.execute(query).mappings()]


def _listed(row: RowMapping) -> ListedEvent:
    return ListedEvent(
        epoch=row["epoch"],
        seq=row["seq"],
        event_id=row["event_id"],
        type=row["type"],
        hash=row["hash"].hex(),
        biz_day=row["business_day"] or None,
        gross_minor=row["gross_minor"],
        series=row["series"],
        number=row["number"],
        verdict=row["verdict"],
    )
