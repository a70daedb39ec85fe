"""Which promotions apply to a basket, and what they take off each line.

Order. Level ``line`` goes before level ``basket``; within a level the highest priority
first. Promotions of equal level and priority are one stage: first the competing ones
(``exclusive`` and ``best``) share the units by the search, then the ``compound`` ones
apply one after another, by promotion id, on what is left to pay. A requirement is
looked at when its promotion's turn comes.

Ties. Lines are looked at from the dearest unit down, then by item id, quantity and
amount; the sequence of a line decides only between lines that are alike in everything.
Of promotions that give the same, the first of the book stays. So neither the order of
scanning nor the order of the rows of the feed changes what anybody pays.

Coupons that exclude each other are compared whole: each allowed set is evaluated and
the one that leaves least to pay is kept, on equal amounts the one entered first.

What is promised: no line below zero; the modifiers of a promotion add up to what the
result says it gave; `PromotionResult.is_optimal` is true only when every search was
completed. See docs/pricing.md for the space that is searched.
"""

from collections.abc import Iterable, Sequence

from terminal.domain.promotion.applicability import local_moment
from terminal.domain.promotion.basket import PromotionContext, PromotionLine
from terminal.domain.promotion.book import PromotionBook
from terminal.domain.promotion.coupons import Coupons, sort_coupons
from terminal.domain.promotion.evaluation import Evaluation
from terminal.domain.promotion.explain import Trials
from terminal.domain.promotion.policy import (
    DEFAULT_PROMOTION_POLICY,
    PromotionPolicy,
)
from terminal.domain.promotion.result import (
    NOTHING_APPLIED,
    CouponRefusal,
    PromotionResult,
    RefusedCoupon,
)


def evaluate(
    book: PromotionBook,
    lines: Sequence[PromotionLine],
    context: PromotionContext,
    policy: PromotionPolicy = DEFAULT_PROMOTION_POLICY,
    *,
    explain: bool = False,
) -> PromotionResult:
    """Return what the promotions of *book* do to *lines*.

    Lines with a negative quantity or amount take no part. *explain* also says what was
    tried and why it was refused, which costs time.
    """
    if not book.rules and not context.coupons:
        return NOTHING_APPLIED
    coupons = (
        sort_coupons(book, context, local_moment(context), policy.coupon_choice)
        if context.coupons
        else Coupons()
    )
    best: Evaluation | None = None
    best_total = 0
    best_trials: Trials | None = None
    nodes = 0
    is_optimal = coupons.is_complete
    for allowed in coupons.alternatives:
        trials = Trials() if explain else None
        evaluation = Evaluation(book, lines, context, policy, trials)
        if evaluation.is_touched:
            evaluation.run(allowed)
        nodes += evaluation.nodes
        is_optimal &= evaluation.is_optimal
        total = sum(applied.amount_minor for applied in evaluation.applied)
        if best is None or total < best_total:
            best, best_total, best_trials = evaluation, total, trials
    assert best is not None
    if not (best.applied or best.free_units or explain or context.coupons or nodes):
        return NOTHING_APPLIED
    return PromotionResult(
        modifiers={
            state.line.sequence: tuple(state.modifiers)
            for state in best.states
            if state.modifiers
        },
        applied=tuple(best.applied),
        trials=best_trials.by_line() if best_trials is not None else {},
        is_optimal=is_optimal,
        nodes=nodes,
        refused_coupons=tuple(_refused(book, coupons, context, best)),
        free_units=tuple(best.free_units),
    )


def _refused(
    book: PromotionBook, coupons: Coupons, context: PromotionContext, best: Evaluation
) -> Iterable[RefusedCoupon]:
    """Yield the entered codes that gave nothing, in the order of entry."""
    if not context.coupons:
        return
    refused = {coupon.code: coupon for coupon in coupons.refused}
    used = {code for applied in best.applied for code in applied.coupon_codes}
    used_by = {applied.promotion_id for applied in best.applied if applied.coupon_codes}
    used_by.update(offered.promotion_id for offered in best.free_units)
    for code in dict.fromkeys(context.coupons):
        if code in refused:
            yield refused[code]
            continue
        ids = [
            book.rules[index].promotion.promotion_id for index in coupons.owners[code]
        ]
        if code in used or any(name in used_by for name in ids):
            continue
        is_left_out = not any(index in best.allowed for index in coupons.owners[code])
        yield RefusedCoupon(
            code=code,
            reason=(
                CouponRefusal.NOT_COMBINABLE
                if is_left_out
                else CouponRefusal.NOT_APPLICABLE
            ),
            promotion_id=ids[0],
        )
