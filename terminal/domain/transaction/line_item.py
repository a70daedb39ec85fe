"""The lines of a retail transaction."""

from enum import StrEnum

import msgspec


class LineKind(StrEnum):
    """Whether goods leave or come back."""

    SALE = "sale"
    RETURN = "return"


class PriceSource(StrEnum):
    """Where a line's unit price came from."""

    CATALOG = "catalog"
    KEYED = "keyed"
    RECEIPT = "receipt"


class OriginalLine(msgspec.Struct, frozen=True, gc=False, order=True):
    """A line of an earlier, finished transaction.

    Attributes:
        event_id: The finished transaction's event.
        line_sequence: Line of that transaction.
    """

    event_id: str
    line_sequence: int


class SaleReturnLineItem(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Goods that leave or come back; replaced, never changed.

    Attributes:
        sequence: Position, from 1, never reused.
        quantity_micro: Millionths of ``unit``; negative when goods come back.
        unit_price_micro: Millionths of the major unit, never negative.
        amount_minor: Signed; includes tax when the tax mode is inclusive.
        fixed_tax_minor: Signed tax taken over from the receipt of a return; None
            when the line shares in the tax of the document.
        voided_at_ms: When it was voided (UTC); None while it counts.
        reason: Why goods came back without a receipt.
        return_of: The sold line that comes back.
    """

    sequence: int
    kind: LineKind
    item_id: str
    scan_code: str
    description: str
    quantity_micro: int
    unit: str
    unit_price_micro: int
    price_source: PriceSource
    amount_minor: int
    tax_rate_id: str
    tax_rate_ppm: int
    fixed_tax_minor: int | None = None
    voided_at_ms: int | None = None
    reason: str | None = None
    return_of: OriginalLine | None = None

    @property
    def is_voided(self) -> bool:
        """The line counts in nothing any more."""
        return self.voided_at_ms is not None
