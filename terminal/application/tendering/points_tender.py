"""What points may pay and what may be given back as points."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.domain.errors import NothingDueError, PointsRefusedError
from terminal.domain.member.member import Member
from terminal.domain.member.points_ledger import (
    NOTHING_BACK,
    PointsBack,
    PointsEntry,
    PointsKind,
)
from terminal.domain.member.points_rule import POINTS, PointsRule
from terminal.domain.money import share_of
from terminal.domain.transaction.finished_transaction import FinishedTransaction
from terminal.domain.transaction.retail_transaction import RetailTransaction


class BurnLeft(NamedTuple):
    """A tender that burned points, and what of it was not given back yet."""

    event_id: str
    entry: PointsEntry
    back: PointsBack
    left_minor: int


def known_balance(uow: UnitOfWork, member: Member) -> int:
    """Return a member's points: the center's figure and what this till added since."""
    return member.points_balance + uow.member_ledgers.points_since(
        member.member_id, member.points_as_of
    )


def points_amount(
    uow: UnitOfWork, transaction: RetailTransaction, amount_minor: int | None
) -> int:
    """Return what a tender by points comes to, with the sign of what is due.

    Args:
        uow: The unit of work.
        transaction: Open; something is due or must go back.
        amount_minor: What was asked for; None for as much as can be.

    Raises:
        PointsRefusedError: there are not as many, or the programme forbids it.
        NothingDueError: nothing is due.
    """
    rule = uow.store.pricing.points
    assert rule is not None, "points are a tender where there is a programme"
    due = transaction.due_minor
    if due == 0:
        raise NothingDueError("nothing is due; complete the transaction")
    if due < 0:
        return _refund(uow, transaction, due if amount_minor is None else amount_minor)
    return _payment(uow, transaction, rule, amount_minor)


def burns_left(
    uow: UnitOfWork, originals: Iterable[FinishedTransaction]
) -> list[BurnLeft]:
    """Return the tenders of earlier transactions that burned points."""
    found = []
    for sale in originals:
        burned = [
            entry
            for entry in sale.points
            if entry.kind is PointsKind.BURN and entry.of_event_id is None
        ]
        if not burned:
            continue
        backs = _own_backs(uow, sale, burned)
        if uow.finished.find_by_event_id(sale.event_id) is None:
            backs = _told_backs(uow, sale, burned)
        for entry, before in zip(burned, backs, strict=True):
            left = entry.amount_minor + before.amount_minor
            found.append(BurnLeft(sale.event_id, entry, before, max(left, 0)))
    return found


def _own_backs(
    uow: UnitOfWork, sale: FinishedTransaction, burned: Sequence[PointsEntry]
) -> list[PointsBack]:
    back = uow.member_ledgers.points_back(sale.event_id)
    return [back.get((None, entry.tender_sequence), NOTHING_BACK) for entry in burned]


def _told_backs(
    uow: UnitOfWork, sale: FinishedTransaction, burned: Sequence[PointsEntry]
) -> list[PointsBack]:
    """Return what the center says was refunded of a sale of another till."""
    receipt = uow.foreign.find(sale.event_id)
    told = 0
    if receipt is not None:
        told = sum(
            refund.amount_minor
            for refund in receipt.found.refunds
            if refund.method == POINTS
        )
    backs = []
    for entry in burned:
        part = min(told, entry.amount_minor)
        told -= part
        backs.append(
            PointsBack(share_of(-entry.points, part, entry.amount_minor), -part)
        )
    return backs


def refund_refused(left_minor: int) -> PointsRefusedError:
    """Return the refusal of a refund by points beyond what points paid."""
    return PointsRefusedError(
        "points go back only for what points paid; give the rest back otherwise",
        reason="refund",
        left_minor=left_minor,
    )


def _payment(
    uow: UnitOfWork,
    transaction: RetailTransaction,
    rule: PointsRule,
    amount_minor: int | None,
) -> int:
    member = transaction.terms.member
    if member is None or not member.member_id:
        raise PointsRefusedError(
            "nobody is identified; scan the member's card first", reason="no_member"
        )
    if not rule.burn_points:
        raise PointsRefusedError(
            "points pay nothing here; take another tender", reason="no_burning"
        )
    before = sum(
        rule.price_of(tender.amount_minor)
        for tender in transaction.tenders
        if tender.method == POINTS
    )
    available = known_balance(uow, member) - before
    most = available
    if rule.burn_max_points is not None:
        most = min(most, rule.burn_max_points - before)
    due = transaction.due_minor
    amount = amount_minor
    if amount is None:
        amount = min(due, rule.value_of(max(most, 0)))
    points = rule.price_of(max(amount, 0))
    if points > available or (amount_minor is None and amount <= 0):
        raise PointsRefusedError(
            f"the member has {available} points; take another tender for the rest",
            reason="balance",
            points=available,
        )
    if points > most:
        raise PointsRefusedError(
            f"one transaction takes at most {rule.burn_max_points} points; take less",
            reason="too_many",
            points=rule.burn_max_points or 0,
        )
    if before + points < rule.burn_min_points:
        raise PointsRefusedError(
            f"points pay from {rule.burn_min_points} on; take another tender",
            reason="too_few",
            points=rule.burn_min_points,
        )
    return amount


def _refund(uow: UnitOfWork, transaction: RetailTransaction, amount_minor: int) -> int:
    event_ids = dict.fromkeys(
        line.return_of.event_id
        for line in transaction.counting_lines()
        if line.return_of is not None
    )
    found = (_original(uow, event_id) for event_id in event_ids)
    left = sum(
        one.left_minor
        for one in burns_left(uow, [sale for sale in found if sale is not None])
    )
    before = -sum(
        tender.amount_minor
        for tender in transaction.tenders
        if tender.method == POINTS and tender.amount_minor < 0
    )
    if before - amount_minor > left:
        raise refund_refused(left - before)
    return amount_minor


def _original(uow: UnitOfWork, event_id: str) -> FinishedTransaction | None:
    own = uow.finished.find_by_event_id(event_id)
    if own is not None:
        return own
    receipt = uow.foreign.find(event_id)
    if receipt is None:
        return None
    # Not with the module: most returns are of this till's own sales.
    from terminal.application.returning.foreign_receipt import read_foreign

    return read_foreign(receipt)
