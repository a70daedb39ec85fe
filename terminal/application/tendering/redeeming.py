"""What a transaction uses of promotions, and gives back of those of earlier ones."""

from collections.abc import Iterable, Iterator, Mapping

from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.domain.errors import CouponUsedError
from terminal.domain.member.coupon_ledger import (
    NOTHING_BACK,
    Redemption,
    coupon_uses,
    given_back,
)
from terminal.domain.pricing.price_modifier import ModifierKind
from terminal.domain.promotion.promotion import CouponRule, Promotion
from terminal.domain.transaction.finished_transaction import (
    FinishedLine,
    FinishedTransaction,
)
from terminal.domain.transaction.line_item import LineKind
from terminal.domain.transaction.retail_transaction import RetailTransaction


def require_unused(uow: UnitOfWork, transaction: RetailTransaction) -> None:
    """Check again, in the unit that records it, that nothing is used beyond limits.

    A transaction is priced when it is taken up again, so this finds nothing unless
    a way into the open transaction forgot to.

    Raises:
        CouponUsedError: what it uses was used up in the meantime.
    """
    terms = transaction.terms
    if not terms.outcome.promotions:
        return
    member_id = "" if terms.member is None else terms.member.member_id
    for use in terms.outcome.promotions:
        one = Redemption(
            promotion_id=use.promotion_id,
            member_id=member_id,
            amount_minor=-use.amount_minor,
            uses=1,
            coupon_codes=use.coupon_codes,
        )
        if _is_too_much(uow, one):
            raise CouponUsedError(
                f"{use.label} was used up in the meantime; remove the tender and its"
                " coupon",
                label=use.label,
            )


def require_usable_again(uow: UnitOfWork, redemptions: Iterable[Redemption]) -> None:
    """Refuse to undo a return whose coupon, use or budget went to others since.

    Args:
        uow: The unit that would record it.
        redemptions: What undoing the return uses again.

    Raises:
        CouponUsedError: it would be used beyond its limit.
    """
    for one in redemptions:
        if _is_too_much(uow, one):
            raise CouponUsedError(
                "what this return gave back of a promotion was used since; sell the"
                " goods again instead",
                label=one.promotion_id,
            )


def what_is_given_back(
    uow: UnitOfWork,
    transaction: RetailTransaction,
    originals: Mapping[str, FinishedTransaction],
) -> Iterator[Redemption]:
    """Yield what the goods that come back give back of promotions."""
    for sale in originals.values():
        if not sale.promotions:
            continue
        back = uow.member_ledgers.redemptions_back(sale.event_id)
        here = quantities_back(transaction, sale.event_id)
        is_complete = all(
            line.left_micro == here.get(line.sequence, 0) for line in sold_lines(sale)
        )
        for redemption in sale.redemptions:
            if redemption.of_event_id is not None:
                continue
            found = given_back(
                redemption,
                sale.event_id,
                back.get(redemption.promotion_id, NOTHING_BACK),
                returned_minor=_promoted(transaction, sale, redemption),
                is_complete=is_complete,
                policy=uow.store.pricing.coupon_return,
            )
            if found is not None:
                yield found


def sold_lines(sale: FinishedTransaction) -> list[FinishedLine]:
    """Return the lines that sold something."""
    return [
        line for line in sale.lines if line.kind is LineKind.SALE and not line.is_voided
    ]


def quantities_back(transaction: RetailTransaction, event_id: str) -> dict[int, int]:
    """Return what comes back here of a transaction, by its lines; positive."""
    found: dict[int, int] = {}
    for line in transaction.counting_lines():
        original = line.return_of
        if original is not None and original.event_id == event_id:
            sequence = original.line_sequence
            found[sequence] = found.get(sequence, 0) - line.quantity_micro
    return found


def _promoted(
    transaction: RetailTransaction, sale: FinishedTransaction, redemption: Redemption
) -> int:
    """Return what a promotion had given on the goods that come back."""
    return sum(
        modifier.amount_minor
        for line in transaction.counting_lines()
        if line.return_of is not None and line.return_of.event_id == sale.event_id
        for modifier in line.modifiers
        if modifier.kind is ModifierKind.PROMOTION
        and modifier.rule_id == redemption.promotion_id
    )


def _is_too_much(uow: UnitOfWork, one: Redemption) -> bool:
    for rule in uow.catalog.promotions().rules:
        if rule.promotion.promotion_id == one.promotion_id:
            return _is_used_up(uow, rule.promotion, one) or _is_coupon_used(
                uow, rule.promotion.coupon, one
            )
    return False


def _is_used_up(uow: UnitOfWork, promotion: Promotion, one: Redemption) -> bool:
    limits = promotion.uses_max, promotion.uses_max_per_member, promotion.budget_minor
    if limits == (None, None, None):
        return False
    before = uow.promotion_uses.of_promotion(one.promotion_id, one.member_id)
    return (
        _is_beyond(before.uses.total, one.uses, promotion.uses_max)
        or _is_beyond(before.uses.member, one.uses, promotion.uses_max_per_member)
        or _is_beyond(-before.amount_minor, one.amount_minor, promotion.budget_minor)
    )


def _is_coupon_used(
    uow: UnitOfWork, coupon: CouponRule | None, one: Redemption
) -> bool:
    if coupon is None:
        return False
    for code, _, count in coupon_uses([one]):
        before = uow.promotion_uses.of_coupon(code, one.member_id)
        if _is_beyond(before.total, count, coupon.uses_max_per_code) or _is_beyond(
            before.member, count, coupon.uses_max_per_member
        ):
            return True
    return False


def _is_beyond(before: int, now: int, limit: int | None) -> bool:
    """Tell whether what is used now exceeds a limit; nothing used never does."""
    return limit is not None and now > 0 and before + now > limit
