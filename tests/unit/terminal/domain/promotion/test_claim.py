"""Promotions that want nothing of each other are searched apart."""

from __future__ import annotations

from terminal.domain.money import MICRO
from terminal.domain.promotion.book import PromotionBook
from terminal.domain.promotion.claim import Claim, components
from terminal.domain.promotion.line_state import LineState, Stake
from terminal.domain.promotion.offer import Terms
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.promotion.reward import PercentOff
from tests.support.promotions import goods, offer

HALF = PercentOff(percent_ppm=500_000)


def claim(promotion: Promotion, *states: LineState, **terms: int) -> Claim:
    (rule,) = PromotionBook.compile([promotion], "v1").rules
    return Claim(
        rule,
        [Stake(state, state.free_micro, state.free_value) for state in states],
        Terms(unit_price_scale=100, total_max=terms.get("total_max")),
    )


def test_claims_on_one_line_or_in_one_group_belong_together() -> None:
    a, b, c, d = (LineState(goods(name, 100)) for name in "abcd")
    claims = [
        claim(offer(HALF, promotion_id="1"), a),
        claim(offer(HALF, promotion_id="2"), b),
        claim(offer(HALF, promotion_id="3"), a, c),
        claim(offer(HALF, promotion_id="4", exclusivity_group="g"), c),
        claim(offer(HALF, promotion_id="5", exclusivity_group="g"), d),
    ]

    found = [
        [member.rule.promotion.promotion_id for member in component]
        for component in components(claims)
    ]

    assert found == [["1", "3", "4", "5"], ["2"]]


def test_a_budget_cuts_the_offer_of_a_claim() -> None:
    state = LineState(goods("a", 100, 3))

    assert claim(offer(HALF), state).offer().total_minor == 150
    assert claim(offer(HALF), state).offer([MICRO]).total_minor == 50
    cut = claim(offer(HALF), state, total_max=70).offer()
    assert (cut.total_minor, cut.is_spread) == (70, True)


def test_fractions_and_limits_by_line_tell_equal_lines_apart() -> None:
    even, odd = LineState(goods("a", 100)), LineState(goods("a", 101))

    assert not claim(offer(HALF), even).looks_at_lines
    assert claim(offer(HALF), odd).looks_at_lines
    limited = claim(offer(HALF), even)
    limited.terms.line_quantity_max = MICRO
    assert limited.looks_at_lines
