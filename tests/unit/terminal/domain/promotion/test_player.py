"""A player knows what its promotion gives for each number of units, and once."""

from __future__ import annotations

from terminal.domain.money import MICRO
from terminal.domain.promotion.book import PromotionBook
from terminal.domain.promotion.claim import Claim
from terminal.domain.promotion.line_state import LineState, Stake
from terminal.domain.promotion.offer import Terms
from terminal.domain.promotion.player import Player
from terminal.domain.promotion.reward import (
    FixedPrice,
    GroupChoice,
    NForM,
    NForPrice,
    Reward,
)
from terminal.domain.promotion.unit_pool import find_pools
from tests.support.promotions import goods, offer


def players(first: Reward, second: Reward) -> tuple[Player, Player]:
    """Return two players for three equal units on two lines; the first has one more."""
    own = LineState(goods("b", 100))
    shared = [LineState(goods("a", 100)), LineState(goods("a", 100, 2))]
    rows = [offer(first, promotion_id="1"), offer(second, promotion_id="2")]
    claims = [
        Claim(
            rule,
            [Stake(state, state.free_micro, state.free_value) for state in states],
            Terms(unit_price_scale=100),
        )
        for rule, states in zip(
            PromotionBook.compile(rows, "v1").rules,
            ([*shared, own], shared),
            strict=True,
        )
    ]
    pools = find_pools(claims)
    assert [pool.units for pool in pools] == [3]
    one, two = (Player(claim, i, pools) for i, claim in enumerate(claims))
    return one, two


def test_values_are_computed_once_for_each_number_of_units() -> None:
    pair, fixed = players(
        NForPrice(size_micro=2 * MICRO, price_minor=150),
        FixedPrice(unit_price_micro=900_000),
    )

    assert [pair.value_of((count,)) for count in range(4)] == [0, 50, 50, 100]
    assert [fixed.value_of((count,)) for count in range(4)] == [0, 10, 20, 30]
    before = pair.nodes
    assert pair.value([(3, 0)]) == 100
    assert pair.nodes == before


def test_what_adds_up_counts_its_own_goods_apart() -> None:
    fixed, _ = players(
        FixedPrice(unit_price_micro=900_000), FixedPrice(unit_price_micro=800_000)
    )

    assert [fixed.value_of((count,)) for count in range(4)] == [10, 20, 30, 40]


def test_the_units_an_offer_takes_are_told_by_pool() -> None:
    _, pair = players(
        FixedPrice(unit_price_micro=900_000),
        NForPrice(size_micro=2 * MICRO, price_minor=150),
    )

    assert pair.used([(0, 3)]) == [(0, 1, 2)]


def test_a_reward_that_may_shrink_is_bounded_by_the_goods() -> None:
    cheapest, _ = players(
        NForM(take=3, pay=2, choice=GroupChoice.CHEAPEST_OF_ALL),
        FixedPrice(unit_price_micro=900_000),
    )

    assert cheapest.bound([(3, 0)]) == 400
    assert cheapest.value([(3, 0)]) == 100
