"""Lists the returns of which too much came back."""

from __future__ import annotations

from sqlalchemy import Connection, select

from sync.central.schema import over_return
from sync.protocol.returns import OverReturn, OverReturns

LIMIT_MAX = 1_000


def list_over_returns(
    connection: Connection,
    *,
    store: str | None = None,
    after_ms: int = 0,
    limit: int = LIMIT_MAX,
) -> OverReturns:
    """Return over-returns flagged after *after_ms*, oldest first.

    Args:
        connection: To read with.
        store: Only where goods came back in this store.
        after_ms: Ms since 1970 UTC.
        limit: At most so many.
    """
    flags = over_return.c
    query = (
        select(over_return)
        .where(flags.flagged_at_ms > after_ms)
        .order_by(flags.flagged_at_ms, flags.event_id, flags.line_sequence)
        .limit(min(limit, LIMIT_MAX))
    )
    if store is not None:
        query = query.where(flags.store == store)
    return OverReturns(
        over_returns=tuple(
            OverReturn(**row) for row in connection.execute(query).mappings()
        )
    )
