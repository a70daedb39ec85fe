"""A basket of a case on the promotion engine and the tax engine.

Shared by the adapters of promotion cases. It holds no rule of its own: amounts come
from `terminal.domain.money`, reductions from `terminal.domain.promotion` and taxes
from `terminal.domain.tax`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import msgspec

from terminal.domain.currency import currency_of
from terminal.domain.money import MICRO, Currency, line_amount
from terminal.domain.pricing.price_modifier import sum_of
from terminal.domain.promotion.basket import PromotionContext, PromotionLine
from terminal.domain.promotion.book import PromotionBook
from terminal.domain.promotion.engine import evaluate
from terminal.domain.promotion.policy import PromotionPolicy
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.promotion.result import PromotionResult
from terminal.domain.tax.accumulator import TaxAccumulator, TaxedLine
from terminal.domain.tax.tax_policy import TaxPolicy
from tests.cases.adapters.promotions.goods import Goods
from tests.cases.adapters.promotions.till import TillTotals, ring_up

PRICES_WITHOUT_TAX: Final = TaxPolicy(is_inclusive=False)

# Goods beside what brings them: a charge for delivery is a line like any other.
SHIPPING_TAG: Final = "shipping"

# No case is about the calendar but for offers that ended years ago.
NOON: Final = PromotionContext(
    at_ms=1_767_268_800_000,
    local_date="2026-01-01",
    weekday=3,
    minute=720,
    store="1",
    currency=Currency("USD", 2),
    member_id="customer",
)


class PricedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line after promotions; `discount_minor` is positive for a reduction."""

    goods: Goods
    discount_minor: int
    amount_minor: int


class Priced(msgspec.Struct, frozen=True, kw_only=True):
    """What the engines answered."""

    lines: tuple[PricedLine, ...]
    result: PromotionResult
    gross_minor: int
    tax_minor: int

    @property
    def untaxed_minor(self) -> int:
        """All lines without any tax."""
        return self.gross_minor - self.tax_minor

    @property
    def discount_minor(self) -> int:
        """Everything taken off the labelled amounts."""
        return sum(line.discount_minor for line in self.lines)

    @property
    def free_units(self) -> int:
        """Units added because a promotion offered them."""
        return sum(
            line.goods.quantity
            for line in self.lines
            if line.goods.free_unit_of is not None
        )


def price(
    goods: Sequence[Goods],
    promotions: Sequence[Promotion],
    context: PromotionContext,
    policy: PromotionPolicy,
    *,
    tax_policy: TaxPolicy = PRICES_WITHOUT_TAX,
) -> Priced:
    """Return what the goods cost; units that are offered free are taken."""
    book = PromotionBook.compile(promotions, "case")
    offered = list(goods)
    result = _evaluate(book, goods, context, policy, tax_policy)
    if result.free_units:
        offered += _offered(goods, result)
        result = _evaluate(book, offered, context, policy, tax_policy)
    taxes = TaxAccumulator(tax_policy, context.currency)
    lines = []
    for sequence, one in enumerate(offered, start=1):
        extended = _extended(one, context.currency)
        change = sum_of(result.modifiers.get(sequence, ()))
        taxes.add(one.tax_group, extended + change, one.quantity * MICRO)
        lines.append(
            PricedLine(
                goods=one, discount_minor=-change, amount_minor=extended + change
            )
        )
    labelled = sum(line.amount_minor for line in lines)
    priced = Priced(
        lines=tuple(lines),
        result=result,
        gross_minor=labelled + taxes.added_minor,
        tax_minor=taxes.tax_minor,
    )
    # The till adds no unit by itself, and always applies what is automatic.
    if len(offered) == len(goods) and context.is_automatic_allowed:
        _check_till(priced, ring_up(goods, book, context, policy, tax_policy))
    return priced


def _check_till(priced: Priced, till: TillTotals) -> None:
    """Assert that the till comes to the same."""
    amounts = tuple(
        line.amount_minor for line in priced.lines if line.goods.quantity > 0
    )
    assert till.lines == amounts
    assert till.total_minor == priced.gross_minor
    assert till.tax_minor == priced.tax_minor


def known_currency(code: str) -> Currency:
    """Return the currency with the digits of ISO 4217.

    Raises:
        AssertionError: There is no such currency.
    """
    currency = currency_of(code.upper())
    assert currency is not None, f"no currency {code!r}"
    return currency


def minor_of(value: str | int | Decimal, currency: Currency) -> int:
    """Return an amount of a case in minor units.

    Raises:
        AssertionError: It is finer than the currency.
    """
    scaled = Decimal(value).scaleb(currency.exponent)
    assert scaled == scaled.to_integral_value(), f"{value} is finer than a minor unit"
    return int(scaled)


def micro_of(value: str | int | Decimal) -> int:
    """Return a price or a quantity of a case in millionths."""
    return int(Decimal(value).scaleb(6))


def ppm_of(percent: str | int | Decimal) -> int:
    """Return a percent of a case in millionths."""
    scaled = Decimal(percent).scaleb(4)
    assert scaled == scaled.to_integral_value(), f"{percent} % is finer than 1 ppm"
    return int(scaled)


def _extended(goods: Goods, currency: Currency) -> int:
    if goods.extended_minor is not None:
        return goods.extended_minor
    return line_amount(goods.quantity * MICRO, goods.unit_price_micro, currency)


def _evaluate(
    book: PromotionBook,
    goods: Sequence[Goods],
    context: PromotionContext,
    policy: PromotionPolicy,
    tax_policy: TaxPolicy,
) -> PromotionResult:
    taxed = [
        TaxedLine(
            group=one.tax_group,
            amount_minor=_extended(one, context.currency),
            quantity_micro=one.quantity * MICRO,
        )
        for one in goods
    ]
    return evaluate(
        book,
        [
            _promotion_line(sequence, one, line, context.currency, tax_policy)
            for sequence, (one, line) in enumerate(
                zip(goods, taxed, strict=True), start=1
            )
        ],
        context,
        policy,
        explain=True,
    )


def _promotion_line(
    sequence: int,
    goods: Goods,
    taxed: TaxedLine,
    currency: Currency,
    tax_policy: TaxPolicy,
) -> PromotionLine:
    taxes = TaxAccumulator(tax_policy, currency)
    taxes.add(taxed.group, taxed.amount_minor, taxed.quantity_micro)
    return PromotionLine(
        sequence=sequence,
        item_id=goods.item_id,
        quantity_micro=taxed.quantity_micro,
        unit_price_micro=goods.unit_price_micro,
        extended_minor=taxed.amount_minor,
        category=goods.category,
        tags=goods.tags,
        is_discountable=goods.is_discountable,
        included_tax_minor=taxes.tax_minor - taxes.added_minor,
        added_tax_minor=taxes.added_minor,
        free_unit_of=goods.free_unit_of,
    )


def _offered(goods: Sequence[Goods], result: PromotionResult) -> list[Goods]:
    added = []
    for offer in result.free_units:
        one = next(g for g in goods if g.item_id in offer.item_ids)
        added.append(
            msgspec.structs.replace(
                one,
                quantity=offer.quantity_micro // MICRO,
                free_unit_of=offer.promotion_id,
            )
        )
    return added
