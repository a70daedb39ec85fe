"""What a completed transaction does to points, coupons and budgets."""

from collections.abc import Mapping
from typing import Final

import msgspec

from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.domain.member.coupon_ledger import Redemption
from terminal.domain.member.points_ledger import PointsEntry
from terminal.domain.transaction.finished_transaction import FinishedTransaction
from terminal.domain.transaction.retail_transaction import RetailTransaction


class MemberEntries(msgspec.Struct, frozen=True, kw_only=True):
    """What the event of a sale tells besides its lines and tenders.

    Attributes:
        points: In the order they were made.
        points_balance: The member's points after it, as this till knows them.
        unearning_minor: What of the goods sold was paid by tenders that earn
            nothing; goods that are exchanged take it along.
        given_back: What promotions of earlier transactions get back.
    """

    points: tuple[PointsEntry, ...] = ()
    points_balance: int | None = None
    unearning_minor: int = 0
    given_back: tuple[Redemption, ...] = ()


NO_ENTRIES: Final = MemberEntries()


def has_entries(
    uow: UnitOfWork,
    transaction: RetailTransaction,
    originals: Mapping[str, FinishedTransaction],
) -> bool:
    """Tell whether the transaction may do anything to points, coupons or budgets."""
    return (
        uow.store.pricing.points is not None
        or bool(transaction.terms.outcome.promotions)
        or any(sale.points or sale.promotions for sale in originals.values())
    )
