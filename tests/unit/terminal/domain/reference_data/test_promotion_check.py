"""What no shop can mean is refused with its field, before a till computes with it."""

from __future__ import annotations

import msgspec
import pytest

from terminal.domain.promotion.conditions import Conditions, Requirement, TimeWindow
from terminal.domain.promotion.promotion import CouponRule, Promotion
from terminal.domain.promotion.reward import (
    AmountOff,
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
from terminal.domain.reference_data.errors import CellRefusedError
from terminal.domain.reference_data.promotion_check import check_promotion

_ONE = Selector(items=("a",))
_GOOD = Promotion(
    promotion_id="p", version=1, name="n", reward=PercentOff(percent_ppm=100_000)
)


def _tiers(*tiers: Tier, repeats: bool = False) -> Tiers:
    return Tiers(basis=TierBasis.AMOUNT, tiers=tiers, repeats=repeats)


@pytest.mark.parametrize(
    "reward",
    [
        PercentOff(percent_ppm=1_000_000, cap_minor=500),
        AmountOff(amount_minor=100),
        FixedPrice(unit_price_micro=0),
        NForM(take=3, pay=2),
        NForPrice(size_micro=3_000_000, price_minor=1_000),
        Bundle(parts=(BundlePart(selects=_ONE),), price_minor=500),
        BuyGet(buy=2, get=1, percent_ppm=1_000_000),
        _tiers(Tier(from_=10_000, amount_minor=2_000), repeats=True),
        FirstAdditional(first_minor=100, additional_minor=50, units_max=3),
    ],
)
def test_every_reward_a_shop_can_mean_is_taken(reward: Reward) -> None:
    promotion = msgspec.structs.replace(_GOOD, reward=reward)

    assert check_promotion(promotion) is promotion


@pytest.mark.parametrize(
    "reward",
    [
        PercentOff(percent_ppm=1_000_001),
        PercentOff(percent_ppm=-1),
        PercentOff(percent_ppm=1, cap_minor=-1),
        AmountOff(amount_minor=-100),
        FixedPrice(unit_price_micro=-1),
        NForM(take=2, pay=2),
        NForM(take=2, pay=-1),
        NForM(take=10_001, pay=0),
        NForPrice(size_micro=0, price_minor=1),
        NForPrice(size_micro=1_500_000, price_minor=1),
        Bundle(parts=(), price_minor=1),
        Bundle(parts=(BundlePart(selects=_ONE, quantity=0),), price_minor=1),
        Bundle(parts=(BundlePart(selects=_ONE),)),
        Bundle(parts=(BundlePart(selects=_ONE),), price_minor=1, amount_minor=1),
        BuyGet(buy=-1, percent_ppm=1),
        BuyGet(buy=1, get=0, percent_ppm=1),
        BuyGet(buy=1),
        _tiers(),
        _tiers(Tier(from_=-1, amount_minor=1)),
        _tiers(Tier(from_=5, amount_minor=1), Tier(from_=5, amount_minor=2)),
        _tiers(Tier(from_=0, amount_minor=1), repeats=True),
        _tiers(Tier(from_=5)),
        FirstAdditional(first_minor=1, additional_minor=1, units_max=0),
    ],
)
def test_a_reward_that_cannot_be_computed_is_refused(reward: Reward) -> None:
    with pytest.raises(CellRefusedError):
        check_promotion(msgspec.structs.replace(_GOOD, reward=reward))


@pytest.mark.parametrize(
    ("conditions", "reason"),
    [
        (Conditions(windows=(TimeWindow(from_minute=1_440),)), "windows"),
        (Conditions(windows=(TimeWindow(to_minute=0),)), "windows"),
        (Conditions(windows=(TimeWindow(weekdays=(7,)),)), "windows"),
        (Conditions(starts_at_ms=2, ends_at_ms=2), "ends_at_ms"),
        (Conditions(starts_local="2026-02-01"), "starts_local"),
        (Conditions(ends_local="2026-02-01T24:00"), "ends_local"),
        (
            Conditions(requires=(Requirement(amount_min_minor=-1),)),
            "conditions.requires[0].amount_min_minor",
        ),
    ],
)
def test_conditions_that_never_hold_are_refused(
    conditions: Conditions, reason: str
) -> None:
    with pytest.raises(CellRefusedError) as refused:
        check_promotion(msgspec.structs.replace(_GOOD, conditions=conditions))

    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "changes",
    [
        {"promotion_id": ""},
        {"name": "a\nb"},
        {"version": -1},
        {"uses_max": 0},
        {"budget_minor": -5},
        {"uses_max_per_transaction": -1},
        {"coupon": CouponRule()},
    ],
)
def test_limits_below_their_least_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(CellRefusedError):
        check_promotion(msgspec.structs.replace(_GOOD, **changes))


@pytest.mark.parametrize(
    "reward",
    [
        PercentOff(percent_ppm=0),
        PercentOff(percent_ppm=100_000, cap_minor=0),
        AmountOff(amount_minor=0),
        BuyGet(buy=2, get=1, percent_ppm=0),
        BuyGet(buy=2, get=1, amount_minor=0),
    ],
)
def test_a_promotion_that_gives_nothing_is_refused(reward: Reward) -> None:
    promotion = msgspec.structs.replace(_GOOD, reward=reward)

    with pytest.raises(CellRefusedError, match="gives nothing away"):
        check_promotion(promotion)
