"""A completed retail transaction as the ledger's projections remember it."""

import msgspec

from terminal.domain.tender.tender_line_item import TenderLineItem
from terminal.domain.transaction.line_item import LineKind, OriginalLine
from terminal.domain.transaction.tax_line_item import TaxLineItem


class FinishedLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One line of a completed transaction and what came back of it.

    Attributes:
        quantity_micro: Signed as sold.
        amount_minor: Signed as sold; includes tax when the mode is inclusive.
        tax_minor: Signed tax of the line.
        returned_micro: Quantity that came back so far, not negative.
        returned_minor: What was given back for it, not negative, measured like
            ``amount_minor``.
        returned_tax_minor: Tax given back for it, not negative.
    """

    sequence: int
    kind: LineKind
    item_id: str
    scan_code: str
    description: str
    quantity_micro: int
    unit: str
    unit_price_micro: int
    amount_minor: int
    tax_rate_id: str
    tax_rate_ppm: int
    tax_minor: int
    is_voided: bool
    returned_micro: int = 0
    returned_minor: int = 0
    returned_tax_minor: int = 0
    reason: str | None = None
    return_of: OriginalLine | None = None

    @property
    def left_micro(self) -> int:
        """Quantity that may still come back."""
        if self.is_voided or self.kind is not LineKind.SALE:
            return 0
        return self.quantity_micro - self.returned_micro


class FinishedTransaction(msgspec.Struct, frozen=True, kw_only=True):
    """A completed transaction; immutable except for what came back of it.

    Attributes:
        event_id: Event of ``sale.completed``; also the transaction's id.
        event_hash: Hash of that event, hex.
        lines: All lines in sequence, voided ones included.
        copies: Copies of the receipt printed so far.
        voided_by: Event that voided it, or None.
    """

    event_id: str
    event_hash: str
    seq: int
    series: str
    number: int
    operator_id: str
    business_day: str
    till_period_id: str
    opened_at_ms: int
    completed_at_ms: int
    currency: str
    tax_mode: str
    lines: tuple[FinishedLine, ...]
    taxes: tuple[TaxLineItem, ...]
    tenders: tuple[TenderLineItem, ...]
    gross_minor: int
    tax_minor: int
    source_reference: str | None = None
    copies: int = 0
    voided_by: str | None = None


class FinishedSummary(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a list of finished transactions."""

    event_id: str
    series: str
    number: int
    business_day: str
    completed_at_ms: int
    gross_minor: int
    is_voided: bool
