"""Each reward has its maker, and says what the search may rely on."""

from __future__ import annotations

from typing import get_args

import pytest

from terminal.domain.money import MICRO, RATE_PPM_ONE
from terminal.domain.promotion.line_state import LineState, Stake
from terminal.domain.promotion.offer import Terms
from terminal.domain.promotion.offers import (
    grows_with_units,
    looks_at_lines,
    maker_of,
    rounds_by_line,
)
from terminal.domain.promotion.policy import PercentRounding
from terminal.domain.promotion.reward import (
    AmountOff,
    AmountPer,
    Bundle,
    BuyGet,
    FirstAdditional,
    FixedPrice,
    GroupChoice,
    NForM,
    NForPrice,
    PercentOff,
    Reward,
    Tier,
    TierBasis,
    Tiers,
)
from terminal.domain.promotion.selector import Selector
from tests.support.promotions import goods


def tiers(*figures: tuple[int, int], basis: TierBasis = TierBasis.AMOUNT) -> Tiers:
    return Tiers(
        basis=basis,
        tiers=tuple(Tier(from_=start, amount_minor=off) for start, off in figures),
    )


def test_every_reward_has_a_maker() -> None:
    samples: list[Reward] = [
        PercentOff(percent_ppm=1),
        AmountOff(amount_minor=1),
        FixedPrice(unit_price_micro=1),
        NForM(take=2, pay=1),
        NForPrice(size_micro=MICRO, price_minor=1),
        Bundle(parts=(), price_minor=1),
        BuyGet(buy=1, percent_ppm=1),
        tiers((1, 1)),
        FirstAdditional(first_minor=1, additional_minor=1),
    ]

    assert {type(sample) for sample in samples} == set(get_args(Reward))
    assert len({maker_of(sample) for sample in samples}) == len(samples)


@pytest.mark.parametrize(
    ("reward", "expected"),
    [
        (PercentOff(percent_ppm=1), True),
        (NForM(take=3, pay=2), True),
        (NForM(take=3, pay=2, choice=GroupChoice.CHEAPEST_OF_ALL), False),
        (BuyGet(buy=1, percent_ppm=1), True),
        (BuyGet(buy=1, percent_ppm=1, gets=Selector(items=("a",))), False),
        (Bundle(parts=(), price_minor=1), False),
        (tiers((100, 10), (200, 30)), True),
        (tiers((200, 10), (100, 30)), False),
        (AmountOff(amount_minor=1, per=AmountPer.UNIT), True),
        (AmountOff(amount_minor=1, per=AmountPer.LINE), False),
        (FirstAdditional(first_minor=2, additional_minor=1), True),
        (FirstAdditional(first_minor=1, additional_minor=2), False),
    ],
)
def test_some_rewards_may_give_less_for_more_units(
    reward: Reward, expected: bool
) -> None:
    assert grows_with_units(reward) is expected


@pytest.mark.parametrize(
    ("reward", "expected"),
    [
        (AmountOff(amount_minor=1, per=AmountPer.UNIT), False),
        (AmountOff(amount_minor=1, per=AmountPer.LINE), True),
        (tiers((1, 1)), False),
        (tiers((1, 1), basis=TierBasis.LINE_QUANTITY), True),
        (FirstAdditional(first_minor=1, additional_minor=1), True),
    ],
)
def test_some_rewards_look_at_single_lines(reward: Reward, expected: bool) -> None:
    assert looks_at_lines(reward) is expected


@pytest.mark.parametrize(
    ("reward", "price_minor", "expected"),
    [
        (PercentOff(percent_ppm=100_000), 100, False),
        (PercentOff(percent_ppm=100_000), 105, True),
        (FixedPrice(unit_price_micro=990_000), 105, False),
        (FixedPrice(unit_price_micro=995_000), 105, True),
        (NForM(take=2, pay=1, percent_ppm=333_333), 105, False),
    ],
)
def test_fractions_of_a_cent_are_rounded_line_by_line(
    reward: Reward, price_minor: int, expected: bool
) -> None:
    line = goods("a", price_minor, 2)
    stakes = [Stake(LineState(line), 2 * MICRO, line.extended_minor * MICRO)]
    by_line = Terms(unit_price_scale=100)
    once = Terms(unit_price_scale=100, percent_rounding=PercentRounding.PER_PROMOTION)

    assert rounds_by_line(reward, stakes, by_line) is expected
    assert not rounds_by_line(reward, stakes, once)


def test_a_percent_of_a_million_is_everything() -> None:
    line = goods("a", 105, 2)
    stakes = [Stake(LineState(line), 2 * MICRO, 210 * MICRO)]
    reward = PercentOff(percent_ppm=RATE_PPM_ONE)

    assert (
        maker_of(reward)(reward, stakes, None, Terms(unit_price_scale=100)).total_minor
        == 210
    )
