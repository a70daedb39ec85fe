"""What belongs to an open transaction as a whole and may change until tender."""

from typing import Final

import msgspec

from terminal.domain.member.member import Member
from terminal.domain.pricing.manual_modifier import ManualModifier
from terminal.domain.tax.exemption import TaxExemption


class PromotionUse(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A promotion that changed the transaction.

    Attributes:
        times: Times its reward was given.
        amount_minor: Sum of its modifiers, signed: negative lowers the sale.
        coupon_codes: Coupons that it used up.
    """

    promotion_id: str
    version: int
    label: str
    times: int
    amount_minor: int
    coupon_codes: tuple[str, ...] = ()


class RefusedCoupon(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A coupon that changed nothing.

    Attributes:
        reason: Stable code of the cause.
    """

    code: str
    reason: str


class Proposal(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Goods that the customer may take in addition.

    Attributes:
        promotion_id: What gives them; a line added for it names it.
        item_ids: Any of these; the transaction's own items first.
        quantity_micro: How much may still be added.
    """

    promotion_id: str
    version: int
    label: str
    item_ids: tuple[str, ...]
    quantity_micro: int


class PricingOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What the pricer last found, besides the lines.

    Attributes:
        price_book: Version of the reference data that was used.
        is_optimal: False when the search for the best combination of promotions
            was cut short by its limit.
        is_touched: Some line is of goods that a promotion names.
        is_tender_dependent: Some promotion holds for the chosen tender only.
        proposals: What may be added and is then reduced.
    """

    promotions: tuple[PromotionUse, ...] = ()
    refused_coupons: tuple[RefusedCoupon, ...] = ()
    price_book: str = ""
    is_optimal: bool = True
    is_touched: bool = False
    is_tender_dependent: bool = False
    proposals: tuple[Proposal, ...] = ()


NOT_PRICED: Final = PricingOutcome()


class TransactionTerms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the operator and the customer brought to the whole transaction.

    Attributes:
        member: Who buys, if they said so.
        coupons: Codes in the order entered.
        exemption: Why no tax is due.
        tender: Method the customer chose; promotions may depend on it.
        manual: Manual modifier of the whole transaction.
        outcome: What the pricer last found.
    """

    member: Member | None = None
    coupons: tuple[str, ...] = ()
    exemption: TaxExemption | None = None
    tender: str | None = None
    manual: ManualModifier | None = None
    outcome: PricingOutcome = NOT_PRICED


NO_TERMS: Final = TransactionTerms()
