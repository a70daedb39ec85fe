"""Which entered coupons count, and why the others do not."""

from collections import Counter
from typing import Final

from terminal.domain.promotion.applicability import Refusal, refuse_by_context
from terminal.domain.promotion.basket import NO_USES, PromotionContext
from terminal.domain.promotion.book import CompiledPromotion, PromotionBook
from terminal.domain.promotion.policy import CouponChoice
from terminal.domain.promotion.promotion import CouponRule
from terminal.domain.promotion.result import (
    CouponRefusal,
    RefusedCoupon,
    TrialReason,
)

# Ways to combine coupons that are compared; later entered ones are not tried alone.
ALTERNATIVES_MAX: Final = 8

_BY_REASON: Final = {
    TrialReason.NOT_STARTED: CouponRefusal.NOT_STARTED,
    TrialReason.ENDED: CouponRefusal.EXPIRED,
    TrialReason.MEMBER_NEEDED: CouponRefusal.MEMBER_NEEDED,
    TrialReason.USES_EXHAUSTED: CouponRefusal.USED,
    TrialReason.MEMBER_USES_EXHAUSTED: CouponRefusal.USED,
    TrialReason.BUDGET_EXHAUSTED: CouponRefusal.USED,
    TrialReason.COUPON_USED: CouponRefusal.USED,
}

# The entered codes that count for a promotion, by its index in the book.
Allowed = dict[int, tuple[str, ...]]


class Coupons:
    """The entered coupons of one basket, sorted out.

    Attributes:
        alternatives: Sets of coupons that may be used together; at least one, maybe
            empty.
        refused: Codes that can give nothing, whatever else happens.
        owners: For each code that may count, the promotions it is for.
        is_complete: Every combination that is allowed is among the alternatives.
    """

    __slots__ = ("alternatives", "is_complete", "owners", "refused")

    def __init__(self) -> None:
        self.alternatives: list[Allowed] = [{}]
        self.refused: list[RefusedCoupon] = []
        self.owners: dict[str, tuple[int, ...]] = {}
        self.is_complete = True


def sort_coupons(
    book: PromotionBook, context: PromotionContext, moment: str, choice: CouponChoice
) -> Coupons:
    """Return what the entered codes mean."""
    coupons = Coupons()
    allowed: Allowed = {}
    for code, entered in Counter(context.coupons).items():
        found = book.find_by_code(code)
        if not found:
            is_known = book.has_code_in_other_case(code)
            reason = CouponRefusal.WRONG_CASE if is_known else CouponRefusal.UNKNOWN
            coupons.refused.append(RefusedCoupon(code=code, reason=reason))
            continue
        refusal: RefusedCoupon | None = None
        for index in found:
            rule = book.rules[index]
            count = _count(rule, code, entered, context, moment)
            if isinstance(count, int):
                coupons.owners[code] = (*coupons.owners.get(code, ()), index)
                allowed[index] = (*allowed.get(index, ()), *([code] * count))
            else:
                refusal = RefusedCoupon(
                    code=code,
                    reason=_BY_REASON.get(count[0], CouponRefusal.NOT_APPLICABLE),
                    promotion_id=rule.promotion.promotion_id,
                )
        if code not in coupons.owners and refusal is not None:
            coupons.refused.append(refusal)
    coupons.alternatives = _alternatives(book, allowed, choice)
    if len(coupons.alternatives) > ALTERNATIVES_MAX:
        del coupons.alternatives[ALTERNATIVES_MAX:]
        coupons.is_complete = False
    return coupons


def _count(
    rule: CompiledPromotion,
    code: str,
    entered: int,
    context: PromotionContext,
    moment: str,
) -> int | Refusal:
    """Return how often *code* counts for a promotion, or why it does not."""
    coupon = rule.promotion.coupon
    assert coupon is not None
    refusal = refuse_by_context(rule.promotion, context, moment)
    if refusal is not None:
        return refusal
    return _left(coupon, code, entered, context)


def _left(
    coupon: CouponRule, code: str, entered: int, context: PromotionContext
) -> int | Refusal:
    needs_member = coupon.members_only or coupon.uses_max_per_member is not None
    if needs_member and context.member_id is None:
        return TrialReason.MEMBER_NEEDED, code
    uses = context.coupon_uses.get(code, NO_USES)
    left = entered
    if coupon.uses_max_per_code is not None:
        left = min(left, coupon.uses_max_per_code - uses.total)
    if coupon.uses_max_per_member is not None:
        left = min(left, coupon.uses_max_per_member - uses.member)
    return left if left > 0 else (TrialReason.COUPON_USED, code)


def _alternatives(
    book: PromotionBook, allowed: Allowed, choice: CouponChoice
) -> list[Allowed]:
    """Return the sets of coupons that may be used together.

    A coupon that cannot be stacked stands alone; all others go together.
    """
    stackable: Allowed = {}
    alone: list[Allowed] = []
    first: Allowed | None = None
    for index, codes in allowed.items():
        coupon = book.rules[index].promotion.coupon
        assert coupon is not None
        if coupon.is_stackable:
            stackable[index] = codes
            mine = stackable
        else:
            mine = {index: codes}
            alone.append(mine)
        if first is None:
            first = mine
    if not alone:
        return [stackable]
    if choice is CouponChoice.FIRST:
        assert first is not None
        return [first]
    together = [stackable] if stackable else []
    # Of equal results the earlier alternative is kept: the one entered first.
    return alone + together if first is not stackable else together + alone
