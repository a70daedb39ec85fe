"""Works out by which tenders money goes back, and holds operators to it."""

from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.domain.errors import RefundTenderError
from terminal.domain.money import format_minor
from terminal.domain.pricing.line_taxes import added_tax
from terminal.domain.tender.refund_plan import (
    RefundPart,
    RefundSource,
    left_to_refund,
    plan_refund,
)
from terminal.domain.tender.tender_line_item import CASH
from terminal.domain.transaction.retail_transaction import RetailTransaction
from terminal.domain.transaction.return_policy import RefundRule


def proposed_refund(
    uow: UnitOfWork, transaction: RetailTransaction
) -> tuple[RefundPart, ...]:
    """Return by which tenders the transaction's negative total goes back.

    What was given already is in it; empty when no money goes back.
    """
    refund_minor = -transaction.total_minor
    if refund_minor <= 0:
        return ()
    returned: dict[str, int] = {}
    for line in transaction.counting_lines():
        if line.return_of is not None:
            event_id = line.return_of.event_id
            added = added_tax(
                line.tax_group,
                line.fixed_taxes or (),
                is_inclusive=transaction.tax_policy.is_inclusive,
            )
            returned[event_id] = returned.get(event_id, 0) - line.amount_minor - added
    return plan_refund(
        refund_minor,
        returned,
        {event_id: _sources(uow, event_id) for event_id in returned},
        uow.store.returns,
    )


def give_back_cash(uow: UnitOfWork, transaction: RetailTransaction) -> None:
    """Refund what is due in cash, as far as the policy lets cash close it.

    Raises:
        RefundTenderError: another tender must go back first.
        DomainError: as `RetailTransaction.tender_cash`.
    """
    part = _part(uow, transaction, CASH)
    due = -transaction.due_minor
    given = -sum(
        tender.amount_minor - tender.rounding_minor
        for tender in transaction.tenders
        if tender.method == CASH
    )
    if uow.store.returns.refunds is RefundRule.ORIGINAL_FIRST:
        allowed = (0 if part is None else part.amount_minor) - given
        if due > allowed:
            raise _refused(uow, transaction, CASH, max(allowed, 0))
    bound = None
    if (
        part is not None
        and part.money_minor_max is not None
        and given == 0
        and due <= part.amount_minor
    ):
        bound = part.money_minor_max
    transaction.tender_cash(
        None,
        refund_max_minor=bound,
        is_refund_exact=part is not None and part.is_exact and due == part.amount_minor,
    )


def require_refund(
    uow: UnitOfWork,
    transaction: RetailTransaction,
    method: str,
    amount_minor: int | None,
) -> int | None:
    """Return what may go back by a tender other than cash.

    Args:
        uow: Knows the receipts.
        transaction: Its due is negative.
        method: The tender.
        amount_minor: Negative; None for as much as the plan names.

    Raises:
        RefundTenderError: the plan names less for this tender.
    """
    if uow.store.returns.refunds is RefundRule.FREE:
        return amount_minor
    parts = {part.method: part for part in proposed_refund(uow, transaction)}
    given = -sum(t.amount_minor for t in transaction.tenders if t.method == method)
    allowed = (parts[method].amount_minor if method in parts else 0) - given
    named = allowed
    if method == uow.store.returns.unproved_tender and CASH in parts:
        # Whoever might have cash for it may have the store's own paper as well.
        allowed += parts[CASH].unproved_minor
    if amount_minor is not None:
        wanted = -amount_minor
    else:
        wanted = named if named > 0 else allowed
    if allowed <= 0 or wanted > allowed:
        raise _refused(uow, transaction, method, max(allowed, 0))
    return -min(wanted, -transaction.due_minor)


def _part(
    uow: UnitOfWork, transaction: RetailTransaction, method: str
) -> RefundPart | None:
    for part in proposed_refund(uow, transaction):
        if part.method == method:
            return part
    return None


def _sources(uow: UnitOfWork, event_id: str) -> tuple[RefundSource, ...]:
    own = uow.finished.find_by_event_id(event_id)
    if own is not None:
        return left_to_refund(own, uow.finished.returns_of(event_id))
    receipt = uow.foreign.find(event_id)
    if receipt is None:
        return ()
    from terminal.application.returning.foreign_receipt import read_foreign

    told = [(each.method, each.amount_minor) for each in receipt.found.refunds]
    return left_to_refund(read_foreign(receipt), (), told)


def _refused(
    uow: UnitOfWork, transaction: RetailTransaction, method: str, allowed: int
) -> RefundTenderError:
    exponent = uow.store.currency.exponent
    plan = ", ".join(
        f"{format_minor(part.amount_minor, exponent)} by {part.method}"
        for part in proposed_refund(uow, transaction)
    )
    return RefundTenderError(
        f"money goes back as it came: {plan}; at most"
        f" {format_minor(allowed, exponent)} more may go back by {method}",
        method=method,
        allowed_minor=allowed,
    )
