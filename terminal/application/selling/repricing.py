"""Prices the open transaction again; every command that changes it ends here."""

from datetime import datetime
from functools import lru_cache

from terminal.application.handler import Services
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.domain.pricing.price_quote import OpenBasketPrices
from terminal.domain.pricing.pricer import PricingMoment, reprice
from terminal.domain.transaction.retail_transaction import RetailTransaction


def price_open(
    uow: UnitOfWork, services: Services, transaction: RetailTransaction
) -> None:
    """Price what changed in the open transaction; nothing when nothing did.

    The caller saves it. Lines whose amounts moved are among its changed lines.

    Raises:
        DomainError: a price cannot be; the unit must not commit.
    """
    reprice(
        transaction,
        uow.catalog,
        lambda: pricing_moment(uow, services, transaction),
        uow.store.pricing,
    )


def pricing_moment(
    uow: UnitOfWork, services: Services, transaction: RetailTransaction
) -> PricingMoment:
    """Return the instant that the shop's policy prices the transaction for."""
    if uow.store.pricing.open_basket is OpenBasketPrices.CURRENT:
        return _moment(services.clock.wall_ms(), uow.store.time_zone)
    return _moment(transaction.header.opened_at_ms, uow.store.time_zone)


@lru_cache(maxsize=4)
def _moment(at_ms: int, time_zone: str) -> PricingMoment:
    # Not with the module: a scan without rules needs no time zone.
    from terminal.application.receipts.formatting import zone

    local = datetime.fromtimestamp(at_ms // 1000, zone(time_zone))
    return PricingMoment(
        at_ms=at_ms,
        local_date=local.date().isoformat(),
        weekday=local.weekday(),
        minute=local.hour * 60 + local.minute,
    )
