"""What a stored sale says of its lines, and the share of a part of one.

Shares are differences of cumulative shares, as at the till: whatever the parts in
which a line comes back, they add up to what was paid for it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, RowMapping, and_, select

from sync.central.rehomed import original_of
from sync.central.schema import raw_event, retail_transaction
from sync.protocol.events import decode_body, sale_completed_v1, sale_parts_v1
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.sale_parts_v2 import SaleLine
from terminal.domain.money import share_of


class SoldLine(Struct, frozen=True, gc=False):
    """One line that sold something; taxes signed, in the order of the event."""

    item_id: str
    quantity_micro: int
    amount_minor: int
    taxes: tuple[int, ...]


class Sale(Struct, frozen=True, kw_only=True):
    """A stored sale: its event and, by sequence, the lines that sold something."""

    event_id: str
    workstation: str
    store: str
    seq: int
    header: bytes
    body: bytes
    prev: bytes
    hash: bytes
    lines: dict[int, SoldLine]


class Part(Struct, frozen=True):
    """What belongs to a part of a line."""

    quantity_micro: int
    amount_minor: int
    taxes: tuple[int, ...]


NO_PART = Part(0, 0, ())


def find_sale(connection: Connection, event_id: str) -> Sale | None:
    """Return the applied sale with this event."""
    sales = _find(connection, retail_transaction.c.event_id == event_id)
    return sales[0] if sales else None


def find_by_receipt(
    connection: Connection, series: str, number: int, code: str
) -> Sale | None:
    """Return the applied sale with this number whose hash begins with *code*.

    Several tills may number alike; the code tells their receipts apart. It is that of
    the first life of the sale; if the central holds only a copy, the answer is the
    sale as it was then.
    """
    sales = _find(
        connection,
        and_(
            retail_transaction.c.series == series,
            retail_transaction.c.number == number,
        ),
    )
    for sale in sales:
        if sale.hash.hex().startswith(code):
            return sale
    for sale in sales:
        first = original_of(connection, sale.header)
        if first is not None and first.hash.hex().startswith(code):
            return msgspec.structs.replace(
                sale,
                seq=first.seq,
                header=first.header,
                prev=first.prev,
                hash=first.hash,
            )
    return None


def plus(part: Part, other: Part) -> Part:
    """Return both parts together."""
    length = max(len(part.taxes), len(other.taxes))
    return Part(
        part.quantity_micro + other.quantity_micro,
        part.amount_minor + other.amount_minor,
        tuple(_at(part.taxes, i) + _at(other.taxes, i) for i in range(length)),
    )


def next_part(line: SoldLine, before: Part, quantity_micro: int) -> Part:
    """Return what belongs to *quantity_micro* after *before*; at most what is left."""
    after = before.quantity_micro + quantity_micro
    assert 0 <= after <= line.quantity_micro

    def rest(whole: int, given: int) -> int:
        part = share_of(whole, after, line.quantity_micro) - given
        return max(part, 0) if whole >= 0 else min(part, 0)

    return Part(
        quantity_micro,
        rest(line.amount_minor, before.amount_minor),
        tuple(
            rest(tax, _at(before.taxes, index)) for index, tax in enumerate(line.taxes)
        ),
    )


def _at(values: Sequence[int], index: int) -> int:
    return values[index] if index < len(values) else 0


def _find(connection: Connection, condition: ColumnElement[bool]) -> list[Sale]:
    sales, events = retail_transaction.c, raw_event.c
    rows = connection.execute(
        select(
            sales.event_id,
            sales.workstation,
            sales.store,
            events.seq,
            events.type_v,
            events.header,
            events.body,
            events.prev,
            events.hash,
        )
        .join(
            raw_event,
            and_(
                *(
                    events[name] == sales[name]
                    for name in ("workstation", "lane", "epoch", "seq")
                )
            ),
        )
        .where(condition, sales.type == SaleCompleted.TYPE)
    ).mappings()
    return [_sale(row) for row in rows]


def _sale(values: RowMapping) -> Sale:
    body = decode_body(SaleCompleted.TYPE, values["type_v"], values["body"])
    assert isinstance(body, SaleCompleted | sale_completed_v1.SaleCompleted)
    return Sale(
        event_id=values["event_id"],
        workstation=values["workstation"],
        store=values["store"],
        seq=values["seq"],
        header=values["header"],
        body=values["body"],
        prev=values["prev"],
        hash=values["hash"],
        lines={
            line.sequence: SoldLine(
                line.item_id, line.quantity_micro, line.amount_minor, _taxes(line)
            )
            for line in body.lines
            if line.kind == "sale" and not line.is_voided and line.quantity_micro > 0
        },
    )


def _taxes(line: sale_parts_v1.SaleLine | SaleLine) -> tuple[int, ...]:
    if isinstance(line, SaleLine):
        return tuple(tax.tax_minor for tax in line.taxes)
    return (line.tax_minor,)
