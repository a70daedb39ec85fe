"""Makes views of finished transactions."""

from terminal.application.returning.finished_view import (
    FinishedLineView,
    FinishedView,
)
from terminal.application.selling.sale_view import LineView
from terminal.application.selling.views import modifier_views, taxes_text
from terminal.domain.money import Currency
from terminal.domain.receipt_code import receipt_text
from terminal.domain.transaction.finished_transaction import (
    FinishedLine,
    FinishedTransaction,
)


def finished_view(finished: FinishedTransaction, currency: Currency) -> FinishedView:
    """Return the finished transaction as shown; *currency* is the store's."""
    is_voided = finished.voided_by is not None
    return FinishedView(
        event_id=finished.event_id,
        event_hash=finished.event_hash,
        seq=finished.seq,
        series=finished.series,
        number=finished.number,
        receipt_text=receipt_text(
            finished.series, finished.number, finished.event_hash
        ),
        business_day=finished.business_day,
        completed_at_ms=finished.completed_at_ms,
        lines=tuple(
            FinishedLineView(
                line=_line_view(line), left_micro=0 if is_voided else line.left_micro
            )
            for line in finished.lines
        ),
        tenders=finished.tenders,
        gross_minor=finished.gross_minor,
        tax_minor=finished.tax_minor,
        currency=finished.currency,
        exponent=currency.exponent,
        copies=finished.copies,
        is_voided=is_voided,
        source_reference=finished.source_reference,
    )


def _line_view(line: FinishedLine) -> LineView:
    return LineView(
        sequence=line.sequence,
        kind=line.kind.value,
        item_id=line.item_id,
        scan_code=line.scan_code,
        description=line.description,
        quantity_micro=line.quantity_micro,
        unit=line.unit,
        unit_price_micro=line.unit_price_micro,
        price_source=line.price_source.value,
        extended_minor=line.extended_minor,
        modifiers=modifier_views(line.modifiers),
        amount_minor=line.amount_minor,
        taxes_text=taxes_text(line.tax_group),
        linked_to=line.linked_to,
        is_voided=line.is_voided,
        reason=line.reason,
    )
