"""The lines of a retail transaction."""

from enum import StrEnum
from typing import Final

import msgspec

from terminal.domain.pricing.manual_modifier import ManualModifier
from terminal.domain.pricing.price_modifier import PriceModifier
from terminal.domain.tax.tax_group import TaxGroup
from terminal.domain.tax.tax_line_item import LineTax


class LineKind(StrEnum):
    """Whether goods leave or come back."""

    SALE = "sale"
    RETURN = "return"


class PriceSource(StrEnum):
    """Where a line's unit price came from.

    ``label`` is a price printed in the bar code, ``override`` one that somebody
    gave a reason for.
    """

    CATALOG = "catalog"
    LIST = "price_list"
    LABEL = "label"
    KEYED = "keyed"
    OVERRIDE = "override"
    RECEIPT = "receipt"


class OriginalLine(msgspec.Struct, frozen=True, gc=False, order=True):
    """A line of an earlier, finished transaction.

    Attributes:
        event_id: The finished transaction's event.
        line_sequence: Line of that transaction.
    """

    event_id: str
    line_sequence: int


class LineDetails(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What is known of the goods besides item and quantity.

    Attributes:
        label_amount_minor: Price of the whole line as its label says, which is
            paid as it is, whatever quantity × unit price would round to.
        age_checked: Years that the customer was checked to have; 0 for not asked.
        is_weight_keyed: A person keyed the weight in place of a scale.
        price_authorised_by: Who allowed a keyed price, if it needed someone else.
        linked_to: Line whose quantity and voiding the new one follows.
        linked_micro: Quantity of the new line for one unit of that line.
        free_unit_of: Promotion whose proposal the new line is added for.
        named_receipt: Receipt that the customer named but nobody could look up.
    """

    serial: str | None = None
    lot: str | None = None
    expires_on: str | None = None
    label_amount_minor: int | None = None
    age_checked: int = 0
    is_weight_keyed: bool = False
    price_authorised_by: str | None = None
    linked_to: int | None = None
    linked_micro: int = 0
    free_unit_of: str | None = None
    named_receipt: str | None = None


NO_DETAILS: Final = LineDetails()


class SaleReturnLineItem(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Goods that leave or come back; replaced, never changed.

    Attributes:
        sequence: Position, from 1, never reused.
        quantity_micro: Millionths of ``unit``; negative when goods come back.
        unit_price_micro: Millionths of the major unit, never negative.
        amount_minor: Signed, what is paid: ``extended_minor`` and the modifiers;
            includes tax when the tax mode is inclusive.
        tax_group: The item's; an exempt transaction keeps it and levies nothing.
        fixed_taxes: Signed taxes taken over from the receipt of a return; None
            when the line shares in the tax of the document.
        voided_at_ms: When it was voided (UTC); None while it counts.
        reason: Why goods came back without a receipt.
        return_of: The sold line that comes back.
        extended_minor: Signed quantity × unit price before modifiers.
        modifiers: What changed the amount, in the order applied.
        base_quantity_micro: Base units in one ``unit``: a case of 12 has
            12,000,000.
        category: For rules that select goods, or None.
        tags: For rules that select goods.
        is_weighed: The quantity was measured; it cannot be divided into units.
        is_discountable: Whether promotions and manual modifiers may touch it.
        price_list_id: List the unit price came from, or None.
        priced_at_ms: Instant (UTC) whose prices hold for the line, or None.
        serial: Serial number of the piece, or None.
        lot: Lot of the goods, or None.
        expires_on: ISO date from the label, or None.
        linked_to: Line whose quantity and voiding this one follows (a deposit).
        linked_micro: Quantity of this line for one unit of that line.
        regular_price_micro: The item's own price at the scan, before price lists
            and overrides; None when it had none.
        has_prices: Whether a price list may have a price for it.
        manual: What the operator gave off this line.
        price_reason: Why the price was overridden.
        price_authorised_by: Operator who allowed it, if it needed someone else.
        age_checked: Years that the customer was checked to have; 0 for not asked.
        is_weight_keyed: A person keyed the weight in place of a scale.
        free_unit_of: Promotion whose proposal the line was added for.
        named_receipt: Receipt that the customer named but nobody could look up.
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
    tax_group: TaxGroup
    fixed_taxes: tuple[LineTax, ...] | None = None
    voided_at_ms: int | None = None
    reason: str | None = None
    return_of: OriginalLine | None = None
    extended_minor: int
    modifiers: tuple[PriceModifier, ...] = ()
    base_quantity_micro: int = 1_000_000
    category: str | None = None
    tags: tuple[str, ...] = ()
    is_weighed: bool = False
    is_discountable: bool = True
    price_list_id: str | None = None
    priced_at_ms: int | None = None
    serial: str | None = None
    lot: str | None = None
    expires_on: str | None = None
    linked_to: int | None = None
    linked_micro: int = 0
    regular_price_micro: int | None = None
    has_prices: bool = False
    manual: ManualModifier | None = None
    price_reason: str | None = None
    price_authorised_by: str | None = None
    age_checked: int = 0
    is_weight_keyed: bool = False
    free_unit_of: str | None = None
    named_receipt: str | None = None

    @property
    def is_voided(self) -> bool:
        """The line counts in nothing any more."""
        return self.voided_at_ms is not None
