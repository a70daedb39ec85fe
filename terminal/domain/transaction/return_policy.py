"""How a shop takes goods back: named settings with one default each."""

from enum import StrEnum
from typing import Final

import msgspec


class ReturnedPrice(StrEnum):
    """What is given back for goods that a receipt proves.

    Attributes:
        PRICE_PAID: The line's share of what was paid for it, its promotions and
            discounts included. Promotions are not worked out again: goods that stay
            keep their price, and all parts add up to what was paid.
    """

    PRICE_PAID = "price_paid"


class UnprovedPrice(StrEnum):
    """What is given back for goods without receipt.

    Attributes:
        LOWEST_IN_PERIOD: The lowest price that held in the last days, on any list
            of the store, as far as the reference data tells.
        CURRENT: Today's price.
    """

    LOWEST_IN_PERIOD = "lowest_in_period"
    CURRENT = "current"


class RefundRule(StrEnum):
    """By which tender money goes back.

    Attributes:
        ORIGINAL_FIRST: By the tenders of the receipt, the last one first, each up to
            what it took; the rest by the policy for goods without receipt.
        FREE: As the operator chooses; the same order is only proposed.
    """

    ORIGINAL_FIRST = "original_first"
    FREE = "free"


class ReturnPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The choices of a shop about returns.

    Attributes:
        price: For goods with receipt.
        unproved_price: For goods without receipt.
        price_days: How far back ``LOWEST_IN_PERIOD`` looks.
        refunds: By which tender money goes back.
        unproved_cash_minor_max: Cash of one transaction for what no tender of a
            receipt took, in minor units; None for any amount.
        unproved_tender: Tender for what is beyond that.
    """

    price: ReturnedPrice = ReturnedPrice.PRICE_PAID
    unproved_price: UnprovedPrice = UnprovedPrice.LOWEST_IN_PERIOD
    price_days: int = 30
    refunds: RefundRule = RefundRule.ORIGINAL_FIRST
    unproved_cash_minor_max: int | None = None
    unproved_tender: str = "voucher"


DEFAULT_RETURN_POLICY: Final = ReturnPolicy()
