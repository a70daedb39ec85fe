"""Refuses cash that the drawer may not hold, where the store wants it so."""

from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.standing import Standing
from terminal.domain.tender.tender_line_item import CASH
from terminal.domain.till.drawer_limit import require_drawer_room
from terminal.domain.till.till_policy import DrawerLimitPolicy
from terminal.domain.transaction.retail_transaction import RetailTransaction


def require_room_for(
    uow: UnitOfWork, standing: Standing, transaction: RetailTransaction
) -> None:
    """Check the drawer with all cash of the open transaction in it.

    Called before the tender is stored; a store without a hard limit pays nothing.
    Foreign cash lies in a compartment of its own, but its change leaves the drawer.

    Raises:
        DrawerFullError: record a pickup first, or take another tender.
    """
    policy = uow.store.till
    if policy.drawer_limit_policy is not DrawerLimitPolicy.REFUSE:
        return
    received = sum(
        tender.amount_minor if tender.currency is None else -tender.change_minor
        for tender in transaction.tenders
        if tender.method == CASH
    )
    held = uow.till.expected_cash_minor(standing.till_period_id)
    require_drawer_room(held, received, policy)
