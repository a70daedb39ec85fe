"""What an event adds to the accounts, worked out again from its body."""

from sync.protocol.envelope import ControlTotals
from sync.protocol.events import (
    EventBody,
    sale_completed_v1,
    sale_parts_v1,
    transaction_voided_v1,
)
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.sale_parts_v2 import SaleLine, Tender
from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from terminal.persistence.dbapi import Connection
from terminal.persistence.ledger.line_keys import item_line_range


def expected_control(body: EventBody, projected: Connection) -> ControlTotals | None:
    """Return the control totals that an event with *body* must carry.

    Args:
        body: The body.
        projected: Holds the projections of all events before it: a void adds the
            quantities of the sale it voids, which only that sale names.
    """
    if isinstance(body, SaleCompleted | sale_completed_v1.SaleCompleted):
        quantity_micro = sum(
            line.quantity_micro for line in body.lines if not line.is_voided
        )
    elif isinstance(body, TransactionVoided | transaction_voided_v1.TransactionVoided):
        quantity_micro = -_quantity_of(body.voids.event_id, projected)
    else:
        return None
    return ControlTotals.of(
        count=1,
        gross_minor=body.gross_minor,
        tax_minor=body.tax_minor,
        tenders=_by_method(body.tenders),
        quantity_micro=quantity_micro,
    )


def is_balanced(body: EventBody) -> bool:
    """Tell whether lines, taxes and tenders of a transaction come to its totals."""
    if isinstance(body, SaleCompleted):
        return _is_sale_balanced(body)
    if isinstance(body, TransactionVoided):
        return _are_sums_right(body)
    if isinstance(body, sale_completed_v1.SaleCompleted):
        amount_minor = sum(
            line.amount_minor for line in body.lines if not line.is_voided
        )
        if body.tax_mode == "exclusive":
            amount_minor += body.tax_minor
        return amount_minor == body.gross_minor and _adds_up_v1(body)
    if isinstance(body, transaction_voided_v1.TransactionVoided):
        return _adds_up_v1(body)
    return True


def _is_sale_balanced(body: SaleCompleted) -> bool:
    """Lines and the taxes on top come to the total; each tax to its lines."""
    is_inclusive = body.tax_mode == "inclusive"
    amount_minor = 0
    taxes: dict[tuple[str, int], int] = {}
    for line in body.lines:
        if line.is_voided:
            continue
        amount_minor += line.amount_minor
        if not _is_line_right(line):
            return False
        for tax in line.taxes:
            key = (tax.tax_id, tax.rate_ppm)
            taxes[key] = taxes.get(key, 0) + tax.tax_minor
            is_included = is_inclusive if tax.is_included is None else tax.is_included
            if not is_included:
                amount_minor += tax.tax_minor
    for row in body.taxes:
        key = (row.tax_id, row.rate_ppm)
        taxes[key] = taxes.get(key, 0) - row.tax_minor
    return (
        amount_minor == body.gross_minor
        and not any(taxes.values())
        and _are_sums_right(body)
    )


def _is_line_right(line: SaleLine) -> bool:
    if line.extended_minor is None:
        return not line.modifiers or not sum(m.amount_minor for m in line.modifiers)
    modified = line.extended_minor + sum(m.amount_minor for m in line.modifiers)
    return modified == line.amount_minor


def _are_sums_right(body: SaleCompleted | TransactionVoided) -> bool:
    tendered_minor = sum(tender.amount_minor for tender in body.tenders)
    return (
        sum(tax.tax_minor for tax in body.taxes) == body.tax_minor
        and tendered_minor == body.gross_minor + body.rounding_minor
    )


def _adds_up_v1(
    body: sale_completed_v1.SaleCompleted | transaction_voided_v1.TransactionVoided,
) -> bool:
    return (
        sum(tax.tax_minor for tax in body.taxes) == body.tax_minor
        and sum(tax.taxable_minor + tax.tax_minor for tax in body.taxes)
        == body.gross_minor
        and sum(tender.amount_minor for tender in body.tenders) == body.gross_minor
    )


def _by_method(
    tenders: tuple[Tender, ...] | tuple[sale_parts_v1.Tender, ...],
) -> dict[str, int]:
    sums: dict[str, int] = {}
    for tender in tenders:
        sums[tender.method] = sums.get(tender.method, 0) + tender.amount_minor
    return sums


def _quantity_of(event_id: str, projected: Connection) -> int:
    row = projected.execute(
        "SELECT event_no FROM retail_transaction WHERE event_id = ?", (event_id,)
    ).fetchone()
    if row is None:
        return 0
    total = projected.execute(
        "SELECT ifnull(sum(quantity_micro), 0) FROM line_item"
        " WHERE line_no BETWEEN ? AND ? AND NOT is_voided",
        item_line_range(row[0]),
    ).fetchone()[0]
    return int(total)
