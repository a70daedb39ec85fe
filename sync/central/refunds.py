"""What was given back for a sale so far, by tender."""

from __future__ import annotations

from sqlalchemy import Connection, select

from structs.decoding import decode_json
from sync.central.schema import retail_transaction, returned_line
from sync.protocol.returns import Refunded
from terminal.domain.tender.refund_share import refunds_by_original


def refunds_of(connection: Connection, original_event_id: str) -> tuple[Refunded, ...]:
    """Return by method what went back for goods of a sale, sorted by method.

    A transaction that took goods of several sales back shares its refunds among
    them in proportion; one that sold more than it took back refunded nothing.
    """
    lines, sales = returned_line.c, retail_transaction.c
    returning = connection.scalars(
        select(lines.event_id)
        .where(lines.original_event_id == original_event_id)
        .distinct()
    ).all()
    sums: dict[str, int] = {}
    for event_id in sorted(returning):
        returned: dict[str, int] = {}
        for original, amount in connection.execute(
            select(lines.original_event_id, lines.amount_minor).where(
                lines.event_id == event_id, lines.original_event_id != ""
            )
        ):
            returned[original] = returned.get(original, 0) + amount
        tenders = connection.scalar(
            select(sales.tenders).where(sales.event_id == event_id)
        )
        amounts = decode_json(tenders or "{}", dict[str, int])
        refunds = [(m, -amount) for m, amount in sorted(amounts.items()) if amount < 0]
        shares = refunds_by_original(returned, refunds)
        for method, amount in shares[original_event_id].items():
            sums[method] = sums.get(method, 0) + amount
    return tuple(Refunded(method, amount) for method, amount in sorted(sums.items()))
