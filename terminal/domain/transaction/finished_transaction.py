"""A completed retail transaction as the ledger's projections remember it."""

import msgspec

from terminal.domain.member.coupon_ledger import Redemption
from terminal.domain.member.points_ledger import PointsEntry
from terminal.domain.pricing.price_modifier import (
    NO_MODIFIERS,
    PriceModifier,
    discount_of,
)
from terminal.domain.tax.exemption import TaxExemption
from terminal.domain.tax.tax_group import TaxGroup
from terminal.domain.tax.tax_line_item import LineTax, TaxLineItem
from terminal.domain.tender.tender_line_item import TenderLineItem
from terminal.domain.transaction.line_item import (
    LineKind,
    OriginalLine,
    PriceSource,
)
from terminal.domain.transaction.terms import PromotionUse


class FinishedLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One line of a completed transaction and what came back of it.

    Attributes:
        quantity_micro: Signed as sold.
        amount_minor: Signed as sold, what was paid; includes the included taxes.
        extended_minor: Signed as sold, before the modifiers.
        tax_group: Its taxes as the event tells them, without what computes them.
        taxes: Signed taxes of the line.
        returned_micro: Quantity that came back so far, not negative.
        returned_minor: What was given back for it, not negative, measured like
            ``amount_minor``.
        returned_taxes: Taxes given back for it, like ``taxes``, not negative for
            a positive tax; empty for none.
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
    extended_minor: int
    tax_group: TaxGroup
    taxes: tuple[LineTax, ...]
    is_voided: bool
    modifiers: tuple[PriceModifier, ...] = NO_MODIFIERS
    returned_micro: int = 0
    returned_minor: int = 0
    returned_taxes: tuple[int, ...] = ()
    reason: str | None = None
    return_of: OriginalLine | None = None
    base_quantity_micro: int = 1_000_000
    category: str | None = None
    price_source: PriceSource = PriceSource.CATALOG
    price_list_id: str | None = None
    regular_price_micro: int | None = None
    serial: str | None = None
    lot: str | None = None
    expires_on: str | None = None
    linked_to: int | None = None

    @property
    def tax_minor(self) -> int:
        """Signed sum of the line's taxes."""
        return sum(tax.tax_minor for tax in self.taxes)

    @property
    def returned_tax_minor(self) -> int:
        """Sum of the taxes given back for it."""
        return sum(self.returned_taxes)

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
        rounding_minor: Rounding of cash: gross and rounding are the tenders.
        promotions: Promotions that were given, for reports and limits of use.
        exemption: Why it bore no tax.
        price_book: Version of the reference data that priced it.
        points: Movements of members' points.
        points_balance: The member's points after it, as the till knew them.
        unearning_minor: What of the goods sold was paid by tenders that earn no
            points.
        given_back: What promotions of earlier transactions got back.
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
    rounding_minor: int = 0
    member_id: str | None = None
    promotions: tuple[PromotionUse, ...] = ()
    exemption: TaxExemption | None = None
    price_book: str = ""
    points: tuple[PointsEntry, ...] = ()
    points_balance: int | None = None
    unearning_minor: int = 0
    given_back: tuple[Redemption, ...] = ()

    @property
    def redemptions(self) -> tuple[Redemption, ...]:
        """What it used of promotions, then what it gave back of earlier ones."""
        return (
            *(
                Redemption(
                    promotion_id=use.promotion_id,
                    version=use.version,
                    member_id=self.member_id or "",
                    amount_minor=-use.amount_minor,
                    uses=1,
                    coupon_codes=use.coupon_codes,
                )
                for use in self.promotions
            ),
            *self.given_back,
        )

    @property
    def discount_minor(self) -> int:
        """Signed sum of promotions and manual modifiers; negative lowers a sale."""
        return sum(
            discount_of(line.modifiers) for line in self.lines if not line.is_voided
        )


class FinishedSummary(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a list of finished transactions."""

    event_id: str
    series: str
    number: int
    business_day: str
    completed_at_ms: int
    gross_minor: int
    is_voided: bool
