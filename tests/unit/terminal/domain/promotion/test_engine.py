"""What the engine promises for every basket."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from terminal.domain.money import MICRO
from terminal.domain.pricing.price_modifier import ModifierKind, sum_of
from terminal.domain.promotion.basket import PromotionLine
from terminal.domain.promotion.promotion import Combination, Level
from terminal.domain.promotion.result import NOTHING_APPLIED, Outcome
from terminal.domain.promotion.reward import (
    AmountOff,
    BuyGet,
    CountBasis,
    FixedPrice,
    NForM,
    NForPrice,
    PercentOff,
    Reward,
    Tier,
    TierBasis,
    Tiers,
)
from terminal.domain.promotion.selector import EVERYTHING, Selector
from tests.support.promotions import goods, numbered, off, offer, price

if TYPE_CHECKING:
    from terminal.domain.promotion.promotion import Promotion
    from terminal.domain.promotion.result import PromotionResult

_ITEMS = ("a", "b", "c", "d", "e")

_rewards: st.SearchStrategy[Reward] = st.one_of(
    st.builds(
        PercentOff,
        percent_ppm=st.integers(1, 1_000_000),
        cap_minor=st.none() | st.integers(1, 500),
    ),
    st.builds(AmountOff, amount_minor=st.integers(1, 3_000)),
    st.builds(FixedPrice, unit_price_micro=st.integers(0, 20_000_000)),
    st.builds(NForM, take=st.integers(2, 4), pay=st.just(1)),
    st.builds(
        NForPrice,
        size_micro=st.integers(2, 3).map(lambda n: n * MICRO),
        price_minor=st.integers(1, 2_000),
        count=st.sampled_from(CountBasis),
    ),
    st.builds(
        BuyGet,
        buy=st.integers(1, 2),
        gets=st.none() | st.just(Selector(items=("b", "c"))),
        percent_ppm=st.integers(1, 1_000_000),
    ),
    st.builds(
        Tiers,
        basis=st.sampled_from(TierBasis),
        tiers=st.just((Tier(from_=1_500, percent_ppm=123_456),)),
    ),
)

_promotions = st.lists(
    st.builds(
        lambda reward, selects, values: (reward, selects, values),
        _rewards,
        st.one_of(
            st.just(EVERYTHING),
            st.lists(st.sampled_from(_ITEMS), min_size=1, max_size=3).map(
                lambda items: Selector(items=tuple(items))
            ),
        ),
        st.fixed_dictionaries(
            {
                "priority": st.integers(0, 1),
                "level": st.sampled_from(Level),
                "combination": st.sampled_from(Combination),
                "exclusivity_group": st.sampled_from([None, None, "g"]),
                "quantity_max_micro": st.sampled_from([None, None, 2 * MICRO]),
                "budget_minor": st.sampled_from([None, None, 333]),
            }
        ),
    ),
    min_size=1,
    max_size=6,
).map(
    lambda rows: [
        offer(reward, selects, f"p{number}", **values)
        for number, (reward, selects, values) in enumerate(rows)
    ]
)

_lines = st.lists(
    st.one_of(
        st.builds(
            goods, st.sampled_from(_ITEMS), st.integers(0, 2_000), st.integers(1, 4)
        ),
        st.builds(
            lambda item, amount, grams: goods(item, amount, grams=grams),
            st.sampled_from(_ITEMS),
            st.integers(1, 2_000),
            st.integers(1, 4_000),
        ),
    ),
    min_size=1,
    max_size=8,
)


def paid_by_goods(
    result: PromotionResult, lines: list[PromotionLine]
) -> Counter[tuple[object, ...]]:
    """Return how often lines of the same goods end at the same amount."""
    changes = [sum_of(result.modifiers.get(line.sequence, ())) for line in lines]
    return Counter(
        (
            line.item_id,
            line.unit_price_micro,
            line.quantity_micro,
            line.is_weighed,
            change,
        )
        for line, change in zip(lines, changes, strict=True)
    )


@settings(max_examples=200, deadline=None)
@given(_promotions, _lines, st.integers(0, 99))
def test_no_basket_loses_a_cent_goes_below_zero_or_depends_on_the_scan_order(
    promotions: list[Promotion], lines: list[PromotionLine], seed: int
) -> None:
    result = price(promotions, lines, explain=True)

    given_away = off(result, len(lines))
    assert all(
        0 <= change <= line.extended_minor
        for change, line in zip(given_away, lines, strict=True)
    )
    assert sum(given_away) == -sum(a.amount_minor for a in result.applied)
    by_promotion: Counter[str] = Counter()
    for modifiers in result.modifiers.values():
        for modifier in modifiers:
            assert modifier.kind is ModifierKind.PROMOTION
            assert modifier.amount_minor < 0
            by_promotion[modifier.rule_id] += modifier.amount_minor
    assert by_promotion == {a.promotion_id: a.amount_minor for a in result.applied}

    shuffled = lines.copy()
    random.Random(seed).shuffle(shuffled)
    again = price(promotions, shuffled)
    assert paid_by_goods(again, numbered(shuffled)) == paid_by_goods(
        result, numbered(lines)
    )
    assert again.applied == result.applied
    assert price(promotions[::-1], lines).modifiers == result.modifiers


@settings(max_examples=100, deadline=None)
@given(_promotions, _lines)
def test_the_explanation_agrees_with_the_result(
    promotions: list[Promotion], lines: list[PromotionLine]
) -> None:
    plain = price(promotions, lines)
    result = price(promotions, lines, explain=True)

    assert result.modifiers == plain.modifiers
    assert result.applied == plain.applied
    for sequence in range(1, len(lines) + 1):
        trials = result.trials.get(sequence, ())
        shown = {t.promotion_id: t.amount_minor for t in trials if t.amount_minor}
        given_here = {
            m.rule_id: m.amount_minor for m in result.modifiers.get(sequence, ())
        }
        assert shown == given_here
        assert len({t.promotion_id for t in trials}) == len(trials)
        for trial in trials:
            is_applied = any(
                applied.promotion_id == trial.promotion_id for applied in result.applied
            )
            assert is_applied or trial.outcome is Outcome.REFUSED


def test_nothing_is_allocated_for_a_basket_no_promotion_touches() -> None:
    result = price(offer(PercentOff(percent_ppm=100_000), ["other"]), [goods("a", 100)])

    assert result is NOTHING_APPLIED
