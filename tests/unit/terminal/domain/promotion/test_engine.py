"""Promotions take what their rule says off the lines."""

from __future__ import annotations

from terminal.domain.money import Currency
from terminal.domain.pricing.price_modifier import sum_of
from terminal.domain.promotion.basket import PromotionContext, PromotionLine
from terminal.domain.promotion.book import PromotionBook
from terminal.domain.promotion.engine import evaluate
from terminal.domain.promotion.promotion import Combination, Promotion
from terminal.domain.promotion.reward import PercentOff

CONTEXT = PromotionContext(
    at_ms=0,
    local_date="2026-11-22",
    weekday=6,
    minute=600,
    store="1",
    currency=Currency("EUR", 2),
)


def line(sequence: int, amount_minor: int) -> PromotionLine:
    return PromotionLine(
        sequence=sequence,
        item_id=f"item-{sequence}",
        quantity_micro=1_000_000,
        unit_price_micro=amount_minor * 10_000,
        extended_minor=amount_minor,
    )


def test_a_percent_is_taken_off_each_line() -> None:
    promotion = Promotion(
        promotion_id="p",
        version=2,
        name="10 %",
        reward=PercentOff(percent_ppm=100_000),
        combination=Combination.COMPOUND,
    )
    book = PromotionBook.compile([promotion], "v1")

    result = evaluate(book, [line(1, 106), line(2, 206)], CONTEXT, explain=True)

    assert {s: sum_of(m) for s, m in result.modifiers.items()} == {1: -11, 2: -21}
    assert result.applied[0].amount_minor == -32
    assert result.trials[1][0].version == 2
