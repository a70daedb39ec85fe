"""What a stored event does to the tables of the center.

Pure: bytes in, rows out. An event that cannot be understood has no effect and a
reason; it is never refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec
from msgspec import Struct

from sync.protocol.envelope import ControlTotals, Header
from sync.protocol.events import (
    EventBody,
    UnknownEventError,
    decode_body,
    sale_completed_v1,
    sale_parts_v1,
    sale_parts_v2,
    transaction_voided_v1,
)
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.transaction_cancelled_v1 import TransactionCancelled
from sync.protocol.events.transaction_voided_v2 import TransactionVoided

_DETAIL_CHARACTERS_MAX: Final = 500
# JSON has one way to write it; a backslash before it may itself be escaped.
_NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


class ReturnedLine(Struct, frozen=True, gc=False, kw_only=True):
    """Goods that came back, as positive numbers; taxes signed as sold.

    Attributes:
        original_event_id: Who sold them; empty for a return without receipt.
        named_receipt: Receipt that the customer named without having it.
    """

    sequence: int
    original_event_id: str
    original_sequence: int
    quantity_micro: int
    amount_minor: int
    taxes: tuple[int, ...]
    item_id: str
    named_receipt: str = ""


class RetailTransactionRow(Struct, frozen=True, gc=False, kw_only=True):
    """A row of `retail_transaction` but for its place in the chain.

    Attributes:
        tenders: Net amount in minor units by method.
        returned: What it takes back of other transactions.
        voids: Event of the transaction that it voids.
    """

    series: str
    number: int
    currency: str
    gross_minor: int
    tax_minor: int
    sale_lines: int
    return_lines: int
    tenders: dict[str, int]
    returned: tuple[ReturnedLine, ...] = ()
    voids: str | None = None


class Unusable(Struct, frozen=True, gc=False):
    """Why an event is quarantined.

    Attributes:
        code: When it is stored `unknown_type`, `undecodable`, `control_mismatch`,
            `implausible` or `event_id_reused`; when it is projected also `parked`,
            `number_reused` or `refused`.
        detail: For people; control characters of what it quotes are replaced, because
            PostgreSQL holds no NUL and screens obey the others.
    """

    code: str
    detail: str

    def __post_init__(self) -> None:
        detail = _CONTROL.sub("\ufffd", self.detail[:_DETAIL_CHARACTERS_MAX])
        msgspec.structs.force_setattr(self, "detail", detail)


Effect = RetailTransactionRow | Unusable | None


def effect_of(header: Header, body: bytes) -> Effect:
    """Return what the event does; None if it is only kept."""
    return understand(header, body)[1]


def understand(header: Header, body: bytes) -> tuple[EventBody | None, Effect]:
    """Return what the event says, None if it cannot be read, and what it does."""
    try:
        event = decode_body(header.type, header.type_v, body)
    except UnknownEventError as error:
        return None, _unusable("unknown_type", str(error))
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        return None, _unusable("undecodable", f"the body cannot be read: {error}")
    if _has_nul(body):
        # SQLite would take it and PostgreSQL not; no till of ours writes one.
        return None, _unusable("undecodable", "the body holds a NUL, which is no text")
    return event, _effect(header, event)


def _has_nul(body: bytes) -> bool:
    return b"\\u0000" in body and _NUL.search(body) is not None


def _effect(header: Header, event: EventBody) -> Effect:
    rule = _RULES.get(type(event))
    row = None if rule is None else rule(event)
    mismatch = _compare(header.ctl, row)
    if mismatch is None and isinstance(event, SaleCompleted | TransactionVoided):
        mismatch = _unpaid(event)
    return row if mismatch is None else _unusable("control_mismatch", mismatch)


def _sale(
    event: SaleCompleted | sale_completed_v1.SaleCompleted,
) -> RetailTransactionRow:
    lines = [line for line in event.lines if not line.is_voided]
    sale_lines = sum(line.kind == "sale" for line in lines)
    return RetailTransactionRow(
        series=event.series,
        number=event.number,
        currency=event.currency,
        gross_minor=event.gross_minor,
        tax_minor=event.tax_minor,
        sale_lines=sale_lines,
        return_lines=len(lines) - sale_lines,
        tenders=_tenders(event.tenders),
        returned=_returned(lines) if sale_lines < len(lines) else (),
    )


def _returned(
    lines: Iterable[sale_parts_v1.SaleLine | sale_parts_v2.SaleLine],
) -> tuple[ReturnedLine, ...]:
    found = []
    for line in lines:
        named = ""
        if isinstance(line, sale_parts_v2.SaleLine):
            taxes = tuple(-tax.tax_minor for tax in line.taxes)
            named = line.named_receipt or ""
        else:
            taxes = (-line.tax_minor,)
        original = line.return_of
        if original is None and not named:
            continue
        found.append(
            ReturnedLine(
                sequence=line.sequence,
                original_event_id="" if original is None else original.event_id,
                original_sequence=0 if original is None else original.line_sequence,
                quantity_micro=-line.quantity_micro,
                amount_minor=-line.amount_minor,
                taxes=taxes,
                item_id=line.item_id,
                named_receipt=named,
            )
        )
    return tuple(found)


def _voiding(
    event: TransactionVoided | transaction_voided_v1.TransactionVoided,
) -> RetailTransactionRow:
    return RetailTransactionRow(
        series=event.series,
        number=event.number,
        currency=event.currency,
        gross_minor=event.gross_minor,
        tax_minor=event.tax_minor,
        sale_lines=0,
        return_lines=0,
        tenders=_tenders(event.tenders),
        voids=event.voids.event_id,
    )


def _cancelled(event: TransactionCancelled) -> RetailTransactionRow:
    # It bears a number, so it must be seen that none is missing; no money moved.
    return RetailTransactionRow(
        series=event.series,
        number=event.number,
        currency=event.currency,
        gross_minor=0,
        tax_minor=0,
        sale_lines=0,
        return_lines=0,
        tenders={},
    )


_Money = tuple[int, int, dict[str, int]]

# Rules are found by the class of the body, so each takes the class it is found by.
_RULES: Final[dict[type[EventBody], Callable[[Any], RetailTransactionRow]]] = {
    SaleCompleted: _sale,
    sale_completed_v1.SaleCompleted: _sale,
    TransactionVoided: _voiding,
    transaction_voided_v1.TransactionVoided: _voiding,
    TransactionCancelled: _cancelled,
}


def _tenders(
    tenders: Iterable[sale_parts_v1.Tender] | Iterable[sale_parts_v2.Tender],
) -> dict[str, int]:
    sums: dict[str, int] = {}
    for tender in tenders:
        sums[tender.method] = sums.get(tender.method, 0) + tender.amount_minor
    return sums


def _compare(
    control: ControlTotals | None, row: RetailTransactionRow | None
) -> str | None:
    claimed: _Money = (0, 0, {})
    if control is not None:
        claimed = (control.gross_minor, control.tax_minor, _nonzero(control.tenders))
    told: _Money = (0, 0, {})
    if row is not None:
        told = (row.gross_minor, row.tax_minor, _nonzero(row.tenders.items()))
    if claimed == told:
        return None
    return f"the header claims {claimed}, the body says {told}"


def _unpaid(event: SaleCompleted | TransactionVoided) -> str | None:
    """Tell how total, rounding and tenders differ; None when they agree."""
    tendered = sum(tender.amount_minor for tender in event.tenders)
    if event.gross_minor + event.rounding_minor == tendered:
        return None
    return (
        f"total {event.gross_minor} and rounding {event.rounding_minor} are not the"
        f" tenders {tendered}"
    )


def _nonzero(tenders: Iterable[tuple[str, int]]) -> dict[str, int]:
    return {method: amount for method, amount in tenders if amount}


def _unusable(code: str, detail: str) -> Unusable:
    return Unusable(code, detail)
