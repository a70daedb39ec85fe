"""Promotions from the files that Israeli chains publish by law.

Source: the Promotion of Competition in the Food Sector Law (5774-2014) and its
transparency regulations; field names as in the files ``PromoFull…``. What a field
means where the regulations leave it open was told from the rows of three chains:

* ``RewardType`` 1 is a price: for ``MinQty`` units together, or for each unit of
  measure from ``MinQty`` on where ``IsWeightedPromo`` is 1.
* 2 is a percent, ``DiscountRate`` 10000 being all of it; on a coupon it is given on
  ``MinQty`` units a coupon.
* 3 is an amount off the selection, ``DiscountRate`` in hundredths.
* 7 gives ``AdditionalGiftCount`` of ``MinQty`` units, 9 the cheapest one of ``MinQty``.
* 6 is another price above a purchase; it needs ``GiftItemPrice``.
* ``AllowMultipleDiscounts`` 0 keeps other promotions off the goods; the minimum
  purchase counts the whole basket; ``club_ids`` 0 is everybody.
* The files name no coupon codes; the number of the promotion stands in for one.

Figures are taken as they are: a price "with deposit" is not told from others, and a
description that says something else is not noticed.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Final

import msgspec

from terminal.domain.money import MICRO, RATE_PPM_ONE
from terminal.domain.promotion.conditions import Conditions, Requirement
from terminal.domain.promotion.promotion import (
    Combination,
    CouponRule,
    Promotion,
)
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

_FIGURE: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,6})?")
_MICRO_PER_HUNDREDTH: Final = MICRO // 100
# 10000 of DiscountRate are 1,000,000 ppm.
_PPM_PER_RATE: Final = 100
_RATE_ALL: Final = 10_000
_EVERYBODY: Final = "0"


class RowRefusal(StrEnum):
    """Why a row is not represented.

    Attributes:
        UNKNOWN_REWARD: The reward type is none of the known ones.
        NO_ITEMS: No goods belong to it.
        MISSING_FIGURE: A figure that the reward needs is empty.
        INVALID_FIGURE: A figure is no number, or cannot be meant: a price of 0.
        INVALID_DATE: Start or end is no date or time.
        ENDS_BEFORE_START: It is never in force.
    """

    UNKNOWN_REWARD = "unknown_reward"
    NO_ITEMS = "no_items"
    MISSING_FIGURE = "missing_figure"
    INVALID_FIGURE = "invalid_figure"
    INVALID_DATE = "invalid_date"
    ENDS_BEFORE_START = "ends_before_start"


class RefusedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row that is not represented.

    Attributes:
        field: The column at fault, if one is.
    """

    promotion_id: str
    reason: RowRefusal
    field: str = ""


class TransparencyItem(msgspec.Struct, frozen=True, kw_only=True):
    """One item link of a promotion.

    Attributes:
        item_code: A barcode, or the chain's own number where ``item_type`` is ``0``.
    """

    item_code: str
    item_type: str = "1"
    is_gift: bool = False


class _RefusedError(Exception):
    """Ends the reading of one row; never leaves this module."""

    def __init__(self, reason: RowRefusal, field: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


def item_code_of(item: TransparencyItem) -> str:
    """Return the item's own code, for shops that use it as item id."""
    return item.item_code


def promotion_from_row(
    row: Mapping[str, str],
    items: Sequence[TransparencyItem],
    *,
    stores: tuple[str, ...] = (),
    item_id_of: Callable[[TransparencyItem], str] = item_code_of,
) -> Promotion | RefusedRow:
    """Return the promotion of *row*, or why there is none.

    Args:
        row: Texts by column; columns that are absent count as empty.
        items: The links of this promotion.
        stores: The own codes of the stores it is for; empty means all.
        item_id_of: Finds the shop's item id.
    """
    promotion_id = f"{_text(row, 'chain')}-{_text(row, 'PromotionId')}"
    try:
        return _promotion(row, items, promotion_id, stores, item_id_of)
    except _RefusedError as refused:
        return RefusedRow(
            promotion_id=promotion_id, reason=refused.reason, field=refused.field
        )


def _promotion(
    row: Mapping[str, str],
    items: Sequence[TransparencyItem],
    promotion_id: str,
    stores: tuple[str, ...],
    item_id_of: Callable[[TransparencyItem], str],
) -> Promotion:
    ids = tuple(dict.fromkeys(item_id_of(item) for item in items if not item.is_gift))
    gifts = tuple(dict.fromkeys(item_id_of(item) for item in items if item.is_gift))
    if not ids:
        raise _RefusedError(RowRefusal.NO_ITEMS, "ItemCode")
    selects = Selector(items=ids)
    reward = _reward(row, gifts)
    is_exclusive = _text(row, "AllowMultipleDiscounts") == "0"
    quantity_max = _micro(row, "MaxQty", 0)
    return Promotion(
        promotion_id=promotion_id,
        version=_version(row),
        name=_text(row, "PromotionDescription") or promotion_id,
        reward=reward,
        selects=selects,
        conditions=_conditions(row, selects, reward, stores),
        combination=Combination.EXCLUSIVE if is_exclusive else Combination.BEST,
        quantity_max_micro=quantity_max or None,
        coupon=_coupon(row, reward),
        is_active=_text(row, "AdditionalIsActive") != "0",
    )


def _reward(row: Mapping[str, str], gifts: tuple[str, ...]) -> Reward:
    kind = _text(row, "RewardType")
    readers: dict[str, Callable[[Mapping[str, str], tuple[str, ...]], Reward]] = {
        "1": _price,
        "2": _percent,
        "3": _amount,
        "6": _other_price,
        "7": _gift,
        "9": _cheapest,
    }
    reader = readers.get(kind)
    if reader is None:
        raise _RefusedError(RowRefusal.UNKNOWN_REWARD, "RewardType")
    return reader(row, gifts)


def _price(row: Mapping[str, str], _gifts: tuple[str, ...]) -> Reward:
    price_micro = _positive(row, "DiscountedPrice")
    quantity = _positive(row, "MinQty")
    if _is_weighed(row) or quantity == MICRO:
        return FixedPrice(unit_price_micro=price_micro)
    if quantity % MICRO:
        raise _RefusedError(RowRefusal.INVALID_FIGURE, "MinQty")
    return NForPrice(size_micro=quantity, price_minor=_minor(row, "DiscountedPrice"))


def _percent(row: Mapping[str, str], _gifts: tuple[str, ...]) -> Reward:
    return PercentOff(percent_ppm=_rate_ppm(row))


def _amount(row: Mapping[str, str], _gifts: tuple[str, ...]) -> Reward:
    return AmountOff(amount_minor=_positive(row, "DiscountRate") // MICRO)


def _cheapest(row: Mapping[str, str], _gifts: tuple[str, ...]) -> Reward:
    take = _group_size(row)
    return NForM(take=take, pay=take - 1, percent_ppm=_rate_ppm(row))


def _gift(row: Mapping[str, str], gifts: tuple[str, ...]) -> Reward:
    take = _group_size(row)
    given = _positive(row, "AdditionalGiftCount") // MICRO
    if gifts:
        return BuyGet(
            buy=take,
            get=given,
            gets=Selector(items=gifts),
            percent_ppm=RATE_PPM_ONE,
        )
    if not 0 < given < take:
        raise _RefusedError(RowRefusal.INVALID_FIGURE, "AdditionalGiftCount")
    return NForM(take=take, pay=take - given)


def _other_price(row: Mapping[str, str], gifts: tuple[str, ...]) -> Reward:
    price_micro = _positive(row, "GiftItemPrice")
    take = _group_size(row)
    given = _positive(row, "AdditionalGiftCount") // MICRO
    if not gifts:
        raise _RefusedError(RowRefusal.NO_ITEMS, "IsGiftItem")
    return BuyGet(
        buy=take,
        get=given,
        gets=Selector(items=gifts),
        unit_price_micro=price_micro,
    )


def _conditions(
    row: Mapping[str, str],
    selects: Selector,
    reward: Reward,
    stores: tuple[str, ...],
) -> Conditions:
    starts = _moment(row, "PromotionStartDate", "PromotionStartHour")
    ends = _moment(row, "PromotionEndDate", "PromotionEndHour")
    if ends < starts:
        raise _RefusedError(RowRefusal.ENDS_BEFORE_START, "PromotionEndDate")
    clubs = [club for club in _text(row, "club_ids").split("|") if club]
    groups = () if _EVERYBODY in clubs else tuple(f"club-{club}" for club in clubs)
    return Conditions(
        starts_local=starts,
        ends_local=ends,
        stores=stores,
        customer_groups=groups,
        requires=_requirements(row, selects, reward),
    )


def _requirements(
    row: Mapping[str, str], selects: Selector, reward: Reward
) -> tuple[Requirement, ...]:
    found = [
        Requirement(amount_min_minor=_minor(row, field))
        for field in ("MinPurchaseAmnt", "AdditionalMinBasketAmount")
        if _micro(row, field, 0)
    ]
    if _micro(row, "MinAmount", 0):
        found.append(
            Requirement(selects=selects, amount_min_minor=_minor(row, "MinAmount"))
        )
    # Rewards that make groups ask for the quantity themselves.
    is_grouped = isinstance(reward, NForPrice | NForM | BuyGet)
    quantity = _micro(row, "MinQty", 0)
    if not is_grouped and quantity and (_is_weighed(row) or quantity > MICRO):
        found.append(Requirement(selects=selects, quantity_min_micro=quantity))
    return tuple(found)


def _coupon(row: Mapping[str, str], reward: Reward) -> CouponRule | None:
    if _text(row, "AdditionalIsCoupon") != "1":
        return None
    applications = 1
    if isinstance(reward, PercentOff):
        applications = max(1, _micro(row, "MinQty", 0) // MICRO)
    return CouponRule(
        codes=(_text(row, "PromotionId"),), applications_per_code=applications
    )


def _version(row: Mapping[str, str]) -> int:
    """Return a number that rises with the time of the last change."""
    digits = re.sub(r"\D", "", _text(row, "PromotionUpdateDate"))
    return int(digits[:12] or 1)


def _moment(row: Mapping[str, str], date_field: str, time_field: str) -> str:
    date = _text(row, date_field)
    time = _text(row, time_field) or "00:00"
    try:
        moment = dt.datetime.fromisoformat(f"{date}T{time}")
    except ValueError:
        raise _RefusedError(RowRefusal.INVALID_DATE, date_field) from None
    return moment.isoformat(timespec="minutes")


def _group_size(row: Mapping[str, str]) -> int:
    quantity = _positive(row, "MinQty")
    if quantity % MICRO or quantity == MICRO:
        raise _RefusedError(RowRefusal.INVALID_FIGURE, "MinQty")
    return quantity // MICRO


def _rate_ppm(row: Mapping[str, str]) -> int:
    rate = _positive(row, "DiscountRate")
    if rate % MICRO or rate > _RATE_ALL * MICRO:
        raise _RefusedError(RowRefusal.INVALID_FIGURE, "DiscountRate")
    return rate // MICRO * _PPM_PER_RATE


def _minor(row: Mapping[str, str], field: str) -> int:
    """Return an amount in hundredths of the shekel."""
    amount = _positive(row, field)
    if amount % _MICRO_PER_HUNDREDTH:
        raise _RefusedError(RowRefusal.INVALID_FIGURE, field)
    return amount // _MICRO_PER_HUNDREDTH


def _positive(row: Mapping[str, str], field: str) -> int:
    """Return a figure in millionths that must be there and above 0."""
    found = _micro(row, field, -1)
    if found < 0:
        raise _RefusedError(RowRefusal.MISSING_FIGURE, field)
    if not found:
        raise _RefusedError(RowRefusal.INVALID_FIGURE, field)
    return found


def _micro(row: Mapping[str, str], field: str, absent: int) -> int:
    """Return a figure in millionths, *absent* where the column is empty."""
    text = _text(row, field)
    if not text:
        return absent
    if _FIGURE.fullmatch(text) is None:
        raise _RefusedError(RowRefusal.INVALID_FIGURE, field)
    whole, _, fraction = text.partition(".")
    return int(whole) * MICRO + int(fraction.ljust(6, "0"))


def _is_weighed(row: Mapping[str, str]) -> bool:
    return _text(row, "IsWeightedPromo") == "1"


def _text(row: Mapping[str, str], field: str) -> str:
    return (row.get(field) or "").strip()
