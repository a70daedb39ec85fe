"""Prices the open transaction again; every command that changes it ends here."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

import msgspec

from terminal.application.handler import Services
from terminal.application.ports.clock import effective_ms
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.domain.pricing.price_quote import OpenBasketPrices
from terminal.domain.pricing.pricer import PricingMoment, reprice
from terminal.domain.promotion.basket import Uses
from terminal.domain.promotion.book import PromotionBook
from terminal.domain.transaction.retail_transaction import RetailTransaction


class _Limited(NamedTuple):
    """A promotion whose earlier uses count."""

    promotion_id: str
    budget_minor: int | None


def price_open(
    uow: UnitOfWork,
    services: Services,
    transaction: RetailTransaction,
    *,
    is_aged: bool = False,
) -> None:
    """Price what changed in the open transaction; nothing when nothing did.

    The caller saves it. Lines whose amounts moved are among its changed lines.
    With *is_aged* also what only the time may have changed.

    Raises:
        DomainError: a price cannot be; the unit must not commit.
    """
    reprice(
        transaction,
        uow.catalog,
        lambda: pricing_moment(uow, services, transaction),
        uow.store.pricing,
        is_aged=is_aged,
    )


def pricing_moment(
    uow: UnitOfWork, services: Services, transaction: RetailTransaction
) -> PricingMoment:
    """Return the instant that the shop's policy prices the transaction for."""
    is_current = uow.store.pricing.open_basket is OpenBasketPrices.CURRENT
    opened_at_ms = None if is_current else transaction.header.opened_at_ms
    at_ms = effective_ms(services.clock, opened_at_ms)
    moment = _moment(at_ms, uow.store.time_zone)
    return _with_uses(moment, uow, transaction)


def reprice_limited(
    uow: UnitOfWork, services: Services, transaction: RetailTransaction
) -> None:
    """Price a transaction again that lay aside while others used what it may use.

    The caller saves it.
    """
    terms = transaction.terms
    if terms.coupons or terms.outcome.promotions:
        transaction.set_coupons(terms.coupons)
        price_open(uow, services, transaction)


def _with_uses(
    moment: PricingMoment, uow: UnitOfWork, transaction: RetailTransaction
) -> PricingMoment:
    """Add what was used up before; asks nothing where nothing is limited."""
    terms, book = transaction.terms, uow.catalog.promotions()
    limited = _limited(book)
    if not (limited or terms.coupons):
        return moment
    member_id = None if terms.member is None else terms.member.member_id
    uses: dict[str, Uses] = {}
    budgets: dict[str, int] = {}
    for promotion_id, budget_minor in _within_reach(limited, book, transaction):
        before = uow.promotion_uses.of_promotion(promotion_id, member_id)
        uses[promotion_id] = before.uses
        if budget_minor is not None:
            budgets[promotion_id] = max(budget_minor + before.amount_minor, 0)
    return msgspec.structs.replace(
        moment,
        uses=uses,
        budgets_left=budgets,
        coupon_uses={
            code: uow.promotion_uses.of_coupon(code, member_id)
            for code in dict.fromkeys(terms.coupons)
        },
    )


def _within_reach(
    limited: Mapping[int, _Limited], book: PromotionBook, transaction: RetailTransaction
) -> Iterator[_Limited]:
    """Yield what the goods and coupons of the transaction may ask for.

    A chain has many limited promotions; each costs a query of the ledger.
    """
    if not limited:
        return
    asked: set[int] = set()
    for line in transaction.lines:
        asked.update(book.candidates(line.item_id, line.category, frozenset(line.tags)))
    for code in transaction.terms.coupons:
        asked.update(book.find_by_code(code))
    for index in sorted(asked & limited.keys()):
        yield limited[index]


@lru_cache(maxsize=4)
def _limited(book: PromotionBook) -> dict[int, _Limited]:
    """Return the promotions whose earlier uses count, by their index in the book."""
    return {
        index: _Limited(rule.promotion.promotion_id, rule.promotion.budget_minor)
        for index, rule in enumerate(book.rules)
        if rule.promotion.budget_minor is not None
        or rule.promotion.uses_max is not None
        or rule.promotion.uses_max_per_member is not None
    }


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
