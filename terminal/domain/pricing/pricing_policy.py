"""How prices come to be: every choice a shop may make, by name."""

from enum import StrEnum
from typing import Final

import msgspec

from terminal.domain.member.coupon_ledger import CouponReturn
from terminal.domain.member.points_rule import PointsRule
from terminal.domain.money import Rounding
from terminal.domain.pricing.price_quote import OpenBasketPrices, PriceChoice
from terminal.domain.promotion.policy import (
    DEFAULT_PROMOTION_POLICY,
    PromotionPolicy,
)
from terminal.domain.tax.exemption import ExemptPrice
from terminal.domain.tax.tax_policy import TaxRounding
from terminal.domain.tender.cash_rounding import CashRounding


class ManualOrder(StrEnum):
    """When manual modifiers apply.

    Attributes:
        AFTER_PROMOTIONS: A percent is taken of what the promotions left.
        INSTEAD_OF_PROMOTIONS: A line with a manual modifier or an overridden
            price takes part in no promotion.
    """

    AFTER_PROMOTIONS = "after_promotions"
    INSTEAD_OF_PROMOTIONS = "instead_of_promotions"


class PricingPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The named choices of a shop about its prices.

    Those about taxes and cash are fixed in a transaction when it opens.

    Attributes:
        tax_step_minor: Taxes are whole multiples of it.
        tax_halves: How a tax is rounded to that.
        exempt_price: What an exempt customer pays of a price that contains tax.
        cash_rounding: Rule for the part that is paid in cash, or None.
        price_choice: Which price list wins.
        open_basket: What happens to open lines when prices change under them.
        promotion: Choices of the promotion engine.
        manual: When manual modifiers apply.
        points: The members' programme, or None without one.
        coupon_return: What a complete return does to coupons and uses.
    """

    tax_rounding: TaxRounding = TaxRounding.PER_DOCUMENT
    tax_step_minor: int = 1
    tax_halves: Rounding = Rounding.HALF_AWAY_FROM_ZERO
    exempt_price: ExemptPrice = ExemptPrice.PRICE_NET
    cash_rounding: CashRounding | None = None
    price_choice: PriceChoice = PriceChoice.PRIORITY
    open_basket: OpenBasketPrices = OpenBasketPrices.KEPT
    promotion: PromotionPolicy = DEFAULT_PROMOTION_POLICY
    manual: ManualOrder = ManualOrder.AFTER_PROMOTIONS
    points: PointsRule | None = None
    coupon_return: CouponReturn = CouponReturn.RESTORE_ON_FULL_RETURN


DEFAULT_POLICY: Final = PricingPolicy()
