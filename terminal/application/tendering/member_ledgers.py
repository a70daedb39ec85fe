"""Works out what a balanced transaction does to points, coupons and budgets."""

from collections.abc import Iterator, Mapping

from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.tendering.member_entries import MemberEntries
from terminal.application.tendering.points_tender import (
    BurnLeft,
    burns_left,
    known_balance,
    refund_refused,
)
from terminal.application.tendering.redeeming import (
    quantities_back,
    require_unused,
    sold_lines,
    what_is_given_back,
)
from terminal.domain.member.points_ledger import NOTHING_BACK as NO_POINTS_BACK
from terminal.domain.member.points_ledger import (
    PointsBack,
    PointsEntry,
    PointsKind,
    burn_restored,
    earn_reversed,
)
from terminal.domain.member.points_rule import POINTS, PointsRule
from terminal.domain.money import share_of
from terminal.domain.pricing.line_taxes import added_tax
from terminal.domain.pricing.points_earned import points_by_line, sold_minor
from terminal.domain.tender.refund_share import refunds_by_original
from terminal.domain.transaction.completion import Completion
from terminal.domain.transaction.finished_transaction import (
    FinishedLine,
    FinishedTransaction,
)
from terminal.domain.transaction.line_item import SaleReturnLineItem
from terminal.domain.transaction.retail_transaction import RetailTransaction

Originals = Mapping[str, FinishedTransaction]


def entries_of(
    uow: UnitOfWork,
    transaction: RetailTransaction,
    completion: Completion,
    originals: Originals,
) -> MemberEntries:
    """Return what completing the transaction does, in this unit of work.

    Raises:
        CouponUsedError: what it uses was used up in the meantime.
        PointsRefusedError: more is given back as points than was paid by them.
    """
    require_unused(uow, transaction)
    rule = uow.store.pricing.points
    entries = list(_reversed(uow, transaction, originals))
    unearning = 0
    if rule is not None:
        unearning = _unearning(rule, transaction, completion, originals)
        entries += _restored(uow, transaction, originals)
        entries += _burned(rule, transaction)
        entries += _earned(rule, transaction, completion, unearning)
    member = transaction.terms.member
    balance = None
    if rule is not None and member is not None and member.member_id:
        balance = known_balance(uow, member) + sum(
            entry.points for entry in entries if entry.member_id == member.member_id
        )
    return MemberEntries(
        points=tuple(entries),
        points_balance=balance,
        unearning_minor=unearning,
        given_back=tuple(what_is_given_back(uow, transaction, originals)),
    )


# Points.


def _earned(
    rule: PointsRule,
    transaction: RetailTransaction,
    completion: Completion,
    unearning_minor: int,
) -> Iterator[PointsEntry]:
    member = transaction.terms.member
    if member is None or not member.member_id:
        return
    for sequence, points in points_by_line(
        rule, transaction, completion.line_taxes, unearning_minor
    ):
        yield PointsEntry(
            member_id=member.member_id,
            kind=PointsKind.EARN if points > 0 else PointsKind.EARN_REVERSED,
            points=points,
            rule_id=rule.rule_id,
            line_sequence=sequence,
        )


def _burned(rule: PointsRule, transaction: RetailTransaction) -> Iterator[PointsEntry]:
    member = transaction.terms.member
    for tender in transaction.tenders:
        if tender.method == POINTS and tender.amount_minor > 0:
            assert member is not None, "points were taken of a member"
            yield PointsEntry(
                member_id=member.member_id,
                kind=PointsKind.BURN,
                points=-rule.price_of(tender.amount_minor),
                rule_id=rule.rule_id,
                amount_minor=tender.amount_minor,
                tender_sequence=tender.sequence,
            )


def _reversed(
    uow: UnitOfWork, transaction: RetailTransaction, originals: Originals
) -> Iterator[PointsEntry]:
    """Yield what the goods that come back take along of the points they earned."""
    for sale in originals.values():
        entries = [
            entry
            for entry in sale.points
            if entry.kind is PointsKind.EARN and entry.of_event_id is None
        ]
        if not entries:
            continue
        back = uow.member_ledgers.points_back(sale.event_id)
        is_own = uow.finished.find_by_event_id(sale.event_id) is not None
        here = quantities_back(transaction, sale.event_id)
        for entry in entries:
            sequence = entry.line_sequence
            assert sequence is not None, "points are earned by lines"
            sold = sale.lines[sequence - 1]
            quantity_micro = here.get(sequence, 0)
            if not quantity_micro:
                continue
            before = back.get((sequence, None), NO_POINTS_BACK)
            if not is_own:
                # Other tills took parts back too; nobody told what with them.
                before = PointsBack(
                    -share_of(entry.points, sold.returned_micro, sold.quantity_micro)
                )
            found = earn_reversed(
                entry,
                sale.event_id,
                before,
                sold.returned_micro + quantity_micro,
                sold.quantity_micro,
            )
            if found is not None:
                yield found


def _restored(
    uow: UnitOfWork, transaction: RetailTransaction, originals: Originals
) -> Iterator[PointsEntry]:
    """Yield what refunds by points give back, to each receipt by what comes back of it.

    The refund plan shares refunds in the same way: what it lets go back by points is
    there to be restored.
    """
    refund = -sum(
        tender.amount_minor
        for tender in transaction.tenders
        if tender.method == POINTS and tender.amount_minor < 0
    )
    if not refund:
        return
    left: list[BurnLeft] = burns_left(uow, originals.values())
    if refund > sum(one.left_minor for one in left):
        raise refund_refused(sum(one.left_minor for one in left))
    parts = refunds_by_original(_shares_back(transaction), [(POINTS, refund)])
    mine = {event_id: amounts.get(POINTS, 0) for event_id, amounts in parts.items()}
    given = [0] * len(left)
    for index, one in enumerate(left):
        given[index] = min(mine.get(one.event_id, 0), one.left_minor)
        if one.event_id in mine:
            mine[one.event_id] -= given[index]
    # What one receipt cannot take any more goes to those that can.
    rest = refund - sum(given)
    for index, one in enumerate(left):
        more = min(rest, one.left_minor - given[index])
        given[index] += more
        rest -= more
        if given[index]:
            yield burn_restored(one.entry, one.event_id, one.back, given[index])


def _shares_back(transaction: RetailTransaction) -> dict[str, int]:
    """Return the line amounts that come back, by receipt; positive."""
    shares: dict[str, int] = {}
    for line in transaction.counting_lines():
        if line.return_of is not None:
            event_id = line.return_of.event_id
            shares[event_id] = shares.get(event_id, 0) - line.amount_minor
    return shares


def _unearning(
    rule: PointsRule,
    transaction: RetailTransaction,
    completion: Completion,
    originals: Originals,
) -> int:
    """Return what of the goods that leave was paid by tenders that earn nothing.

    Goods that are exchanged pay for others: what earned nothing then earns nothing
    now, unless it was refunded by such a tender.
    """
    excluded = [
        tender.amount_minor
        for tender in transaction.tenders
        if tender.method in rule.excluded_tenders
    ]
    taken = sum(amount for amount in excluded if amount > 0)
    refunded = -sum(amount for amount in excluded if amount < 0)
    carried = sum(
        _carried(transaction, sale)
        for sale in originals.values()
        if sale.unearning_minor
    )
    found = taken + max(carried - refunded, 0)
    if not found:
        return 0
    return min(found, max(sold_minor(transaction, completion.line_taxes), 0))


def _carried(transaction: RetailTransaction, sale: FinishedTransaction) -> int:
    is_inclusive = sale.tax_mode == "inclusive"

    def paid(line: FinishedLine | SaleReturnLineItem) -> int:
        taxes = line.taxes if isinstance(line, FinishedLine) else line.fixed_taxes
        return line.amount_minor + added_tax(
            line.tax_group, taxes or (), is_inclusive=is_inclusive
        )

    whole = sum(paid(line) for line in sold_lines(sale))
    back = -sum(
        paid(line)
        for line in transaction.counting_lines()
        if line.return_of is not None and line.return_of.event_id == sale.event_id
    )
    return 0 if whole <= 0 else share_of(sale.unearning_minor, max(back, 0), whole)
