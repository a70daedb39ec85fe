"""Finds receipts for tills that did not print them, and keeps what they claim.

A claim holds goods for a transaction that is still open: no other till may take the
same goods back meanwhile. It is final when the transaction's event arrives, and gone
when the event says that it was cancelled, or by its time.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from sync.central.authentication import Workstation
from sync.central.errors import RefusedError
from sync.central.refunds import refunds_of
from sync.central.returned_lines import encode_taxes, parts_of, sum_parts, voided_by
from sync.central.schema import return_claim
from sync.central.sold_lines import (
    NO_PART,
    Part,
    Sale,
    find_by_receipt,
    find_sale,
    next_part,
    plus,
)
from sync.protocol.returns import (
    CODE_PATTERN,
    ClaimReply,
    FoundReceipt,
    LineBack,
    ReturnClaim,
)
from terminal.domain.receipt_code import read_receipt_number

CLAIM_MS: Final = 24 * 60 * 60 * 1000
"""Long enough for a till to come back online with the event of what it claimed;
goods that a dead till claimed can be returned a day later."""


def find_receipt(
    connection: Connection, series: str, number_text: str, code: str, now_ms: int
) -> FoundReceipt:
    """Return the transaction of a receipt and what is not left of it.

    Raises:
        RefusedError: 404 `unknown_receipt` when there is no such receipt, or not
            with this code.
    """
    code = code.lower()
    number = read_receipt_number(number_text)
    sale = None
    if CODE_PATTERN.fullmatch(code) and number is not None:
        sale = find_by_receipt(connection, series, number, code)
    if sale is None:
        raise RefusedError(
            HTTPStatus.NOT_FOUND,
            "unknown_receipt",
            "no receipt has this number and code, or its till has not sent it yet",
        )
    return FoundReceipt(
        workstation=sale.workstation,
        store=sale.store,
        seq=sale.seq,
        header=sale.header.decode("utf-8"),
        body=sale.body.decode("utf-8"),
        prev=sale.prev.hex(),
        hash=sale.hash.hex(),
        back=_backs(_taken(connection, sale.event_id, "", now_ms)),
        refunds=refunds_of(connection, sale.event_id),
        voided_by=voided_by(connection, sale.event_id),
    )


def claim(
    connection: Connection, workstation: Workstation, wanted: ReturnClaim, now_ms: int
) -> ClaimReply:
    """Hold goods for a transaction, or refuse with the figures.

    Raises:
        RefusedError: 404 `unknown_receipt` when the sale is not here.
    """
    sale = find_sale(connection, wanted.event_id)
    if sale is None:
        raise RefusedError(
            HTTPStatus.NOT_FOUND,
            "unknown_receipt",
            "the sale is not known here; nothing was claimed",
        )
    if wanted.releases:
        connection.execute(
            delete(return_claim).where(
                return_claim.c.transaction_id.in_(wanted.releases),
                return_claim.c.original_event_id == sale.event_id,
                return_claim.c.workstation == workstation.workstation,
            )
        )
    taken = _taken(connection, sale.event_id, wanted.transaction_id, now_ms)
    by = voided_by(connection, sale.event_id)
    parts = None if by is not None else _parts(sale, taken, wanted)
    if parts is None:
        return ClaimReply(is_granted=False, back=_backs(taken), voided_by=by)
    claims = return_claim.c
    connection.execute(
        delete(return_claim).where(
            (
                (claims.transaction_id == wanted.transaction_id)
                & (claims.original_event_id == sale.event_id)
            )
            | (claims.expires_at_ms <= now_ms)
        )
    )
    expires_at_ms = now_ms + CLAIM_MS
    if parts:
        connection.execute(
            insert(return_claim),
            [
                {
                    "transaction_id": wanted.transaction_id,
                    "original_event_id": sale.event_id,
                    "line_sequence": sequence,
                    "workstation": workstation.workstation,
                    "quantity_micro": part.quantity_micro,
                    "amount_minor": part.amount_minor,
                    "taxes": encode_taxes(part.taxes),
                    "expires_at_ms": expires_at_ms,
                }
                for sequence, part in parts.items()
            ],
        )
    return ClaimReply(is_granted=True, back=_backs(taken), expires_at_ms=expires_at_ms)


def _parts(
    sale: Sale, taken: dict[int, Part], wanted: ReturnClaim
) -> dict[int, Part] | None:
    """Return what the claim comes to by line; None when it wants too much."""
    quantities: dict[int, int] = {}
    for line in wanted.lines:
        quantities[line.line_sequence] = (
            quantities.get(line.line_sequence, 0) + line.quantity_micro
        )
    parts = {}
    for sequence, quantity_micro in quantities.items():
        if quantity_micro == 0:
            continue
        sold = sale.lines.get(sequence)
        before = taken.get(sequence, NO_PART)
        if sold is None or before.quantity_micro + quantity_micro > sold.quantity_micro:
            return None
        parts[sequence] = next_part(sold, before, quantity_micro)
    return parts


def _taken(
    connection: Connection, event_id: str, but_for: str, now_ms: int
) -> dict[int, Part]:
    """Return what came back of a sale or is claimed by others than *but_for*."""
    claims = return_claim.c
    rows = connection.execute(
        select(
            claims.line_sequence,
            claims.quantity_micro,
            claims.amount_minor,
            claims.taxes,
        ).where(
            claims.original_event_id == event_id,
            claims.transaction_id != but_for,
            claims.expires_at_ms > now_ms,
        )
    ).all()
    taken = parts_of(connection, event_id)
    for sequence, part in sum_parts(rows).items():
        taken[sequence] = plus(taken.get(sequence, NO_PART), part)
    return taken


def _backs(taken: dict[int, Part]) -> tuple[LineBack, ...]:
    return tuple(
        LineBack(
            line_sequence=sequence,
            quantity_micro=part.quantity_micro,
            amount_minor=part.amount_minor,
            taxes=part.taxes,
        )
        for sequence, part in sorted(taken.items())
    )
