"""The basket of a case rung up line by line, as the till and the center price it.

What the pricer makes of an open transaction, priced again after each line, has to be
what the engine makes of the whole basket at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.catalog.item_rules import ItemRules
from terminal.domain.member.member import Member
from terminal.domain.money import MICRO
from terminal.domain.pricing.price_list import PriceList, PriceRow
from terminal.domain.pricing.pricer import PricingMoment, reprice
from terminal.domain.pricing.pricing_policy import PricingPolicy
from terminal.domain.promotion.basket import PromotionContext
from terminal.domain.promotion.book import PromotionBook
from terminal.domain.promotion.policy import PromotionPolicy
from terminal.domain.tax.tax_policy import TaxPolicy
from terminal.domain.transaction.retail_transaction import RetailTransaction
from terminal.domain.transaction.transaction_header import TaxMode, TransactionHeader
from tests.cases.adapters.promotions.goods import Goods


class TillTotals(msgspec.Struct, frozen=True, kw_only=True):
    """What the open transaction says, line by line and in all."""

    lines: tuple[int, ...]
    total_minor: int
    tax_minor: int


class _Book:
    """The promotions of the case, and nothing else."""

    def __init__(self, promotions: PromotionBook) -> None:
        self._promotions = promotions

    def find_item(self, code: str) -> CatalogItem | None:
        return None

    def get(self, item_id: str) -> CatalogItem | None:
        return None

    def prices(self, item_id: str) -> Sequence[PriceRow]:
        return ()

    def price_lists(self) -> Mapping[str, PriceList]:
        return {}

    def promotions(self) -> PromotionBook:
        return self._promotions

    def version(self) -> str:
        return self._promotions.version


def ring_up(
    goods: Sequence[Goods],
    promotions: PromotionBook,
    context: PromotionContext,
    policy: PromotionPolicy,
    tax_policy: TaxPolicy,
) -> TillTotals:
    """Ring up the goods one after the other; goods without quantity are left out."""
    transaction = RetailTransaction(
        TransactionHeader(
            transaction_id="case",
            operator_id="operator",
            session_id="session",
            till_period_id="period",
            business_day=context.local_date,
            opened_at_ms=context.at_ms,
            currency=context.currency,
            tax_mode=TaxMode.INCLUSIVE
            if tax_policy.is_inclusive
            else TaxMode.EXCLUSIVE,
            tax_rounding=tax_policy.rounding,
            tax_step_minor=tax_policy.step_minor,
            tax_halves=tax_policy.halves,
            store=context.store,
            channel=context.channel,
        )
    )
    moment = PricingMoment(
        at_ms=context.at_ms,
        local_date=context.local_date,
        weekday=context.weekday,
        minute=context.minute,
        uses=context.uses,
        coupon_uses=context.coupon_uses,
        budgets_left=context.budgets_left,
    )
    pricing = PricingPolicy(promotion=policy)
    book = _Book(promotions)

    def price() -> None:
        reprice(transaction, book, lambda: moment, pricing)

    if context.member_id is not None:
        groups = tuple(sorted(context.customer_groups))
        transaction.set_member(
            Member(member_id=context.member_id, code="member", groups=groups)
        )
    for number, one in enumerate(goods):
        if one.quantity > 0:
            transaction.add_item(_item(one), one.quantity * MICRO)
            price()
        # In the middle of the goods, as a customer would show them.
        if number == len(goods) // 2:
            transaction.set_coupons(context.coupons)
            price()
    return TillTotals(
        lines=tuple(line.amount_minor for line in transaction.lines),
        total_minor=transaction.total_minor,
        tax_minor=transaction.tax_minor,
    )


def _item(goods: Goods) -> CatalogItem:
    return CatalogItem(
        item_id=goods.item_id,
        description=goods.item_id,
        unit="piece",
        unit_price_micro=goods.unit_price_micro,
        tax_group=goods.tax_group,
        is_open_price=False,
        scan_code=goods.item_id,
        category=goods.category,
        rules=ItemRules(
            tags=tuple(sorted(goods.tags)), is_discountable=goods.is_discountable
        ),
    )
