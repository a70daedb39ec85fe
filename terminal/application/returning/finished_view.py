"""What use cases tell the screen about a finished transaction."""

import msgspec

from terminal.application.selling.sale_view import LineView
from terminal.domain.tender.tender_line_item import TenderLineItem


class FinishedLineView(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a finished transaction.

    Attributes:
        left_micro: Quantity that may still come back.
    """

    line: LineView
    left_micro: int


class FinishedView(msgspec.Struct, frozen=True, kw_only=True):
    """A finished transaction as found by its receipt or outside id.

    Attributes:
        receipt_text: ``A-000123 9f3c2a1b``.
        copies: Copies of the receipt printed so far.
        workstation: Till that printed it; None for this one.
        store: Store of that till.
    """

    event_id: str
    event_hash: str
    seq: int
    series: str
    number: int
    receipt_text: str
    business_day: str
    completed_at_ms: int
    lines: tuple[FinishedLineView, ...]
    tenders: tuple[TenderLineItem, ...]
    gross_minor: int
    tax_minor: int
    currency: str
    exponent: int
    copies: int
    is_voided: bool
    source_reference: str | None
    workstation: str | None = None
    store: str | None = None


class VoidedView(msgspec.Struct, frozen=True, kw_only=True):
    """A voiding transaction that is on disk.

    Attributes:
        gross_minor: Mirrored gross: negative when money goes back.
    """

    event_id: str
    series: str
    number: int
    receipt_text: str
    event_hash: str
    seq: int
    gross_minor: int
