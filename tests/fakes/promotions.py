"""A few promotions over the items of the fakes."""

from __future__ import annotations

from terminal.domain.promotion.conditions import Conditions
from terminal.domain.promotion.promotion import CouponRule, Promotion
from terminal.domain.promotion.reward import PercentOff
from terminal.domain.promotion.selector import Selector

HALF_PENS = Promotion(
    promotion_id="half-pens",
    version=3,
    name="Pens at half price",
    selects=Selector(items=("pen",)),
    reward=PercentOff(percent_ppm=500_000),
)
CARD_APPLES = Promotion(
    promotion_id="card-apples",
    version=1,
    name="Apples by card",
    selects=Selector(items=("apples",)),
    reward=PercentOff(percent_ppm=100_000),
    conditions=Conditions(tenders=("card_manual",)),
)
COUPON_APPLES = Promotion(
    promotion_id="coupon-apples",
    version=1,
    name="Apples with a coupon",
    selects=Selector(items=("apples",)),
    reward=PercentOff(percent_ppm=200_000),
    coupon=CouponRule(codes=("APPLE",)),
)
OFFERS = (HALF_PENS, CARD_APPLES, COUPON_APPLES)
