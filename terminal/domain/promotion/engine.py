"""Which promotions apply to a basket, and what they take off each line."""

from collections.abc import Sequence

from terminal.domain.money import RATE_PPM_ONE, divide_rounded
from terminal.domain.pricing.price_modifier import ModifierKind, PriceModifier
from terminal.domain.promotion.basket import PromotionContext, PromotionLine
from terminal.domain.promotion.book import PromotionBook
from terminal.domain.promotion.policy import (
    DEFAULT_PROMOTION_POLICY,
    PromotionPolicy,
)
from terminal.domain.promotion.result import (
    NOTHING_APPLIED,
    AppliedPromotion,
    Outcome,
    PromotionResult,
    Trial,
    TrialReason,
)
from terminal.domain.promotion.reward import PercentOff


def evaluate(
    book: PromotionBook,
    lines: Sequence[PromotionLine],
    context: PromotionContext,
    policy: PromotionPolicy = DEFAULT_PROMOTION_POLICY,
    *,
    explain: bool = False,
) -> PromotionResult:
    """Return what the promotions of *book* do to *lines*."""
    remaining = {line.sequence: line.extended_minor for line in lines}
    modifiers: dict[int, tuple[PriceModifier, ...]] = {}
    applied = []
    for rule in book.rules:
        promotion = rule.promotion
        channels = promotion.conditions.channels
        if not isinstance(promotion.reward, PercentOff) or promotion.coupon:
            continue
        if channels and context.channel not in channels:
            continue
        total = 0
        for line in lines:
            if (
                line.extended_minor <= 0
                or not line.is_discountable
                or not rule.selectors[0].matches(line.item_id, line.category, line.tags)
            ):
                continue
            off = divide_rounded(
                remaining[line.sequence] * promotion.reward.percent_ppm,
                RATE_PPM_ONE,
                policy.rounding,
            )
            if off:
                remaining[line.sequence] -= off
                total += off
                modifiers[line.sequence] = (
                    *modifiers.get(line.sequence, ()),
                    PriceModifier(
                        kind=ModifierKind.PROMOTION,
                        rule_id=promotion.promotion_id,
                        rule_version=promotion.version,
                        label=promotion.name,
                        amount_minor=-off,
                    ),
                )
        if total:
            applied.append(
                AppliedPromotion(
                    promotion_id=promotion.promotion_id,
                    version=promotion.version,
                    label=promotion.name,
                    times=1,
                    amount_minor=-total,
                )
            )
    if not applied:
        return NOTHING_APPLIED
    trials = (
        {
            sequence: tuple(
                Trial(
                    promotion_id=change.rule_id,
                    version=change.rule_version,
                    label=change.label,
                    outcome=Outcome.APPLIED,
                    reason_code=TrialReason.APPLIED,
                    amount_minor=change.amount_minor,
                )
                for change in changes
            )
            for sequence, changes in modifiers.items()
        }
        if explain
        else {}
    )
    return PromotionResult(modifiers=modifiers, applied=tuple(applied), trials=trials)
