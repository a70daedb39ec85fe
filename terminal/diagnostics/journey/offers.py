"""What a recorded shop gave, as promotions of the engine, each amount once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from terminal.diagnostics.journey.recorded import RecordedBasket, RecordedLine
from terminal.domain.promotion.book import PromotionBook
from terminal.domain.promotion.conditions import NO_CONDITIONS, Conditions
from terminal.domain.promotion.promotion import Combination, CouponRule, Promotion
from terminal.domain.promotion.reward import AmountOff, AmountPer
from terminal.domain.promotion.selector import Selector

CARD: Final = "card"
MATCH: Final = "match"
COUPON: Final = "coupon"

# The order in which they come off; they apply one after another.
_PRIORITIES: Final = {CARD: 30, MATCH: 20, COUPON: 10}


def tags_of(line: RecordedLine) -> tuple[str, ...]:
    """Return the offers that a line is in, e.g. ``card-50`` for half a dollar."""
    return tuple(
        f"{kind}-{amount}"
        for kind, amount in (
            (CARD, line.card_minor),
            (MATCH, line.match_minor),
            (COUPON, line.coupon_minor),
        )
        if amount
    )


def codes_of(lines: Iterable[RecordedLine]) -> tuple[str, ...]:
    """Return the coupons of a basket in the order they come up, each once."""
    return tuple(
        dict.fromkeys(
            tag
            for line in lines
            for tag in tags_of(line)
            if not tag.startswith(f"{CARD}-")
        )
    )


def offers_of(baskets: Iterable[RecordedBasket]) -> PromotionBook:
    """Return everything that was given in *baskets* as one book."""
    tags = {tag for basket in baskets for line in basket.lines for tag in tags_of(line)}
    return PromotionBook.compile(map(_promotion, tags), "recorded")


def _promotion(tag: str) -> Promotion:
    kind, _, amount = tag.partition("-")
    is_card = kind == CARD
    return Promotion(
        promotion_id=tag,
        version=1,
        name=tag,
        reward=AmountOff(amount_minor=int(amount), per=AmountPer.LINE),
        selects=Selector(tags=(tag,)),
        conditions=Conditions(member_tiers=(CARD,)) if is_card else NO_CONDITIONS,
        priority=_PRIORITIES[kind],
        combination=Combination.COMPOUND,
        coupon=None if is_card else CouponRule(codes=(tag,)),
    )
