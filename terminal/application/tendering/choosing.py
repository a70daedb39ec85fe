"""Choosing a tender comes before its amount: promotions may depend on it."""

from terminal.application.handler import Services
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.selling.repricing import price_open
from terminal.domain.pricing.price_quote import OpenBasketPrices
from terminal.domain.transaction.retail_transaction import RetailTransaction


def choose_first(
    uow: UnitOfWork, services: Services, transaction: RetailTransaction, method: str
) -> None:
    """Choose the first tender of a transaction and price it again.

    Without promotions that ask for a tender nothing is chosen and nothing costs,
    unless the shop asks for current prices: then it is priced for now.
    """
    if transaction.tenders:
        return
    chosen = transaction.terms.tender
    if chosen == method or (chosen is None and not has_tender_rules(uow)):
        if uow.store.pricing.open_basket is OpenBasketPrices.CURRENT:
            price_open(uow, services, transaction, is_aged=True)
        return
    transaction.choose_tender(method)
    price_open(uow, services, transaction)


def has_tender_rules(uow: UnitOfWork) -> bool:
    """Tell whether any promotion asks how it is paid."""
    return any(
        rule.promotion.conditions.tenders for rule in uow.catalog.promotions().rules
    )
