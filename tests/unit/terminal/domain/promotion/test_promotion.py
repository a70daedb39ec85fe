"""A promotion survives JSON, whatever it gives."""

from __future__ import annotations

import msgspec
import pytest

from structs.decoding import decode_json
from terminal.domain.promotion.conditions import Conditions, Requirement, TimeWindow
from terminal.domain.promotion.promotion import (
    Combination,
    CouponRule,
    Level,
    Promotion,
)
from terminal.domain.promotion.reward import (
    AmountOff,
    AmountPer,
    Bundle,
    BundlePart,
    BuyGet,
    FirstAdditional,
    FixedPrice,
    NForM,
    NForPrice,
    PercentOff,
    Reward,
    Tier,
    TierBasis,
    Tiers,
)
from terminal.domain.promotion.selector import Selector

REWARDS: tuple[Reward, ...] = (
    PercentOff(percent_ppm=150_000, cap_minor=5_000),
    AmountOff(amount_minor=100, per=AmountPer.UNIT),
    FixedPrice(unit_price_micro=990_000),
    NForM(take=3, pay=2),
    NForPrice(size_micro=3_000_000, price_minor=1_000),
    Bundle(parts=(BundlePart(selects=Selector(tags=("a",))),), price_minor=10),
    BuyGet(buy=2, get=1, percent_ppm=1_000_000),
    Tiers(basis=TierBasis.AMOUNT, tiers=(Tier(from_=10_000, amount_minor=2_000),)),
    FirstAdditional(first_minor=123, additional_minor=0),
)


@pytest.mark.parametrize("reward", REWARDS, ids=lambda reward: type(reward).__name__)
def test_every_reward_survives_json(reward: Reward) -> None:
    promotion = Promotion(
        promotion_id="p1",
        version=3,
        name="Offer",
        reward=reward,
        selects=Selector(items=("milk",)),
        conditions=Conditions(
            ends_local="2026-12-31T23:59",
            windows=(TimeWindow(weekdays=(4,), from_minute=600),),
            requires=(Requirement(amount_min_minor=7_500),),
        ),
        level=Level.BASKET,
        combination=Combination.EXCLUSIVE,
        coupon=CouponRule(codes=("SPRING",)),
    )

    encoded = msgspec.json.encode(promotion)

    assert decode_json(encoded, Promotion) == promotion


def test_a_row_of_the_feed_needs_only_what_differs_from_the_defaults() -> None:
    row = b"""{"promotion_id": "p", "version": 1, "name": "10 %",
        "reward": {"kind": "tiers", "basis": "amount",
                   "tiers": [{"from": 5000, "percent_ppm": 100000}]}}"""

    promotion = decode_json(row, Promotion)

    assert isinstance(promotion.reward, Tiers)
    assert promotion.reward.tiers[0].from_ == 5_000
    assert promotion.combination is Combination.BEST


def test_an_unknown_reward_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="kind"):
        decode_json(
            b'{"promotion_id":"p","version":1,"name":"","reward":{"kind":"gift"}}',
            Promotion,
        )
