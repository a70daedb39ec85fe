"""Keeps what came back of which sale, and flags where it was too much.

Part of the projections. Events come in any order of the tills: a return may arrive
before the sale, so a line is looked at again when its sale arrives. Nothing here
refuses an event.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, delete, insert, select, update

from structs.decoding import json_decoder
from sync.central.effects import RetailTransactionRow
from sync.central.schema import (
    over_return,
    return_claim,
    returned_line,
    voided_transaction,
)
from sync.central.sold_lines import (
    NO_PART,
    Part,
    Sale,
    find_by_receipt,
    find_sale,
    plus,
)
from terminal.domain.errors import ReceiptNotFoundError
from terminal.domain.receipt_code import parse_receipt_text, receipt_text

_decode_taxes: Final = json_decoder(tuple[int, ...]).decode


class Recorded(Struct, frozen=True, kw_only=True):
    """A retail transaction that was just applied."""

    event_id: str
    workstation: str
    store: str
    business_day: str
    hash: bytes
    row: RetailTransactionRow


COLUMNS: Final = (
    "workstation",
    "event_id",
    "sequence",
    "store",
    "business_day",
    "original_event_id",
    "original_sequence",
    "quantity_micro",
    "amount_minor",
    "taxes",
    "item_id",
    "named_receipt",
)


def line_rows(recorded: Recorded) -> list[tuple[Any, ...]]:
    """Return the rows of what a transaction takes back: the values of `COLUMNS`."""
    return [
        (
            recorded.workstation,
            recorded.event_id,
            line.sequence,
            recorded.store,
            recorded.business_day,
            line.original_event_id,
            line.original_sequence,
            line.quantity_micro,
            line.amount_minor,
            encode_taxes(line.taxes),
            line.item_id,
            full_name(line.named_receipt),
        )
        for line in recorded.row.returned
    ]


def find_awaited(connection: Connection, event_ids: Sequence[str]) -> set[str]:
    """Return which of these transactions others have returned or voided already."""
    found: set[str] = set()
    if connection.scalar(select(returned_line.c.sequence).limit(1)) is not None:
        originals = returned_line.c.original_event_id
        found.update(
            connection.scalars(select(originals).where(originals.in_(event_ids)))
        )
    if connection.scalar(select(voided_transaction.c.event_id).limit(1)) is not None:
        voided = voided_transaction.c.event_id
        found.update(connection.scalars(select(voided).where(voided.in_(event_ids))))
    return found


def find_named(connection: Connection, names: Collection[str]) -> set[str]:
    """Return which of these receipts are named by returns that wait for their sale."""
    if connection.scalar(select(returned_line.c.sequence).limit(1)) is None:
        return set()
    lines = returned_line.c
    return set(
        connection.scalars(
            select(lines.named_receipt).where(
                lines.named_receipt.in_(names), lines.original_event_id == ""
            )
        )
    )


def forget_claims(connection: Connection, event_ids: Sequence[str]) -> None:
    """Let go of what transactions claimed that ended: they took it back, or did not."""
    if connection.scalar(select(return_claim.c.line_sequence).limit(1)) is None:
        return
    connection.execute(
        delete(return_claim).where(return_claim.c.transaction_id.in_(event_ids))
    )


def settle(connection: Connection, applied: Sequence[Recorded], now_ms: int) -> None:
    """Draw the consequences of transactions whose rows are stored."""
    ids = [each.event_id for each in applied]
    if not ids:
        return
    forget_claims(connection, ids)
    voided = {
        each.row.voids: each.event_id for each in applied if each.row.voids is not None
    }
    if voided:
        _void(connection, voided)
    _match_named(connection, applied)
    touched = connection.scalars(
        select(returned_line.c.original_event_id)
        .where(
            returned_line.c.original_event_id.in_([*ids, *voided])
            | returned_line.c.event_id.in_(ids),
            returned_line.c.original_event_id != "",
        )
        .distinct()
    ).all()
    for original_event_id in touched:
        _flag(connection, original_event_id, frozenset(ids), now_ms)


def parts_of(connection: Connection, original_event_id: str) -> dict[int, Part]:
    """Return by line what came back of a sale."""
    lines = returned_line.c
    rows = connection.execute(
        select(
            lines.original_sequence,
            lines.quantity_micro,
            lines.amount_minor,
            lines.taxes,
        ).where(lines.original_event_id == original_event_id)
    ).all()
    return sum_parts(rows)


def sum_parts(rows: Iterable[Any]) -> dict[int, Part]:
    """Add up rows of (line, quantity, amount, taxes as JSON) by line."""
    parts: dict[int, Part] = {}
    for sequence, quantity_micro, amount_minor, taxes in rows:
        part = Part(quantity_micro, amount_minor, _decode_taxes(taxes))
        parts[sequence] = plus(parts.get(sequence, NO_PART), part)
    return parts


def encode_taxes(taxes: Sequence[int]) -> str:
    """Return taxes as they are stored."""
    return msgspec.json.encode(taxes).decode()


def voided_by(connection: Connection, event_id: str) -> str | None:
    """Return the event that voided a transaction, or None."""
    return connection.scalar(
        select(voided_transaction.c.by_event_id).where(
            voided_transaction.c.event_id == event_id
        )
    )


def _void(connection: Connection, voided: dict[str, str]) -> None:
    known = set(
        connection.scalars(
            select(voided_transaction.c.event_id).where(
                voided_transaction.c.event_id.in_(voided)
            )
        )
    )
    new = [
        {"event_id": of, "by_event_id": by}
        for of, by in voided.items()
        if of not in known
    ]
    if new:
        connection.execute(insert(voided_transaction), new)
    # What a voided transaction took back was given out again.
    connection.execute(
        delete(returned_line).where(returned_line.c.event_id.in_(voided))
    )
    connection.execute(delete(over_return).where(over_return.c.event_id.in_(voided)))


def full_name(text: str) -> str:
    """Return a receipt's name in one form; empty when it proves nothing."""
    if not text:
        return ""
    try:
        code = parse_receipt_text(text)
    except ReceiptNotFoundError:
        return ""
    if code.hash8 is None:
        return ""
    return receipt_text(code.series, code.number, code.hash8)


def _match_named(connection: Connection, applied: Sequence[Recorded]) -> None:
    """Join returns without receipt with the sale that the customer named."""
    new = {
        named
        for each in applied
        for line in each.row.returned
        if not line.original_event_id and (named := full_name(line.named_receipt))
    }
    for named in new:
        code = parse_receipt_text(named)
        sale = find_by_receipt(connection, code.series, code.number, code.hash8 or "")
        if sale is not None:
            _assign(connection, named, sale)
    arrived = {
        receipt_text(each.row.series, each.row.number, each.hash.hex()): each.event_id
        for each in applied
        if each.row.sale_lines
    }
    if not arrived:
        return
    waiting = connection.scalars(
        select(returned_line.c.named_receipt)
        .where(
            returned_line.c.named_receipt.in_(arrived),
            returned_line.c.original_event_id == "",
        )
        .distinct()
    ).all()
    for named in waiting:
        sale = find_sale(connection, arrived[named])
        if sale is not None:
            _assign(connection, named, sale)


def _assign(connection: Connection, named: str, sale: Sale) -> None:
    """Give the lines that name *sale* the sold line of their item with most left."""
    lines = returned_line.c
    parts = parts_of(connection, sale.event_id)
    rows = connection.execute(
        select(
            lines.workstation,
            lines.event_id,
            lines.sequence,
            lines.item_id,
            lines.quantity_micro,
            lines.amount_minor,
        )
        .where(lines.named_receipt == named, lines.original_event_id == "")
        .order_by(lines.event_id, lines.sequence)
    ).all()
    for row in rows:
        left = {
            sequence: sold.quantity_micro - parts.get(sequence, NO_PART).quantity_micro
            for sequence, sold in sale.lines.items()
            if sold.item_id == row.item_id
        }
        if not left:
            continue
        sequence = max(left, key=lambda key: (left[key], -key))
        part = Part(row.quantity_micro, row.amount_minor, ())
        parts[sequence] = plus(parts.get(sequence, NO_PART), part)
        connection.execute(
            update(returned_line)
            .where(
                lines.workstation == row.workstation,
                lines.event_id == row.event_id,
                lines.sequence == row.sequence,
            )
            .values(original_event_id=sale.event_id, original_sequence=sequence)
        )


def _flag(
    connection: Connection,
    original_event_id: str,
    arrived: frozenset[str],
    now_ms: int,
) -> None:
    """Flag the lines of a sale of which more came back than was sold.

    The flag names the return that arrived last, or the one opened last when only
    the sale has arrived: ids grow with time.
    """
    sale = find_sale(connection, original_event_id)
    if sale is None:
        return  # looked at again when it arrives
    is_voided = voided_by(connection, original_event_id) is not None
    lines, flags = returned_line.c, over_return.c
    for sequence, part in parts_of(connection, original_event_id).items():
        sold = None if is_voided else sale.lines.get(sequence)
        sold_micro = sold.quantity_micro if sold is not None else 0
        sold_minor = sold.amount_minor if sold is not None else 0
        if part.quantity_micro <= sold_micro and part.amount_minor <= sold_minor:
            continue
        returned = connection.execute(
            select(
                lines.event_id, lines.workstation, lines.store, lines.business_day
            ).where(
                lines.original_event_id == original_event_id,
                lines.original_sequence == sequence,
            )
        ).all()
        last = max(returned, key=lambda row: (row.event_id in arrived, row.event_id))
        key = (
            (flags.event_id == last.event_id)
            & (flags.original_event_id == original_event_id)
            & (flags.line_sequence == sequence)
        )
        figures = {
            "sold_micro": sold_micro,
            "returned_micro": part.quantity_micro,
            "sold_minor": sold_minor,
            "returned_minor": part.amount_minor,
        }
        changed = connection.execute(update(over_return).where(key).values(figures))
        if changed.rowcount:
            continue
        connection.execute(
            insert(over_return).values(
                event_id=last.event_id,
                original_event_id=original_event_id,
                line_sequence=sequence,
                workstation=last.workstation,
                store=last.store,
                business_day=last.business_day,
                flagged_at_ms=now_ms,
                **figures,
            )
        )
