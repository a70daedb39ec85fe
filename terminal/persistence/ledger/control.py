"""What an event adds to the accounts, worked out again from its body."""

from sync.protocol.envelope import ControlTotals
from sync.protocol.events import EventBody
from sync.protocol.events.sale_completed_v1 import SaleCompleted
from sync.protocol.events.sale_parts_v1 import TaxSum, Tender
from sync.protocol.events.transaction_voided_v1 import TransactionVoided
from terminal.persistence.dbapi import Connection
from terminal.persistence.ledger.projector import item_line_range


def expected_control(body: EventBody, projected: Connection) -> ControlTotals | None:
    """Return the control totals that an event with *body* must carry.

    Args:
        body: The body.
        projected: Holds the projections of all events before it: a void adds the
            quantities of the sale it voids, which only that sale names.
    """
    if isinstance(body, SaleCompleted):
        quantity_micro = sum(
            line.quantity_micro for line in body.lines if not line.is_voided
        )
    elif isinstance(body, TransactionVoided):
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
        amount_minor = sum(
            line.amount_minor for line in body.lines if not line.is_voided
        )
        if body.tax_mode == "exclusive":
            amount_minor += body.tax_minor
        return amount_minor == body.gross_minor and _adds_up(
            body.taxes, body.tenders, body.gross_minor, body.tax_minor
        )
    if isinstance(body, TransactionVoided):
        return _adds_up(body.taxes, body.tenders, body.gross_minor, body.tax_minor)
    return True


def _adds_up(
    taxes: tuple[TaxSum, ...],
    tenders: tuple[Tender, ...],
    gross_minor: int,
    tax_minor: int,
) -> bool:
    return (
        sum(tax.tax_minor for tax in taxes) == tax_minor
        and sum(tax.taxable_minor + tax.tax_minor for tax in taxes) == gross_minor
        and sum(tender.amount_minor for tender in tenders) == gross_minor
    )


def _by_method(tenders: tuple[Tender, ...]) -> dict[str, int]:
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
