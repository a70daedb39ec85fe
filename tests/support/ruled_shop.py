"""Goods that ask questions, promotions and members, for the window under test."""

from __future__ import annotations

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.catalog.item_rules import ItemRules, LinkedItem
from terminal.domain.member.member import Member
from terminal.domain.promotion.conditions import Conditions, Requirement
from terminal.domain.promotion.promotion import CouponRule, Level, Promotion
from terminal.domain.promotion.reward import AmountOff, NForM, PercentOff
from terminal.domain.promotion.selector import Selector
from terminal.domain.tax.tax_group import single_rate

_MICRO = 1_000_000

WINE = "2001"
PHONE = "2002"
CHEESE = "2003"
ALMONDS = "2004"
BLOCKED = "2005"
FLORIST = "2006"
RECALLED = "2007"
WATER = "2008"
DEPOSIT = "2009"
YOGHURT = "1019"
MEMBER_CODE = "2900000000018"

_GOODS = (
    (WINE, "Red wine 0.75 l", "piece", 799, ItemRules(minimum_age=18)),
    (PHONE, "Phone, 128 GB", "piece", 34_900, ItemRules(asks_serial=True)),
    (
        CHEESE,
        "Alpine cheese",
        "kg",
        2190,
        ItemRules(is_weighed=True, tare_micro=10_000),
    ),
    (ALMONDS, "Salted almonds, bulk", "piece", 1290, ItemRules(asks_lot=True)),
    (BLOCKED, "Not for sale", "piece", 249, ItemRules(is_blocked=True)),
    (FLORIST, "Florist", "piece", 0, ItemRules(is_open_department=True)),
    (RECALLED, "Baby milk", "piece", 1490, ItemRules(recalled_lots=("*",))),
    (
        WATER,
        "Water, returnable bottle",
        "piece",
        89,
        ItemRules(linked_items=(LinkedItem(item_id=DEPOSIT, quantity_micro=_MICRO),)),
    ),
    (DEPOSIT, "Deposit", "piece", 25, ItemRules(is_discountable=False)),
)

MEMBERS = (
    Member(member_id="m-1", code=MEMBER_CODE, name="Gabi Ferreira", tier="gold"),
)

PROMOTIONS = (
    Promotion(
        promotion_id="yoghurt",
        version=3,
        name="3 for 2 yoghurt",
        reward=NForM(take=3, pay=2),
        selects=Selector(items=(YOGHURT,)),
    ),
    Promotion(
        promotion_id="club",
        version=1,
        name="Club price yoghurt",
        reward=AmountOff(amount_minor=10),
        selects=Selector(items=(YOGHURT,)),
        conditions=Conditions(members_only=True),
    ),
    Promotion(
        promotion_id="dairy",
        version=2,
        name="10 % off cheese from 20.00",
        reward=PercentOff(percent_ppm=100_000),
        selects=Selector(items=(CHEESE,)),
        conditions=Conditions(
            requires=(
                Requirement(selects=Selector(items=(CHEESE,)), amount_min_minor=2_000),
            )
        ),
    ),
    Promotion(
        promotion_id="ten",
        version=1,
        name="10 % welcome",
        reward=PercentOff(percent_ppm=100_000),
        level=Level.BASKET,
        coupon=CouponRule(codes=("TEN",)),
    ),
    Promotion(
        promotion_id="members-ten",
        version=1,
        name="10 % for members",
        reward=PercentOff(percent_ppm=100_000),
        level=Level.BASKET,
        coupon=CouponRule(codes=("CLUB10",), members_only=True),
    ),
)


def ruled_goods() -> tuple[CatalogItem, ...]:
    """Return the goods with rules; they have no tiles."""
    return tuple(
        CatalogItem(
            item_id=code,
            description=name,
            unit=unit,
            unit_price_micro=price * 10_000,
            tax_group=single_rate("standard", 100_000),
            is_open_price=price == 0,
            scan_code=code,
            plu=code,
            rules=rules,
        )
        for code, name, unit, price, rules in _GOODS
    )
