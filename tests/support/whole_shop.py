"""A shop with everything at once: for histories and baskets that are made at random.

Every kind of tax, unit, price and reward is here, and they overlap on purpose.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from structs.decoding import convert
from sync.central.stores import StoreTerms
from terminal.application.ports.store_settings import StoreSettings
from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.catalog.item_rules import NO_RULES, ItemRules, LinkedItem
from terminal.domain.member.member import Member
from terminal.domain.pricing.price_list import PriceList, PriceRow
from terminal.domain.pricing.price_quote import OpenBasketPrices, PriceChoice
from terminal.domain.pricing.pricing_policy import ManualOrder
from terminal.domain.pricing.pricing_terms import (
    PointsTerms,
    PricingTerms,
    PromotionTerms,
)
from terminal.domain.promotion.conditions import (
    AmountBasis,
    Conditions,
    Requirement,
    TimeWindow,
)
from terminal.domain.promotion.policy import (
    GroupSpread,
    PercentBase,
    PercentRounding,
    SpareMinor,
)
from terminal.domain.promotion.promotion import (
    Combination,
    CouponRule,
    Level,
    Promotion,
)
from terminal.domain.promotion.reward import (
    AmountOff,
    AmountPer,
    Bundle,
    BundlePart,
    BuyGet,
    CountBasis,
    FirstAdditional,
    FixedPrice,
    NForM,
    NForPrice,
    PercentOff,
    Tier,
    TierBasis,
    Tiers,
)
from terminal.domain.promotion.selector import Selector
from terminal.domain.reference_data.exchange_rate_data import ExchangeRateData
from terminal.domain.reference_data.rows import (
    IdentityData,
    ItemData,
    ReferenceRow,
)
from terminal.domain.tax.exemption import ExemptPrice
from terminal.domain.tax.tax_group import TaxComponent, TaxGroup, TaxKind, single_rate
from terminal.domain.tax.tax_policy import TaxRounding
from terminal.domain.tender.cash_rounding import CashRoundingMode
from tests.fakes.clock import START_MS
from tests.fakes.reference_data import STORE

_HOUR_MS: Final = 3_600_000
_TaxMode = Literal["inclusive", "exclusive"]

# Taxes.

STANDARD: Final = single_rate("standard", 200_000, "VAT")
REDUCED: Final = single_rate("reduced", 55_000, "VAT low")
EXEMPT: Final = TaxGroup(tax_group_id="exempt", name="Exempt", components=())
BOTTLED: Final = TaxGroup(
    tax_group_id="bottled",
    name="Bottled",
    components=(
        TaxComponent(
            tax_id="sugar", name="Sugar", kind=TaxKind.FIXED, amount_micro=33_333
        ),
        TaxComponent(tax_id="reduced", name="VAT low", rate_ppm=55_000),
    ),
)
COMPOUND: Final = TaxGroup(
    tax_group_id="compound",
    name="Compound",
    components=(
        TaxComponent(tax_id="luxury", name="Luxury", rate_ppm=77_000, raises_base=True),
        TaxComponent(tax_id="standard", name="VAT", rate_ppm=200_000),
    ),
)
INSIDE: Final = TaxGroup(
    tax_group_id="inside",
    name="Inside",
    components=(
        TaxComponent(
            tax_id="icms", name="ICMS", kind=TaxKind.DIVISION, rate_ppm=180_000
        ),
    ),
)
# On top of the price whatever the tax mode says.
ON_TOP: Final = TaxGroup(
    tax_group_id="on_top",
    name="On top",
    components=(
        TaxComponent(tax_id="city", name="City", rate_ppm=33_000, is_included=False),
        TaxComponent(tax_id="state", name="State", rate_ppm=71_250, is_included=True),
    ),
)


def _item(
    item_id: str,
    price: str,
    taxes: TaxGroup,
    category: str | None = None,
    rules: ItemRules = NO_RULES,
    **values: object,
) -> CatalogItem:
    major, _, decimals = price.partition(".")
    known: dict[str, object] = {
        "item_id": item_id,
        "description": item_id.capitalize(),
        "unit": "kg" if rules.is_weighed else "piece",
        "unit_price_micro": int(major + decimals.ljust(6, "0")),
        "tax_group": taxes,
        "is_open_price": False,
        "scan_code": item_id.upper(),
        "category": category,
        "rules": rules,
    }
    return convert(known | values, CatalogItem)


ITEMS: Final = (
    _item("ruler", "1.49", STANDARD, "paper"),
    _item("pad", "2.05", STANDARD, "paper"),
    _item("tape", "0.99", STANDARD, "paper", ItemRules(tags=("small",))),
    _item("clip", "0.075", STANDARD, "paper", ItemRules(tags=("small",))),
    _item("grapes", "2.99", REDUCED, "fruit", ItemRules(is_weighed=True)),
    _item("nuts", "13.333", REDUCED, "fruit", ItemRules(is_weighed=True)),
    _item("bread", "3.33", REDUCED, "food"),
    _item(
        "cola",
        "1.19",
        BOTTLED,
        "drinks",
        ItemRules(linked_items=(LinkedItem(item_id="bottle"),)),
    ),
    _item("bottle", "0.25", EXEMPT, None, ItemRules(is_discountable=False)),
    _item("perfume", "49.9", COMPOUND, "luxury"),
    _item("watch", "129.99", COMPOUND, "luxury"),
    _item("lamp", "19.9", INSIDE, "home"),
    _item("chair", "34.5", ON_TOP, "home"),
    _item("stamp", "0.85", EXEMPT, "post", ItemRules(is_discountable=False)),
    _item("free", "0", STANDARD, "paper"),
    _item("wrapping", "0", STANDARD, "paper", is_open_price=True),
    _item(
        "wine",
        "7.77",
        STANDARD,
        "drinks",
        ItemRules(linked_items=(LinkedItem(item_id="bottle"),)),
    ),
)
WINE_CASE: Final = msgspec.structs.replace(
    next(item for item in ITEMS if item.item_id == "wine"),
    scan_code="WINE-CASE",
    unit="case",
    unit_price_micro=42_000_000,
    base_quantity_micro=6_000_000,
)
IDENTITIES: Final = (*ITEMS, WINE_CASE)
CODES: Final = tuple(item.scan_code for item in IDENTITIES)

# Prices.

PRICE_LISTS: Final = (
    PriceList(price_list_id="week", name="This week", priority=1),
    PriceList(
        price_list_id="gold",
        name="Gold",
        priority=5,
        member_tiers=frozenset({"gold"}),
    ),
    PriceList(
        price_list_id="staff",
        name="Staff",
        priority=9,
        customer_groups=frozenset({"staff"}),
    ),
    PriceList(
        price_list_id="later",
        name="In an hour",
        priority=7,
        starts_at_ms=START_MS + _HOUR_MS,
    ),
)


def _row(
    item_id: str, price_list_id: str, price_micro: int, **values: object
) -> PriceRow:
    known: dict[str, object] = {
        "item_id": item_id,
        "price_list_id": price_list_id,
        "unit": "piece",
        "unit_price_micro": price_micro,
    }
    return convert(known | values, PriceRow)


PRICES: Final = (
    _row("ruler", "week", 1_390_000, quantity_min_micro=3_000_000),
    _row("ruler", "week", 1_250_000, quantity_min_micro=10_000_000),
    _row("pad", "gold", 1_849_999),
    _row("pad", "later", 1_500_000),
    _row("wine", "week", 7_250_000, quantity_min_micro=6_000_000),
    _row("wine", "week", 40_000_000, unit="case", quantity_min_micro=12_000_000),
    _row("wine", "staff", 5_000_001),
    _row("grapes", "week", 2_495_000, unit="kg", quantity_min_micro=1_500_000),
    _row("grapes", "gold", 1_999_000, unit="kg"),
    _row("bread", "later", 2_990_000, ends_at_ms=START_MS + 3 * _HOUR_MS),
)

# Promotions, one or more of every reward; times mean the clock of the fakes.


def _offer(promotion_id: str, reward: object, **values: object) -> Promotion:
    known: dict[str, object] = {
        "promotion_id": promotion_id,
        "version": 1,
        "name": promotion_id.replace("-", " ").capitalize(),
        "reward": reward,
    }
    return Promotion(**(known | values))  # type: ignore[arg-type]  # values of tests


def _of(*items: str, category: str | None = None, tag: str | None = None) -> Selector:
    return Selector(
        items=items,
        categories=() if category is None else (category,),
        tags=() if tag is None else (tag,),
    )


PROMOTIONS: Final = (
    _offer(
        "paper-percent",
        PercentOff(percent_ppm=125_000, cap_minor=700),
        selects=_of(category="paper"),
    ),
    _offer("small-four", NForM(take=4, pay=3), selects=_of(tag="small")),
    _offer(
        "ruler-three",
        NForPrice(size_micro=3_000_000, price_minor=400),
        selects=_of("ruler", "pad"),
        uses_max_per_transaction=3,
    ),
    _offer(
        "kilo-grapes",
        NForPrice(size_micro=2_000_000, price_minor=499, count=CountBasis.MEASURE),
        selects=_of("grapes"),
    ),
    _offer(
        "nuts-off",
        AmountOff(amount_minor=177, per=AmountPer.UNIT),
        selects=_of("nuts"),
    ),
    _offer(
        "bread-member",
        FixedPrice(unit_price_micro=2_777_000),
        selects=_of("bread"),
        conditions=Conditions(members_only=True),
    ),
    _offer(
        "drinks-meal",
        Bundle(
            parts=(
                BundlePart(selects=_of(category="drinks")),
                BundlePart(selects=_of("bread")),
            ),
            price_minor=399,
        ),
    ),
    _offer(
        "tape-with-stamps",
        PercentOff(percent_ppm=250_000),
        selects=_of("tape"),
        priority=3,
        conditions=Conditions(
            requires=(Requirement(selects=_of("stamp"), quantity_min_micro=2_000_000),)
        ),
    ),
    _offer(
        "wine-more",
        BuyGet(buy=2, get=1, percent_ppm=500_000),
        selects=_of("wine"),
        uses_max_per_transaction=4,
    ),
    _offer(
        "cola-tiers",
        Tiers(
            basis=TierBasis.LINE_QUANTITY,
            tiers=(
                Tier(from_=3_000_000, percent_ppm=50_000),
                Tier(from_=6_000_000, percent_ppm=111_000),
            ),
        ),
        selects=_of("cola"),
    ),
    _offer(
        "luxury-first",
        FirstAdditional(first_minor=500, additional_minor=1_000, units_max=3),
        selects=_of(category="luxury"),
        combination=Combination.EXCLUSIVE,
    ),
    _offer(
        "home-line",
        AmountOff(amount_minor=333, per=AmountPer.LINE, basis=AmountBasis.EXCLUSIVE),
        selects=_of(category="home"),
        combination=Combination.COMPOUND,
        priority=-1,
    ),
    _offer(
        "every-fifty",
        Tiers(
            basis=TierBasis.AMOUNT,
            tiers=(Tier(from_=5_000, amount_minor=501),),
            repeats=True,
        ),
        level=Level.BASKET,
        exclusivity_group="basket",
        selects=Selector(excluded_categories=("luxury",)),
    ),
    _offer(
        "over-hundred",
        PercentOff(percent_ppm=33_333),
        level=Level.BASKET,
        exclusivity_group="basket",
        conditions=Conditions(
            requires=(
                Requirement(amount_min_minor=10_000, basis=AmountBasis.INCLUSIVE),
            )
        ),
    ),
    _offer(
        "card-only",
        PercentOff(percent_ppm=10_000),
        level=Level.BASKET,
        combination=Combination.COMPOUND,
        priority=-5,
        conditions=Conditions(tenders=("card_manual",)),
    ),
    _offer(
        "happy-hour",
        PercentOff(percent_ppm=200_000),
        selects=_of(category="drinks"),
        combination=Combination.COMPOUND,
        # The clock of the fakes starts at 17:46 UTC on a Sunday.
        conditions=Conditions(windows=(TimeWindow(from_minute=1_080, to_minute=30),)),
    ),
    _offer(
        "coupon-ten",
        PercentOff(percent_ppm=100_000),
        level=Level.BASKET,
        combination=Combination.COMPOUND,
        priority=-9,
        coupon=CouponRule(codes=("TEN", "TEN-MORE")),
    ),
    _offer(
        "coupon-alone",
        AmountOff(amount_minor=1_234),
        level=Level.BASKET,
        combination=Combination.COMPOUND,
        priority=-8,
        coupon=CouponRule(codes=("ALONE",), is_stackable=False),
    ),
    _offer(
        "coupon-fruit",
        AmountOff(amount_minor=100, per=AmountPer.PROMOTION),
        selects=_of(category="fruit"),
        combination=Combination.COMPOUND,
        coupon=CouponRule(prefix="FRUIT-", applications_per_code=1, members_only=True),
    ),
)
# A line that none of these names is priced without asking any of them.
OFFERS_OF_GOODS: Final = tuple(
    offer
    for offer in PROMOTIONS
    if not (offer.selects.is_everything or offer.selects.excluded_categories)
)
COUPONS: Final = ("TEN", "TEN-MORE", "ALONE", "FRUIT-1", "FRUIT-2", "NOTHING")

# People and money.

MEMBERS: Final = (
    Member(member_id="member-1", code="GOLD", name="Gabi", tier="gold"),
    Member(member_id="member-2", code="STAFF", name="Stan", groups=("staff",)),
    Member(member_id="member-3", code="PLAIN", name="Paul"),
)
RATES: Final = (
    ExchangeRateData(currency="USD", rate_micro=923_400, valid_from="2000-01-01"),
    ExchangeRateData(
        currency="JPY", rate_micro=613_700, per_units=100, valid_from="2000-01-01"
    ),
)

# Stores: how taxes and cash are rounded, and whether prices contain taxes.

_INCLUSIVE: Final[_TaxMode] = "inclusive"
_EXCLUSIVE: Final[_TaxMode] = "exclusive"
TERMS: Final[tuple[StoreTerms, ...]] = tuple(
    StoreTerms(store=f"s-{number}", currency="EUR", tax_mode=tax_mode, pricing=pricing)
    for number, (tax_mode, pricing) in enumerate(
        (
            (_INCLUSIVE, PricingTerms()),
            (
                _INCLUSIVE,
                PricingTerms(
                    tax_rounding=TaxRounding.PER_LINE,
                    cash_step_minor=5,
                    points=PointsTerms(earn_points=3, tier_percent={"gold": 150}),
                ),
            ),
            (_EXCLUSIVE, PricingTerms(cash_step_minor=10, points=PointsTerms())),
            (
                _EXCLUSIVE,
                PricingTerms(
                    tax_rounding=TaxRounding.PER_LINE,
                    cash_step_minor=5,
                    exempt_price=ExemptPrice.PRICE_KEPT,
                    price_choice=PriceChoice.LOWEST,
                    open_basket=OpenBasketPrices.CURRENT,
                ),
            ),
            (
                _INCLUSIVE,
                PricingTerms(
                    cash_step_minor=50,
                    cash_rounding=CashRoundingMode.DOWN,
                    manual=ManualOrder.INSTEAD_OF_PROMOTIONS,
                    promotion=PromotionTerms(
                        percent_rounding=PercentRounding.PER_UNIT,
                        spare_minor=SpareMinor.FIRST,
                        group_spread=GroupSpread.REDUCED_UNITS,
                        percent_base=PercentBase.LIST,
                    ),
                ),
            ),
        )
    )
)
STORES: Final[tuple[StoreSettings, ...]] = tuple(
    msgspec.structs.replace(
        STORE,
        store=terms.store or "",
        tax_mode=terms.tax_mode,
        pricing=terms.pricing.policy(),
    )
    for terms in TERMS
)


def reference_rows() -> tuple[ReferenceRow, ...]:
    """Return everything as an import would write it."""
    groups = {item.tax_group.tax_group_id: item.tax_group for item in ITEMS}
    return (
        *groups.values(),
        *(
            ItemData(
                item_id=item.item_id,
                description=item.description,
                unit=item.unit,
                unit_price_micro=item.unit_price_micro,
                tax_group_id=item.tax_group.tax_group_id,
                is_open_price=item.is_open_price,
                category=item.category,
                rules=None if item.rules is NO_RULES else item.rules,
            )
            for item in ITEMS
        ),
        *(IdentityData(scan_code=i.scan_code, item_id=i.item_id) for i in ITEMS),
        IdentityData(
            scan_code=WINE_CASE.scan_code,
            item_id=WINE_CASE.item_id,
            unit=WINE_CASE.unit,
            base_quantity_micro=WINE_CASE.base_quantity_micro,
            unit_price_micro=WINE_CASE.unit_price_micro,
        ),
        *PRICE_LISTS,
        *PRICES,
        *PROMOTIONS,
        *MEMBERS,
        *RATES,
    )
