"""The choices of a shop about its prices, as settings name them.

The same names stand in ``till.toml`` and in what the center is told of a store: both
must come to the same price.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from terminal.domain.member.coupon_ledger import CouponReturn
from terminal.domain.member.points_rule import POINTS, PointsBasis, PointsRule
from terminal.domain.money import Rounding
from terminal.domain.pricing.price_quote import OpenBasketPrices, PriceChoice
from terminal.domain.pricing.pricing_policy import (
    DEFAULT_POLICY,
    ManualOrder,
    PricingPolicy,
)
from terminal.domain.promotion.policy import (
    BudgetRule,
    CouponChoice,
    GroupSpread,
    LimitedUnits,
    PercentBase,
    PercentRounding,
    PromotionPolicy,
    SpareMinor,
    ThresholdBase,
)
from terminal.domain.tax.exemption import ExemptPrice
from terminal.domain.tax.tax_policy import TaxRounding
from terminal.domain.tender.cash_rounding import CashRounding, CashRoundingMode

STEP_MINOR_MAX = 100_000
POINTS_MAX = 1_000_000_000
_PPM_PER_PERCENT = 10_000


class PromotionTerms(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Choices about promotions; see `PromotionPolicy`."""

    percent_rounding: Annotated[
        PercentRounding, Meta(description="Where a percent is rounded.")
    ] = PercentRounding.PER_LINE
    spare_minor: Annotated[
        SpareMinor, Meta(description="Who gets the cent that cannot be divided.")
    ] = SpareMinor.LARGEST_REMAINDER
    percent_base: Annotated[
        PercentBase, Meta(description="What a percent on the basket is taken of.")
    ] = PercentBase.REMAINING
    threshold_base: Annotated[
        ThresholdBase, Meta(description="What a threshold is compared with.")
    ] = ThresholdBase.REMAINING
    budget: Annotated[
        BudgetRule, Meta(description="What the end of a budget does.")
    ] = BudgetRule.CUT
    limited_units: Annotated[
        LimitedUnits, Meta(description="Which units a limited promotion reduces.")
    ] = LimitedUnits.EVEN
    group_spread: Annotated[
        GroupSpread, Meta(description="Which units of a group carry what it saves.")
    ] = GroupSpread.ALL_UNITS
    coupon_choice: Annotated[
        CouponChoice, Meta(description="Which of coupons that exclude each other.")
    ] = CouponChoice.BEST


class PointsTerms(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """The members' programme; see `PointsRule`."""

    rule_id: Annotated[
        str, Meta(min_length=1, max_length=64, description="Names the programme.")
    ] = POINTS
    earn_points: Annotated[
        int,
        Meta(ge=0, le=POINTS_MAX, description="Points for each earn_minor paid."),
    ] = 1
    earn_minor: Annotated[
        int,
        Meta(ge=1, le=POINTS_MAX, description="Minor units to pay for them."),
    ] = 100
    basis: Annotated[
        PointsBasis, Meta(description="Points on what was paid with or without tax.")
    ] = PointsBasis.WITH_TAX
    excluded_tags: Annotated[
        tuple[str, ...], Meta(description="Goods with such a tag earn nothing.")
    ] = ()
    excluded_categories: Annotated[
        tuple[str, ...], Meta(description="Goods of such a category earn nothing.")
    ] = ()
    excluded_tenders: Annotated[
        tuple[str, ...], Meta(description="What these tenders pay earns nothing.")
    ] = (POINTS, "voucher")
    tier_percent: Annotated[
        dict[str, Annotated[int, Meta(ge=0, le=10_000)]],
        Meta(description="Percent of the usual points by member tier."),
    ] = {}
    rounding: Annotated[
        Rounding, Meta(description="How the points of a sale become whole.")
    ] = Rounding.TOWARDS_ZERO
    burn_points: Annotated[
        int,
        Meta(
            ge=0, le=POINTS_MAX, description="Points worth burn_minor; 0: pay nothing."
        ),
    ] = 100
    burn_minor: Annotated[
        int,
        Meta(ge=1, le=POINTS_MAX, description="Minor units that they are worth."),
    ] = 100
    burn_min_points: Annotated[
        int, Meta(ge=0, le=POINTS_MAX, description="Fewer are not taken.")
    ] = 0
    burn_max_points: Annotated[
        int,
        Meta(ge=0, le=POINTS_MAX, description="More are not taken at once; 0: any."),
    ] = 0

    def rule(self) -> PointsRule:
        """Return the programme as the ledgers take it."""
        return PointsRule(
            rule_id=self.rule_id,
            earn_points=self.earn_points,
            earn_minor=self.earn_minor,
            basis=self.basis,
            excluded_tags=self.excluded_tags,
            excluded_categories=self.excluded_categories,
            excluded_tenders=self.excluded_tenders,
            tier_ppm=tuple(
                (tier, percent * _PPM_PER_PERCENT)
                for tier, percent in sorted(self.tier_percent.items())
            ),
            rounding=self.rounding,
            burn_points=self.burn_points,
            burn_minor=self.burn_minor,
            burn_min_points=self.burn_min_points,
            burn_max_points=self.burn_max_points or None,
        )


class PricingTerms(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Choices about taxes, price lists and cash; see `PricingPolicy`."""

    tax_rounding: Annotated[
        TaxRounding, Meta(description="Taxes are rounded by line or by document.")
    ] = TaxRounding.PER_DOCUMENT
    tax_step_minor: Annotated[
        int,
        Meta(
            ge=1,
            le=STEP_MINOR_MAX,
            description="Taxes are multiples of it, in minor units.",
        ),
    ] = 1
    tax_halves: Annotated[
        Rounding, Meta(description="How a tax is rounded to such a multiple.")
    ] = Rounding.HALF_AWAY_FROM_ZERO
    exempt_price: Annotated[
        ExemptPrice,
        Meta(description="What an exempt customer pays of a price with tax."),
    ] = ExemptPrice.PRICE_NET
    cash_step_minor: Annotated[
        int,
        Meta(
            ge=1,
            le=STEP_MINOR_MAX,
            description="Smallest amount of cash in minor units; 1: any.",
        ),
    ] = 1
    cash_rounding: Annotated[
        CashRoundingMode, Meta(description="How the cash part is rounded to it.")
    ] = CashRoundingMode.HALF_UP
    price_choice: Annotated[PriceChoice, Meta(description="Which price list wins.")] = (
        PriceChoice.PRIORITY
    )
    open_basket: Annotated[
        OpenBasketPrices,
        Meta(description="Whether lines keep the price of their scan."),
    ] = OpenBasketPrices.KEPT
    manual: Annotated[
        ManualOrder, Meta(description="Manual discounts beside promotions.")
    ] = ManualOrder.AFTER_PROMOTIONS
    promotion: Annotated[
        PromotionTerms, Meta(description="Choices about promotions.")
    ] = PromotionTerms()
    points: Annotated[
        PointsTerms | None, Meta(description="The members' programme, if there is one.")
    ] = None
    coupon_return: Annotated[
        CouponReturn,
        Meta(description="What a complete return does to coupons and uses."),
    ] = CouponReturn.RESTORE_ON_FULL_RETURN

    def policy(self) -> PricingPolicy:
        """Return the choices as the pricer takes them."""
        if self == USUAL_TERMS:
            return DEFAULT_POLICY
        has_step = self.cash_step_minor > 1
        promotion = self.promotion
        return PricingPolicy(
            tax_rounding=self.tax_rounding,
            tax_step_minor=self.tax_step_minor,
            tax_halves=self.tax_halves,
            exempt_price=self.exempt_price,
            cash_rounding=(
                CashRounding(step_minor=self.cash_step_minor, mode=self.cash_rounding)
                if has_step
                else None
            ),
            price_choice=self.price_choice,
            open_basket=self.open_basket,
            promotion=PromotionPolicy(
                percent_rounding=promotion.percent_rounding,
                spare_minor=promotion.spare_minor,
                percent_base=promotion.percent_base,
                threshold_base=promotion.threshold_base,
                budget=promotion.budget,
                limited_units=promotion.limited_units,
                group_spread=promotion.group_spread,
                coupon_choice=promotion.coupon_choice,
            ),
            manual=self.manual,
            points=None if self.points is None else self.points.rule(),
            coupon_return=self.coupon_return,
        )


USUAL_TERMS = PricingTerms()
