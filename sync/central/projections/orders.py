"""Orders: the lines that count of every retail transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, select

from sync.central.projections.deed import Deed
from sync.central.schema import order_line
from sync.protocol.events import sale_completed_v1
from sync.protocol.events.sale_completed_v2 import SaleCompleted

COLUMNS: Final = (
    "event_id",
    "workstation",
    "sequence",
    "store",
    "business_day",
    "item_id",
    "quantity_micro",
    "unit",
    "amount_minor",
    "tax_minor",
)

OrderLine = tuple[str, str, int, str, str, str, int, str, int, int]
"""The values of `COLUMNS`."""


def lines_of(deed: Deed) -> list[OrderLine]:
    """Return the lines of a sale or return; voided lines count in nothing."""
    body = deed.body
    if not isinstance(body, SaleCompleted | sale_completed_v1.SaleCompleted):
        return []
    entry = deed.entry
    event_id, workstation = entry.event_id, entry.workstation
    store, day = deed.store, entry.business_day
    return [
        (
            event_id,
            workstation,
            line.sequence,
            store,
            day,
            line.item_id,
            line.quantity_micro,
            line.unit,
            line.amount_minor,
            line.tax_minor,
        )
        for line in body.lines
        if not line.is_voided
    ]


def mirrored(
    connection: Connection, event_id: str, by: tuple[str, str, str, str]
) -> list[OrderLine]:
    """Return the lines of a transaction, negated, as lines of the one that voids it.

    Args:
        connection: To read with.
        event_id: The voided transaction.
        by: Event, workstation, store and business day of the voiding one.
    """
    voiding, workstation, store, day = by
    rows: Iterable[OrderLine] = connection.execute(
        select(*(order_line.c[name] for name in COLUMNS))
        .where(order_line.c.event_id == event_id)
        .order_by(order_line.c.sequence)
    )
    return [
        (
            voiding,
            workstation,
            row[2],
            store,
            day,
            row[5],
            -row[6],
            row[7],
            -row[8],
            -row[9],
        )
        for row in rows
    ]
