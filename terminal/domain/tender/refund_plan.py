"""By which tenders money goes back: those of the receipt first, then by policy."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from terminal.domain.tender.refund_share import refunds_by_original
from terminal.domain.tender.tender_line_item import CASH
from terminal.domain.transaction.finished_transaction import FinishedTransaction
from terminal.domain.transaction.line_item import LineKind
from terminal.domain.transaction.return_policy import ReturnPolicy


class RefundSource(msgspec.Struct, frozen=True, gc=False):
    """What one tender of a receipt took and did not give back yet.

    Attributes:
        gross_minor: Of the total: without the rounding of cash; above zero.
        money_minor: What lay on the counter for it.
    """

    method: str
    gross_minor: int
    money_minor: int


class RefundPart(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What is to go back by one tender.

    Attributes:
        amount_minor: Of the total, above zero; the rounding of cash comes on top.
        money_minor_max: Cash that may lie on the counter at most; None for no bound
            but the rounding's.
        is_exact: The cash is exactly that: all that the receipt's cash took is back.
        unproved_minor: Part of the amount that no tender of a receipt took.
    """

    method: str
    amount_minor: int
    money_minor_max: int | None = None
    is_exact: bool = False
    unproved_minor: int = 0


def left_to_refund(
    original: FinishedTransaction,
    returns: Iterable[FinishedTransaction],
    told: Iterable[tuple[str, int]] = (),
) -> tuple[RefundSource, ...]:
    """Return what the tenders of a sale can still give back, the last one first.

    Args:
        original: The sale.
        returns: Transactions that took goods of it back, not voided.
        told: Method and amount given back elsewhere, as the center tells it.
    """
    gross: dict[str, int] = {}
    money: dict[str, int] = {}
    for tender in original.tenders:
        gross[tender.method] = (
            gross.get(tender.method, 0) + tender.amount_minor - tender.rounding_minor
        )
        money[tender.method] = money.get(tender.method, 0) + tender.amount_minor
    for method, amount in told:
        gross[method] = gross.get(method, 0) - amount
        money[method] = money.get(method, 0) - amount
    for each in returns:
        shares = _returned_by_original(each)
        for index, taken in enumerate((gross, money)):
            refunds = [
                (t.method, -(t.amount_minor - (0 if index else t.rounding_minor)))
                for t in each.tenders
                if t.amount_minor - (0 if index else t.rounding_minor) < 0
            ]
            mine = refunds_by_original(shares, refunds).get(original.event_id, {})
            for method, amount in mine.items():
                taken[method] = taken.get(method, 0) - amount
    order = list(dict.fromkeys(tender.method for tender in original.tenders))
    return tuple(
        RefundSource(method, gross[method], max(money[method], 0))
        for method in reversed(order)
        if gross[method] > 0
    )


def plan_refund(
    refund_minor: int,
    returned_minor: Mapping[str, int],
    sources: Mapping[str, Sequence[RefundSource]],
    policy: ReturnPolicy,
) -> tuple[RefundPart, ...]:
    """Return by which tenders an amount goes back, in the order to give them.

    The last tender of a receipt bears first.  Cash closes what is due, with its
    rounding, so it is given last, whatever it bears.

    Args:
        refund_minor: What goes back, above zero.
        returned_minor: By receipt what came back of it here.
        sources: By receipt what its tenders can give back, the last one first.
        policy: For what no tender of a receipt took.
    """
    amounts: dict[str, int] = {}
    bounds: dict[str, int] = {}
    exact: dict[str, bool] = {}
    rest = refund_minor
    for event_id, returned in returned_minor.items():
        quota = min(rest, returned)
        for source in sources.get(event_id, ()):
            part = min(quota, source.gross_minor)
            if part <= 0:
                continue
            method = source.method
            amounts[method] = amounts.get(method, 0) + part
            bounds[method] = bounds.get(method, 0) + source.money_minor
            exact[method] = exact.get(method, True) and part == source.gross_minor
            quota -= part
            rest -= part
    free: dict[str, int] = {}
    cash_max = policy.unproved_cash_minor_max
    cash = rest if cash_max is None else min(rest, cash_max)
    for method, part in ((CASH, cash), (policy.unproved_tender, rest - cash)):
        if part > 0:
            amounts[method] = amounts.get(method, 0) + part
            free[method] = free.get(method, 0) + part
    return tuple(
        RefundPart(
            method=method,
            amount_minor=amount,
            money_minor_max=(
                bounds[method] if method == CASH and method not in free else None
            ),
            is_exact=method == CASH and method not in free and exact[method],
            unproved_minor=free.get(method, 0),
        )
        for method, amount in sorted(amounts.items(), key=_is_cash)
    )


def _is_cash(part: tuple[str, int]) -> bool:
    return part[0] == CASH


def _returned_by_original(finished: FinishedTransaction) -> dict[str, int]:
    shares: dict[str, int] = {}
    for line in finished.lines:
        original = line.return_of
        if original is None or line.is_voided or line.kind is not LineKind.RETURN:
            continue
        shares[original.event_id] = shares.get(original.event_id, 0) - line.amount_minor
    return shares
