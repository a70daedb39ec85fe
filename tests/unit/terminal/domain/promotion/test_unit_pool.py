"""Equal units that the same promotions want are one pool."""

from __future__ import annotations

from terminal.domain.money import MICRO
from terminal.domain.promotion.book import PromotionBook
from terminal.domain.promotion.claim import Claim
from terminal.domain.promotion.line_state import LineState, Stake
from terminal.domain.promotion.offer import Terms
from terminal.domain.promotion.reward import NForM
from terminal.domain.promotion.unit_pool import find_pools, splits_of
from tests.support.promotions import goods, offer


def claims(*lines: tuple[LineState, ...]) -> list[Claim]:
    """Return one claim for each set of lines."""
    rows = [offer(NForM(take=2, pay=1), promotion_id=f"{i}") for i in range(len(lines))]
    return [
        Claim(
            rule,
            [Stake(state, state.free_micro, state.free_value) for state in states],
            Terms(unit_price_scale=100),
        )
        for rule, states in zip(
            PromotionBook.compile(rows, "v1").rules, lines, strict=True
        )
    ]


def test_equal_lines_are_one_pool_and_weighed_ones_are_not_divided() -> None:
    dear = LineState(goods("dear", 300))
    one, two = LineState(goods("a", 100)), LineState(goods("a", 100, 2))
    weighed = LineState(goods("fish", 200, grams=1_500))
    alone = LineState(goods("alone", 900))

    pools = find_pools(
        claims((alone, dear, weighed, one, two), (dear, weighed, one, two))
    )

    assert [(pool.units, pool.unit) for pool in pools] == [
        (1, MICRO),
        (1, 1_500_000),
        (3, MICRO),
    ]
    assert pools[2].members == [(MICRO, (3, 2)), (2 * MICRO, (4, 3))]
    assert all(pool.owners == (0, 1) for pool in pools)


def test_every_way_to_share_is_yielded_once() -> None:
    found = list(splits_of(2, 3, [0, 2]))

    assert found == [(2, 0, 0), (1, 0, 1), (0, 0, 2)]
    assert len(set(splits_of(4, 3, [0, 1, 2]))) == 15
