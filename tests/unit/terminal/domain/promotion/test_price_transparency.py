"""Rows of Israeli price files become promotions, or say why not."""

from __future__ import annotations

import msgspec.structs
import pytest

from terminal.domain.money import MICRO, RATE_PPM_ONE
from terminal.domain.promotion.conditions import Requirement
from terminal.domain.promotion.price_transparency import (
    RefusedRow,
    RowRefusal,
    TransparencyItem,
    promotion_from_row,
)
from terminal.domain.promotion.promotion import Combination, Promotion
from terminal.domain.promotion.reward import (
    AmountOff,
    BuyGet,
    FixedPrice,
    NForM,
    NForPrice,
    PercentOff,
    Reward,
)
from terminal.domain.promotion.selector import Selector
from tests.support.promotions import CONTEXT, goods, off, price

ROW = {
    "chain": "729",
    "PromotionId": "42",
    "PromotionDescription": " גופיות 3ב50 ",
    "PromotionUpdateDate": "2025-12-28 00:00",
    "PromotionStartDate": "2026-11-01",
    "PromotionStartHour": "00:00:00",
    "PromotionEndDate": "2026-12-31",
    "PromotionEndHour": "23:59:00",
    "RewardType": "1",
    "AllowMultipleDiscounts": "1",
    "IsWeightedPromo": "0",
    "MinQty": "3.00",
    "DiscountedPrice": "50.00",
    "AdditionalIsCoupon": "0",
    "AdditionalIsActive": "1",
    "club_ids": "0",
}
ITEMS = (
    TransparencyItem(item_code="111"),
    TransparencyItem(item_code="222"),
    TransparencyItem(item_code="111"),
)
WITH_GIFT = (*ITEMS, TransparencyItem(item_code="333", is_gift=True))


def promotion(
    items: tuple[TransparencyItem, ...] = ITEMS, /, **changes: str
) -> Promotion:
    found = promotion_from_row(ROW | changes, items)
    assert isinstance(found, Promotion), found
    return found


def refusal(
    items: tuple[TransparencyItem, ...] = ITEMS, /, **changes: str
) -> tuple[RowRefusal, str]:
    found = promotion_from_row(ROW | changes, items)
    assert isinstance(found, RefusedRow)
    assert found.promotion_id.startswith("729-")
    return found.reason, found.field


def test_a_row_keeps_its_text_its_time_and_its_goods() -> None:
    found = promotion()

    assert found.promotion_id == "729-42"
    assert found.version == 202_512_280_000
    assert found.name == "גופיות 3ב50"
    assert found.selects == Selector(items=("111", "222"))
    assert found.conditions.starts_local == "2026-11-01T00:00"
    assert found.conditions.ends_local == "2026-12-31T23:59"
    assert found.combination is Combination.BEST
    assert found.coupon is None


@pytest.mark.parametrize(
    ("changes", "reward"),
    [
        ({}, NForPrice(size_micro=3 * MICRO, price_minor=5_000)),
        (
            {"MinQty": "1.00", "DiscountedPrice": "9.90"},
            FixedPrice(unit_price_micro=9_900_000),
        ),
        (
            {"IsWeightedPromo": "1", "DiscountedPrice": "33.33"},
            FixedPrice(unit_price_micro=33_330_000),
        ),
        (
            {"RewardType": "2", "DiscountRate": "2500", "MinQty": "1.00"},
            PercentOff(percent_ppm=250_000),
        ),
        (
            {"RewardType": "3", "DiscountRate": "4000", "MinQty": ""},
            AmountOff(amount_minor=4_000),
        ),
        (
            {"RewardType": "7", "AdditionalGiftCount": "1"},
            NForM(take=3, pay=2),
        ),
        (
            {"RewardType": "9", "MinQty": "2.00", "DiscountRate": "5000"},
            NForM(take=2, pay=1, percent_ppm=500_000),
        ),
    ],
)
def test_reward_types_become_rewards(changes: dict[str, str], reward: Reward) -> None:
    assert promotion(**changes).reward == reward


@pytest.mark.parametrize(
    ("changes", "reward"),
    [
        (
            {"RewardType": "7"},
            BuyGet(
                buy=3,
                get=1,
                gets=Selector(items=("333",)),
                percent_ppm=RATE_PPM_ONE,
            ),
        ),
        (
            {"RewardType": "6", "GiftItemPrice": "5"},
            BuyGet(
                buy=3,
                get=1,
                gets=Selector(items=("333",)),
                unit_price_micro=5_000_000,
            ),
        ),
    ],
)
def test_gift_items_are_what_is_got(changes: dict[str, str], reward: Reward) -> None:
    found = promotion(WITH_GIFT, AdditionalGiftCount="1", **changes)

    assert found.reward == reward
    assert found.selects == Selector(items=("111", "222"))


@pytest.mark.parametrize(
    ("items", "changes", "expected"),
    [
        ((), {}, (RowRefusal.NO_ITEMS, "ItemCode")),
        (ITEMS, {"RewardType": "4"}, (RowRefusal.UNKNOWN_REWARD, "RewardType")),
        (
            ITEMS,
            {"DiscountedPrice": ""},
            (RowRefusal.MISSING_FIGURE, "DiscountedPrice"),
        ),
        (
            ITEMS,
            {"DiscountedPrice": "0.00"},
            (RowRefusal.INVALID_FIGURE, "DiscountedPrice"),
        ),
        (
            ITEMS,
            {"DiscountedPrice": "-1"},
            (RowRefusal.INVALID_FIGURE, "DiscountedPrice"),
        ),
        (
            ITEMS,
            {"DiscountedPrice": "9.999"},
            (RowRefusal.INVALID_FIGURE, "DiscountedPrice"),
        ),
        (ITEMS, {"MinQty": "2.50"}, (RowRefusal.INVALID_FIGURE, "MinQty")),
        (ITEMS, {"MaxQty": "many"}, (RowRefusal.INVALID_FIGURE, "MaxQty")),
        (
            ITEMS,
            {"RewardType": "2", "DiscountRate": "10001"},
            (RowRefusal.INVALID_FIGURE, "DiscountRate"),
        ),
        (
            ITEMS,
            {"RewardType": "9", "DiscountRate": "10000", "MinQty": "1"},
            (RowRefusal.INVALID_FIGURE, "MinQty"),
        ),
        (
            ITEMS,
            {"RewardType": "7", "AdditionalGiftCount": "3"},
            (RowRefusal.INVALID_FIGURE, "AdditionalGiftCount"),
        ),
        (
            WITH_GIFT,
            {"RewardType": "6", "AdditionalGiftCount": "1"},
            (RowRefusal.MISSING_FIGURE, "GiftItemPrice"),
        ),
        (
            ITEMS,
            {"RewardType": "6", "AdditionalGiftCount": "1", "GiftItemPrice": "5"},
            (RowRefusal.NO_ITEMS, "IsGiftItem"),
        ),
        (
            ITEMS,
            {"PromotionEndDate": "2026-02-30"},
            (RowRefusal.INVALID_DATE, "PromotionEndDate"),
        ),
        (
            ITEMS,
            {"PromotionEndDate": "2026-10-31"},
            (RowRefusal.ENDS_BEFORE_START, "PromotionEndDate"),
        ),
    ],
)
def test_a_row_without_its_figures_is_refused(
    items: tuple[TransparencyItem, ...],
    changes: dict[str, str],
    expected: tuple[RowRefusal, str],
) -> None:
    assert refusal(items, **changes) == expected


def test_purchases_quantities_clubs_and_stores_are_conditions() -> None:
    row = ROW | {"MinPurchaseAmnt": "75.00", "MaxQty": "6.00", "club_ids": "1|5"}

    found = promotion_from_row(row, ITEMS, stores=("7",))

    assert isinstance(found, Promotion)
    assert found.conditions.requires == (Requirement(amount_min_minor=7_500),)
    assert found.conditions.customer_groups == ("club-1", "club-5")
    assert found.conditions.stores == ("7",)
    assert found.quantity_max_micro == 6 * MICRO


def test_weighed_goods_cost_their_price_from_the_least_weight_on() -> None:
    found = promotion(IsWeightedPromo="1", DiscountedPrice="33.33")

    assert off(price(found, [goods("111", 4_000, grams=2_990)]), 1) == [0]
    line = goods("111", 4_000, grams=3_100)
    # 3.1 kg × 33.33 = 103.323
    assert line.extended_minor - off(price(found, [line]), 1)[0] == 10_332


def test_other_promotions_can_be_kept_off_and_rows_can_be_inactive() -> None:
    assert promotion(AllowMultipleDiscounts="0").combination is Combination.EXCLUSIVE
    assert not promotion(AdditionalIsActive="0").is_active


def test_a_coupon_gives_its_units_once_a_code() -> None:
    found = promotion(
        AdditionalIsCoupon="1", RewardType="2", DiscountRate="10000", MinQty="3.00"
    )
    once = msgspec.structs.replace(CONTEXT, coupons=("42",))
    twice = msgspec.structs.replace(CONTEXT, coupons=("42", "42"))
    lines = [goods("111", 100, 7)]

    assert off(price(found, lines, CONTEXT), 1) == [0]
    assert off(price(found, lines, once), 1) == [300]
    assert off(price(found, lines, twice), 1) == [600]
    assert off(price(found, [goods("111", 100, 2)], once), 1) == [0]


def test_item_ids_are_found_by_the_shop() -> None:
    found = promotion_from_row(
        ROW, ITEMS, item_id_of=lambda item: f"{item.item_type}:{item.item_code}"
    )

    assert isinstance(found, Promotion)
    assert found.selects.items == ("1:111", "1:222")
