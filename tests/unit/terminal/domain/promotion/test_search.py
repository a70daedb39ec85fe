"""The search finds what trying everything finds, or says that it did not."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from terminal.domain.money import MICRO, RATE_PPM_ONE
from terminal.domain.promotion.line_state import LineState, Stake
from terminal.domain.promotion.offer import Terms
from terminal.domain.promotion.offers import maker_of
from terminal.domain.promotion.policy import PromotionPolicy
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.promotion.reward import (
    AmountOff,
    AmountPer,
    Bundle,
    BundlePart,
    BuyGet,
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
from terminal.domain.promotion.selector import CompiledSelector, Selector
from tests.support.promotions import goods, numbered, off, offer, price, total_off

if TYPE_CHECKING:
    from collections.abc import Sequence

    from terminal.domain.promotion.basket import PromotionLine

_ITEMS = ("a", "b", "c", "d")
_UNLIMITED = PromotionPolicy(node_limit=100_000)


def selectors(promotion: Promotion) -> tuple[Selector, ...]:
    reward = promotion.reward
    if isinstance(reward, Bundle):
        return tuple(part.selects for part in reward.parts)
    if isinstance(reward, BuyGet) and reward.gets is not None:
        return (promotion.selects, reward.gets)
    return (promotion.selects,)


def parts(promotion: Promotion, line: PromotionLine) -> int:
    return sum(
        1 << number
        for number, selector in enumerate(selectors(promotion))
        if CompiledSelector(selector).matches(line.item_id, None, frozenset())
    )


def given_on(promotion: Promotion, lines: Sequence[PromotionLine]) -> int:
    """Return what one promotion gives on these lines, when it gets all of them."""
    stakes = [
        Stake(
            LineState(line),
            line.quantity_micro,
            line.extended_minor * MICRO,
            parts(promotion, line),
        )
        for line in lines
    ]
    # Of units worth the same the item id decides, as in the engine.
    stakes.sort(key=lambda stake: (-stake.unit_value, stake.state.line.item_id))
    terms = Terms(unit_price_scale=100, uses_max=promotion.uses_max_per_transaction)
    make = maker_of(promotion.reward)
    return make(promotion.reward, stakes, None, terms).total_minor


def best_by_trying(
    promotions: Sequence[Promotion], lines: Sequence[PromotionLine]
) -> int:
    """Return the most that any assignment of single units to promotions gives."""
    units = [
        goods(line.item_id, line.unit_price_micro // 10_000)
        for line in lines
        for _ in range(line.quantity_micro // MICRO)
    ]
    groups: dict[str, list[Promotion]] = {}
    for promotion in promotions:
        name = promotion.exclusivity_group or f"only {promotion.promotion_id}"
        groups.setdefault(name, []).append(promotion)
    best = 0
    for active in product(*groups.values()):
        choices: list[list[int]] = [
            # No promotion: an owner that does not exist.
            [i for i, promotion in enumerate(active) if parts(promotion, unit)] or [-1]
            for unit in units
        ]
        for assignment in product(*choices):
            total = sum(
                given_on(
                    promotion,
                    [
                        unit
                        for unit, owner in zip(units, assignment, strict=True)
                        if owner == i
                    ],
                )
                for i, promotion in enumerate(active)
            )
            best = max(best, total)
    return best


_some_items = st.lists(
    st.sampled_from(_ITEMS), min_size=1, max_size=3, unique=True
).map(lambda items: Selector(items=tuple(sorted(items))))

# Figures in whole tenths, so that no rounding of a part decides.
_rewards: st.SearchStrategy[Reward] = st.one_of(
    st.sampled_from([100_000, 500_000]).map(lambda ppm: PercentOff(percent_ppm=ppm)),
    st.builds(
        AmountOff,
        amount_minor=st.sampled_from([30, 70]),
        per=st.sampled_from([AmountPer.UNIT, AmountPer.PROMOTION]),
    ),
    st.sampled_from([1_000_000, 2_000_000]).map(
        lambda unit_price: FixedPrice(unit_price_micro=unit_price)
    ),
    st.builds(
        NForM,
        take=st.sampled_from([2, 3]),
        pay=st.just(1),
        choice=st.sampled_from([GroupChoice.EACH_GROUP, GroupChoice.CHEAPEST_OF_ALL]),
    ),
    st.builds(
        NForPrice,
        size_micro=st.sampled_from([2 * MICRO, 3 * MICRO]),
        price_minor=st.sampled_from([200, 350]),
    ),
    st.builds(
        Bundle,
        parts=st.tuples(
            _some_items.map(lambda s: BundlePart(selects=s)),
            _some_items.map(lambda s: BundlePart(selects=s)),
        ),
        price_minor=st.just(250),
    ),
    st.builds(
        BuyGet,
        buy=st.sampled_from([1, 2]),
        gets=_some_items,
        percent_ppm=st.just(RATE_PPM_ONE),
    ),
    st.builds(
        Tiers,
        basis=st.just(TierBasis.AMOUNT),
        tiers=st.just(
            (
                Tier(from_=300, amount_minor=40),
                Tier(from_=600, amount_minor=130),
            )
        ),
    ),
)


@st.composite
def instances(
    draw: st.DrawFn,
) -> tuple[list[Promotion], list[PromotionLine]]:
    count = draw(st.integers(1, 3))
    promotions = []
    for number in range(count):
        reward = draw(_rewards)
        promotions.append(
            offer(
                reward,
                draw(_some_items),
                f"p{number}",
                exclusivity_group=draw(st.sampled_from([None, None, None, "g"])),
                uses_max_per_transaction=(
                    draw(st.sampled_from([None, 1]))
                    if isinstance(reward, NForPrice | NForM)
                    else None
                ),
            )
        )
    prices = {item: draw(st.integers(10, 40)) * 10 for item in _ITEMS}
    lines = draw(
        st.lists(
            st.builds(
                lambda item, quantity: goods(item, prices[item], quantity),
                st.sampled_from(_ITEMS),
                st.integers(1, 2),
            ),
            min_size=1,
            max_size=4,
        )
    )
    return promotions, lines


@settings(max_examples=120, deadline=None)
@given(instances())
def test_the_search_finds_what_trying_everything_finds(
    instance: tuple[list[Promotion], list[PromotionLine]],
) -> None:
    promotions, lines = instance

    result = price(promotions, lines, policy=_UNLIMITED)

    assert result.is_optimal
    assert total_off(result) == best_by_trying(promotions, numbered(lines))


@settings(max_examples=60, deadline=None)
@given(instances())
def test_without_steps_the_answer_is_greedy_and_valid(
    instance: tuple[list[Promotion], list[PromotionLine]],
) -> None:
    promotions, lines = instance

    greedy = price(promotions, lines, policy=PromotionPolicy(node_limit=0))
    best = price(promotions, lines, policy=_UNLIMITED)

    assert total_off(greedy) <= total_off(best)
    # Only a claim that nothing is better may not be wrong.
    assert not greedy.is_optimal or total_off(greedy) == total_off(best)


def test_the_dearer_promotion_does_not_always_win() -> None:
    # Greedy would give both units of b to the pair; then c stands alone.
    pair = offer(NForPrice(size_micro=2 * MICRO, price_minor=100), ["a", "b"], "p1")
    other = offer(NForPrice(size_micro=2 * MICRO, price_minor=100), ["b", "c"], "p2")
    lines = [goods("a", 200, 2), goods("b", 290, 2), goods("c", 280, 2)]

    result = price([pair, other], lines)

    assert result.is_optimal
    assert total_off(result) == sum((400, 580, 560)) - 300


def test_a_limit_is_kept_and_told() -> None:
    promotions = [
        offer(
            NForPrice(size_micro=2 * MICRO, price_minor=150 + number),
            [f"i{k}" for k in range(number, number + 6)],
            f"p{number}",
        )
        for number in range(8)
    ]
    lines = [goods(f"i{k}", 100 + 7 * k, 3) for k in range(14)]

    result = price(promotions, lines, policy=PromotionPolicy(node_limit=40))

    assert not result.is_optimal
    assert result.nodes < 40 + 8 * 8
    assert total_off(result) > 0


def test_only_one_of_an_exclusivity_group_applies_the_better_one() -> None:
    ten = offer(
        PercentOff(percent_ppm=100_000), ["a"], "p1", exclusivity_group="season"
    )
    twenty = offer(
        PercentOff(percent_ppm=200_000), ["b"], "p2", exclusivity_group="season"
    )

    result = price([ten, twenty], [goods("a", 1_000), goods("b", 600)])

    assert off(result, 2) == [0, 120]


def test_equal_lines_are_one_pool() -> None:
    promotions = [
        offer(NForPrice(size_micro=2 * MICRO, price_minor=150), ["a"], "p1"),
        offer(NForPrice(size_micro=3 * MICRO, price_minor=210), ["a"], "p2"),
    ]

    result = price(promotions, [goods("a", 100) for _ in range(60)])

    assert result.is_optimal
    assert total_off(result) == 20 * 90
