"""Ends every command that changes the open transaction: price, store, record."""

import msgspec

from terminal.application.approval import Authority
from terminal.application.handler import Services
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.selling.repricing import price_open
from terminal.domain.transaction.retail_transaction import RetailTransaction


def keep(
    uow: UnitOfWork,
    services: Services,
    authority: Authority,
    transaction: RetailTransaction,
    command: msgspec.Struct,
) -> None:
    """Price what changed, store the transaction, record an approval, and commit.

    Raises:
        DomainError: the prices cannot be; nothing is kept.
    """
    price_open(uow, services, transaction)
    uow.baskets.save(transaction)
    authority.record(
        uow,
        type(command).__name__,
        services.clock.wall_ms(),
        transaction.transaction_id,
    )
    uow.commit()
