"""The pricer: unit prices, promotions, manual modifiers, exemption; and their order."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.catalog.item_rules import ItemRules
from terminal.domain.errors import InvalidAmountError
from terminal.domain.member.member import Member
from terminal.domain.pricing.manual_modifier import ManualModifier
from terminal.domain.pricing.price_list import PriceList, PriceRow
from terminal.domain.pricing.price_modifier import (
    ModifierKind,
    PriceModifier,
    sum_of,
)
from terminal.domain.pricing.price_quote import OpenBasketPrices, PriceQuote
from terminal.domain.pricing.pricer import PricingMoment, explain, reprice
from terminal.domain.pricing.pricing_policy import (
    DEFAULT_POLICY,
    ManualOrder,
    PricingPolicy,
)
from terminal.domain.promotion.conditions import Conditions, Requirement, TimeWindow
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.promotion.result import Outcome
from terminal.domain.promotion.reward import PercentOff
from terminal.domain.promotion.selector import Selector
from terminal.domain.tax.exemption import ExemptPrice, TaxExemption
from terminal.domain.tax.tax_group import TaxComponent, TaxGroup
from terminal.domain.transaction.line_item import PriceSource
from terminal.domain.transaction.line_pricing import LinePricing
from terminal.domain.transaction.retail_transaction import RetailTransaction
from terminal.domain.transaction.transaction_header import TaxMode, TransactionHeader
from tests.fakes.promotions import CARD_APPLES, HALF_PENS, OFFERS
from tests.fakes.reference_data import APPLES, EUR, ITEMS, PEN, MemoryCatalog

ONE = 1_000_000
MOMENT = PricingMoment(at_ms=1_000, local_date="2030-03-17", weekday=6, minute=600)


def now() -> PricingMoment:
    return MOMENT


def never() -> PricingMoment:
    raise AssertionError("nothing needs to know the time")


def transaction(mode: TaxMode = TaxMode.INCLUSIVE) -> RetailTransaction:
    return RetailTransaction(
        TransactionHeader(
            transaction_id="t",
            operator_id="o",
            session_id="s",
            till_period_id="p",
            business_day="2030-03-17",
            opened_at_ms=1_000,
            currency=EUR,
            tax_mode=mode,
            store="s-01",
        )
    )


def price(
    sale: RetailTransaction,
    book: MemoryCatalog | None = None,
    policy: PricingPolicy = DEFAULT_POLICY,
    moment: Callable[[], PricingMoment] = now,
) -> tuple[int, ...]:
    return reprice(sale, book or MemoryCatalog(promotions=OFFERS), moment, policy)


def percent(rate_ppm: int) -> ManualModifier:
    return ManualModifier(reason_code="r", label="Kind", rate_ppm=rate_ppm)


def amounts(sale: RetailTransaction) -> list[int]:
    return [line.amount_minor for line in sale.lines]


# Promotions.


def test_line_that_no_rule_touches_costs_nothing_more() -> None:
    sale = transaction()
    sale.add_item(APPLES, ONE)

    assert price(sale, MemoryCatalog(), moment=never) == ()
    assert sale.unpriced_lines == ()
    assert price(sale, MemoryCatalog(), moment=never) == ()


def test_promotion_lowers_its_lines_and_says_so() -> None:
    sale = transaction()
    sale.add_item(PEN, 2 * ONE)
    sale.add_item(APPLES, ONE)

    assert price(sale) == (1,)

    (modifier,) = sale.line(1).modifiers
    assert (modifier.kind, modifier.rule_id, modifier.rule_version) == (
        ModifierKind.PROMOTION,
        "half-pens",
        3,
    )
    assert (sale.line(1).extended_minor, sale.line(1).amount_minor) == (298, 149)
    assert sale.discount_minor == -149
    (use,) = sale.terms.outcome.promotions
    assert (use.promotion_id, use.amount_minor) == ("half-pens", -149)
    assert sale.terms.outcome.price_book == MemoryCatalog().version()


def test_changed_quantity_is_priced_again() -> None:
    sale = transaction()
    sale.add_item(PEN, 2 * ONE)
    price(sale)

    sale.change_quantity(1, 4 * ONE)
    price(sale)

    assert amounts(sale) == [298]


def test_goods_no_reward_names_may_make_a_promotion_apply() -> None:
    with_apples = Promotion(
        promotion_id="with-apples",
        version=1,
        name="Pens with apples",
        selects=Selector(items=("pen",)),
        reward=PercentOff(percent_ppm=500_000),
        conditions=Conditions(
            requires=(
                Requirement(
                    selects=Selector(items=("apples",)), quantity_min_micro=2 * ONE
                ),
            )
        ),
    )
    book = MemoryCatalog(promotions=(with_apples,))
    sale = transaction()
    sale.add_item(PEN, 2 * ONE)
    price(sale, book)
    assert amounts(sale) == [298]

    sale.add_item(APPLES, 2 * ONE)
    assert price(sale, book) == (1,)
    assert amounts(sale) == [149, 598]

    sale.void_line(2, 5)
    assert price(sale, book) == (1,)
    assert sale.total_minor == 298


def test_rule_for_everything_is_found_without_a_name() -> None:
    all_off = Promotion(
        promotion_id="all",
        version=1,
        name="All",
        reward=PercentOff(percent_ppm=100_000),
    )
    sale = transaction()
    sale.add_item(APPLES, ONE)

    price(sale, MemoryCatalog(promotions=(all_off,)))

    assert amounts(sale) == [269]


def test_tender_decides_before_it_is_taken() -> None:
    book = MemoryCatalog(promotions=(CARD_APPLES,))
    sale = transaction()
    sale.add_item(APPLES, ONE)
    price(sale, book)
    assert amounts(sale) == [299]

    sale.choose_tender("card_manual")
    assert price(sale, book) == (1,)
    assert amounts(sale) == [269]
    assert sale.terms.outcome.is_tender_dependent

    sale.choose_tender(None)
    price(sale, book)
    assert amounts(sale) == [299]


def test_coupon_is_used_or_refused_with_its_reason() -> None:
    sale = transaction()
    sale.add_item(APPLES, ONE)
    sale.set_coupons(("APPLE", "WHAT"))

    price(sale)

    assert amounts(sale) == [239]
    assert sale.terms.outcome.promotions[0].coupon_codes == ("APPLE",)
    (refused,) = sale.terms.outcome.refused_coupons
    assert (refused.code, refused.reason) == ("WHAT", "unknown")


def test_new_version_of_the_book_is_taken_with_the_next_scan() -> None:
    class Newer(MemoryCatalog):
        @override
        def version(self) -> str:
            return "newer"

    sale = transaction()
    sale.add_item(PEN, 2 * ONE)
    price(sale, MemoryCatalog())
    assert amounts(sale) == [298]

    sale.add_item(APPLES, ONE)
    price(sale, Newer(promotions=(HALF_PENS,)))

    assert amounts(sale) == [149, 299]


def test_returns_take_no_part() -> None:
    sale = transaction()
    sale.add_return_without_receipt(PEN, ONE, "broken")

    price(sale)

    assert amounts(sale) == [-149]


def test_explanation_says_what_was_tried_and_changes_nothing() -> None:
    sale = transaction()
    sale.add_item(PEN, ONE)
    price(sale)
    before = sale.lines

    found = explain(sale, MemoryCatalog(promotions=OFFERS), now, DEFAULT_POLICY)

    assert {trial.outcome for trial in found.trials[1]} == {Outcome.APPLIED}
    assert sale.lines == before


# Unit prices.

LISTS = (
    PriceList(price_list_id="breaks", name="Breaks"),
    PriceList(
        price_list_id="gold",
        name="Gold",
        priority=1,
        member_tiers=frozenset({"gold"}),
    ),
)
ROWS = (
    PriceRow(
        item_id="pen",
        price_list_id="breaks",
        unit="piece",
        unit_price_micro=1_200_000,
        quantity_min_micro=3 * ONE,
    ),
    PriceRow(
        item_id="pen",
        price_list_id="gold",
        unit="piece",
        unit_price_micro=1_000_000,
        ends_at_ms=2_000,
    ),
)
LISTED = MemoryCatalog(prices=ROWS, price_lists=LISTS)
LISTED_PEN = msgspec.structs.replace(PEN, has_prices=True)


def at(at_ms: int) -> PriceQuote:
    return PriceQuote(
        unit_price_micro=PEN.unit_price_micro,
        source=PriceSource.CATALOG,
        price_list_id=None,
        priced_at_ms=at_ms,
    )


def test_quantity_break_counts_the_item_over_all_lines() -> None:
    sale = transaction()
    sale.add_item(LISTED_PEN, 2 * ONE, quote=at(1_000))
    price(sale, LISTED)
    assert amounts(sale) == [298]

    sale.add_item(LISTED_PEN, ONE, quote=at(1_000))
    assert price(sale, LISTED) == (1, 2)
    assert amounts(sale) == [240, 120]
    assert sale.line(1).price_source is PriceSource.LIST
    assert sale.line(1).price_list_id == "breaks"

    sale.void_line(2, 5)
    price(sale, LISTED)
    assert sale.line(1).amount_minor == 298


def test_member_who_comes_later_gets_the_price_of_the_scan() -> None:
    sale = transaction()
    sale.add_item(LISTED_PEN, ONE, quote=at(1_999))
    sale.add_item(LISTED_PEN, ONE, quote=at(2_000))
    sale.set_member(Member(member_id="m", code="c", tier="gold"))

    price(sale, LISTED)

    assert amounts(sale) == [100, 149]
    sale.set_member(None)
    price(sale, LISTED)
    assert amounts(sale) == [149, 149]


def test_current_prices_are_those_of_now() -> None:
    policy = msgspec.structs.replace(
        DEFAULT_POLICY, open_basket=OpenBasketPrices.CURRENT
    )
    later = msgspec.structs.replace(MOMENT, at_ms=5_000)
    sale = transaction()
    sale.add_item(LISTED_PEN, ONE, quote=at(1_000))
    sale.set_member(Member(member_id="m", code="c", tier="gold"))
    price(sale, LISTED, policy)
    assert amounts(sale) == [100]

    sale.add_item(APPLES, ONE)
    price(sale, LISTED, policy, lambda: later)

    assert amounts(sale) == [149, 299]


def happy_hour() -> MemoryCatalog:
    """Return a book whose pens cost half from minute 600 to minute 660."""
    conditions = Conditions(windows=(TimeWindow(from_minute=600, to_minute=660),))
    offer = Promotion(
        promotion_id="happy",
        version=1,
        name="Happy hour",
        selects=Selector(items=("pen",)),
        reward=PercentOff(percent_ppm=500_000),
        conditions=conditions,
    )
    return MemoryCatalog(promotions=(offer,))


def minute(of_day: int) -> Callable[[], PricingMoment]:
    return lambda: msgspec.structs.replace(MOMENT, minute=of_day)


def test_current_promotions_are_looked_at_when_any_line_is_added() -> None:
    policy = msgspec.structs.replace(
        DEFAULT_POLICY, open_basket=OpenBasketPrices.CURRENT
    )
    book, sale = happy_hour(), transaction()
    for at_minute, expected in (
        (599, [149]),
        (600, [74, 299]),
        (659, [74, 299, 299]),
        (660, [149, 299, 299, 299]),
    ):
        sale.add_item(APPLES if sale.line_count else PEN, ONE)
        price(sale, book, policy, minute(at_minute))
        assert amounts(sale) == expected

    assert reprice(sale, book, minute(600), policy) == ()
    assert reprice(sale, book, minute(600), policy, is_aged=True) == (1,)
    assert amounts(sale) == [74, 299, 299, 299]


def test_kept_promotions_are_not_looked_at_for_a_line_that_none_names() -> None:
    book, sale = happy_hour(), transaction()
    sale.add_item(PEN, ONE)
    price(sale, book, moment=minute(599))

    sale.add_item(APPLES, ONE)
    price(sale, book, moment=never)

    assert amounts(sale) == [149, 299]


def test_keyed_and_overridden_prices_stay() -> None:
    sale = transaction()
    sale.add_item(LISTED_PEN, 3 * ONE, 990_000)
    sale.add_item(LISTED_PEN, ONE, quote=at(1_000))
    sale.override_price(2, 500_000, "old stock", "m2")

    price(sale, LISTED)

    assert amounts(sale) == [297, 50]
    assert sale.line(2).price_source is PriceSource.OVERRIDE
    assert sale.line(2).price_reason == "old stock"


# Manual modifiers.


def test_manual_percent_is_taken_of_what_promotions_left() -> None:
    sale = transaction()
    sale.add_item(PEN, 2 * ONE)
    sale.set_line_manual(1, percent(100_000))

    price(sale)

    assert [m.amount_minor for m in sale.line(1).modifiers] == [-149, -15]
    sale.set_line_manual(1, None)
    price(sale)
    assert [m.amount_minor for m in sale.line(1).modifiers] == [-149]


def test_manual_instead_of_promotions() -> None:
    policy = msgspec.structs.replace(
        DEFAULT_POLICY, manual=ManualOrder.INSTEAD_OF_PROMOTIONS
    )
    sale = transaction()
    sale.add_item(PEN, 2 * ONE)
    sale.set_line_manual(1, percent(100_000))

    price(sale, policy=policy)

    assert amounts(sale) == [268]


def test_transaction_modifier_spares_what_takes_no_discount() -> None:
    fixed = msgspec.structs.replace(
        APPLES, item_id="book", rules=ItemRules(is_discountable=False)
    )
    sale = transaction()
    sale.add_item(PEN, 2 * ONE)
    sale.add_item(fixed, ONE)
    sale.add_item(APPLES, ONE)
    sale.set_manual(ManualModifier(reason_code="r", label="Kind", amount_minor=100))

    price(sale, MemoryCatalog())

    assert sum(amounts(sale)) == 298 + 299 + 299 - 100
    assert sale.line(2).modifiers == ()
    sale.set_manual(None)
    price(sale, MemoryCatalog())
    assert amounts(sale) == [298, 299, 299]


# Exemption.


def exempt(sale: RetailTransaction, how: ExemptPrice) -> None:
    sale.set_exemption(TaxExemption(reason="embassy", certificate="1", price=how))


def test_exempt_customer_pays_no_tax_by_the_named_policy() -> None:
    sale = transaction()
    sale.add_item(PEN, 2 * ONE)
    exempt(sale, ExemptPrice.PRICE_NET)
    price(sale, MemoryCatalog())
    assert (amounts(sale), sale.tax_minor) == ([248], 0)
    assert sale.discount_minor == 0
    assert sale.line(1).modifiers[0].kind is ModifierKind.EXEMPTION

    exempt(sale, ExemptPrice.PRICE_KEPT)
    price(sale, MemoryCatalog())
    assert (amounts(sale), sale.tax_minor) == ([298], 0)

    sale.set_exemption(None)
    price(sale, MemoryCatalog())
    assert (amounts(sale), sale.tax_minor) == ([298], 50)
    assert sale.line(1).modifiers == ()


def test_added_taxes_just_fall_away() -> None:
    sale = transaction(TaxMode.EXCLUSIVE)
    sale.add_item(PEN, 2 * ONE)
    exempt(sale, ExemptPrice.PRICE_NET)

    price(sale, MemoryCatalog())

    assert (sale.total_minor, sale.tax_minor) == (298, 0)


# Properties.

TWO_TAXES = TaxGroup(
    tax_group_id="two",
    name="Two",
    components=(
        TaxComponent(tax_id="state", name="State", rate_ppm=60_000),
        TaxComponent(tax_id="city", name="City", rate_ppm=15_000, is_included=False),
    ),
)
GOODS = (*ITEMS[:2], msgspec.structs.replace(PEN, item_id="pad", tax_group=TWO_TAXES))


@given(
    st.lists(
        st.tuples(st.sampled_from(GOODS), st.integers(1, 9_000_000)),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(list(TaxMode)),
    st.none() | st.integers(1, 1_000_000),
    st.none() | st.integers(1, 5_000),
    st.booleans(),
    st.integers(0, 12),
)
def test_nothing_is_lost_whatever_is_given_off(
    goods: list[tuple[CatalogItem, int]],
    mode: TaxMode,
    line_rate: int | None,
    amount: int | None,
    is_exempt: bool,
    voided: int,
) -> None:
    sale = transaction(mode)
    for item, quantity in goods:
        sale.add_item(item, quantity)
        price(sale)
    if line_rate is not None:
        sale.set_line_manual(1, percent(line_rate))
    if amount is not None:
        sale.set_manual(
            ManualModifier(reason_code="r", label="Kind", amount_minor=amount)
        )
    if is_exempt:
        exempt(sale, ExemptPrice.PRICE_NET)
    price(sale)
    if 0 < voided <= len(goods):
        sale.void_line(voided, 5)
        price(sale)

    counting = sale.counting_lines()
    for line in counting:
        assert 0 <= line.amount_minor == line.extended_minor + sum_of(line.modifiers)
    assert sale.subtotal_minor == sum(line.amount_minor for line in counting)
    assert not is_exempt or sale.tax_minor == 0
    taxes = sale.taxes()
    by_id: dict[str, int] = {}
    for parts in taxes.line_taxes:
        for part in parts:
            by_id[part.tax_id] = by_id.get(part.tax_id, 0) + part.tax_minor
    assert by_id == {row.tax_id: row.tax_minor for row in taxes.taxes} | {
        tax_id: total for tax_id, total in by_id.items() if not total
    }
    for use in sale.terms.outcome.promotions:
        given_off = sum(
            modifier.amount_minor
            for line in counting
            for modifier in line.modifiers
            if modifier.rule_id == use.promotion_id
        )
        assert given_off == use.amount_minor


def test_order_of_pricing_does_not_matter_at_the_end() -> None:
    step_by_step, at_once = transaction(), transaction()
    for item in (PEN, APPLES, PEN):
        step_by_step.add_item(item, ONE)
        price(step_by_step)
        at_once.add_item(item, ONE)
    price(at_once)

    assert step_by_step.lines == at_once.lines
    assert step_by_step.terms.outcome == at_once.terms.outcome


def test_modifiers_that_would_turn_a_line_are_refused_whole() -> None:
    sale = transaction()
    sale.add_item(PEN, ONE)
    sale.add_item(APPLES, ONE)
    too_much = PriceModifier(
        kind=ModifierKind.MANUAL,
        rule_id="r",
        rule_version=0,
        label="r",
        amount_minor=-300,
    )
    fine = msgspec.structs.replace(too_much, amount_minor=-1)

    with pytest.raises(InvalidAmountError):
        sale.apply_pricing(
            {1: LinePricing(modifiers=(fine,)), 2: LinePricing(modifiers=(too_much,))}
        )

    assert amounts(sale) == [149, 299]
