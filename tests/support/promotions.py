"""Short ways to write baskets and promotions down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs

from terminal.domain.money import MICRO, Currency, line_amount
from terminal.domain.pricing.price_modifier import sum_of
from terminal.domain.promotion.basket import PromotionContext, PromotionLine
from terminal.domain.promotion.book import PromotionBook
from terminal.domain.promotion.engine import evaluate
from terminal.domain.promotion.policy import (
    DEFAULT_PROMOTION_POLICY,
    PromotionPolicy,
)
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.promotion.selector import EVERYTHING, Selector

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from terminal.domain.promotion.result import PromotionResult
    from terminal.domain.promotion.reward import Reward

EURO = Currency("EUR", 2)

# A Sunday at ten.
CONTEXT = PromotionContext(
    at_ms=1_795_341_600_000,
    local_date="2026-11-22",
    weekday=6,
    minute=600,
    store="1",
    currency=EURO,
)


def goods(
    item_id: str,
    price_minor: int,
    quantity: int = 1,
    *,
    sequence: int = 0,
    grams: int | None = None,
    **values: object,
) -> PromotionLine:
    """Return a line of *quantity* units, or of so many *grams* of a price a kilo."""
    quantity_micro = quantity * MICRO if grams is None else grams * 1_000
    unit_price_micro = price_minor * 10_000
    tags = values.pop("tags", ())
    assert isinstance(tags, tuple)
    return PromotionLine(
        sequence=sequence,
        item_id=item_id,
        quantity_micro=quantity_micro,
        unit_price_micro=unit_price_micro,
        extended_minor=line_amount(quantity_micro, unit_price_micro, EURO),
        is_weighed=grams is not None,
        tags=frozenset(tags),
        **values,  # type: ignore[arg-type]  # values of tests
    )


def offer(
    reward: Reward,
    selects: Selector | Sequence[str] = EVERYTHING,
    promotion_id: str = "p",
    **values: object,
) -> Promotion:
    """Return a promotion on items or on a selection."""
    if not isinstance(selects, Selector):
        selects = Selector(items=tuple(selects))
    return Promotion(
        promotion_id=promotion_id,
        version=1,
        name=promotion_id.upper(),
        reward=reward,
        selects=selects,
        **values,  # type: ignore[arg-type]  # values of tests
    )


def price(
    promotions: Promotion | Iterable[Promotion],
    lines: Sequence[PromotionLine],
    context: PromotionContext = CONTEXT,
    policy: PromotionPolicy = DEFAULT_PROMOTION_POLICY,
    *,
    explain: bool = False,
) -> PromotionResult:
    """Return the result for *lines*, which are numbered from 1."""
    if isinstance(promotions, Promotion):
        promotions = [promotions]
    book = PromotionBook.compile(promotions, "v1")
    return evaluate(book, numbered(lines), context, policy, explain=explain)


def numbered(lines: Sequence[PromotionLine]) -> list[PromotionLine]:
    """Return *lines* with the sequences 1, 2, 3 and so on."""
    return [
        msgspec.structs.replace(line, sequence=i) for i, line in enumerate(lines, 1)
    ]


def off(result: PromotionResult, count: int) -> list[int]:
    """Return what was taken off each of *count* lines, as positive amounts."""
    return [-sum_of(result.modifiers.get(i, ())) for i in range(1, count + 1)]


def total_off(result: PromotionResult) -> int:
    """Return what was taken off the basket."""
    return -sum(applied.amount_minor for applied in result.applied)
