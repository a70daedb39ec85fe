"""The promotions of a case in its own format, as promotions of the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

import msgspec

from terminal.domain.money import MICRO, Currency
from terminal.domain.promotion.basket import Uses
from terminal.domain.promotion.conditions import AmountBasis
from terminal.domain.promotion.promotion import (
    Combination,
    CouponRule,
    Level,
    Promotion,
)
from terminal.domain.promotion.reward import (
    AmountOff,
    AmountPer,
    BuyGet,
    FirstAdditional,
    PercentOff,
    Reward,
    Tier,
    TierBasis,
    Tiers,
)
from terminal.domain.promotion.selector import EVERYTHING, Selector
from tests.cases.adapters.promotions.basket import SHIPPING_TAG, minor_of, ppm_of
from tests.cases.adapters.promotions.own_conditions import read_conditions
from tests.cases.adapters.promotions.own_taxes import OwnTaxes
from tests.cases.harness.fields import Fields

_ALL_PPM: Final = 1_000_000


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """One promotion of a case and what the customer did about it.

    Attributes:
        entered: The coupon as it was typed, if one was and was not taken back.
        uses: Earlier uses by this customer.
    """

    promotion: Promotion
    entered: str | None = None
    groups: frozenset[str] = frozenset()
    uses: Uses | None = None


def read_offer(
    values: Mapping[str, Any],
    index: int,
    count: int,
    family: str,
    currency: Currency,
    taxes: OwnTaxes,
) -> Offer:
    fields = Fields("promotion", values)
    fields.ignore("auto", "name", "tier_by", "mode")
    action = fields.take("action")
    assert action in _ACTIONS, f"action {action!r} is not translated"
    reader = _Reader(fields, family, currency, taxes)
    reward, selects, level = _ACTIONS[action](reader)
    coupon = fields.take_or("coupon")
    entered = fields.take_or("entered", coupon)
    match fields.take_or("then"):
        case None:
            pass
        case "coupon removed":
            entered = None
        case then:
            raise AssertionError(f"then {then!r} is not translated")
    limits = read_conditions(fields, family, currency, taxes)
    limit = fields.take_or("per_customer_limit")
    prior = fields.take_or("prior_uses", 0)
    # A cancelled transaction is no use.
    is_cancelled = fields.take_or("prior_cancelled", False)
    split = fields.take_or("split", "over goods and shipping")
    assert split == "over goods and shipping", f"split {split!r}"
    # What is free already has nothing left that could be reduced again.
    fields.take_or("excludes_free_units")
    fields.close()
    return Offer(
        promotion=Promotion(
            promotion_id=f"{index + 1}",
            version=1,
            name=values.get("name", action),
            reward=reward,
            selects=selects,
            conditions=limits.conditions,
            priority=count - index,
            level=Level.LINE if family == "odoo" else level,
            combination=Combination.COMPOUND,
            uses_max_per_member=limit,
            coupon=None if coupon is None else CouponRule(codes=(coupon,)),
        ),
        entered=entered,
        groups=limits.groups,
        uses=Uses(member=prior, total=prior) if prior and not is_cancelled else None,
    )


class _Reader:
    """What the rewards of one promotion are read from."""

    def __init__(
        self, fields: Fields, family: str, currency: Currency, taxes: OwnTaxes
    ) -> None:
        self.fields = fields
        self.family = family
        self._currency = currency
        self._is_in_minor = taxes.is_in_minor

    @property
    def basis(self) -> AmountBasis:
        """Whether amounts off an order count with taxes."""
        return AmountBasis.INCLUSIVE if self.family == "odoo" else AmountBasis.LABELLED

    def minor(self, key: str) -> int:
        return self.minor_of(self.fields.take(key))

    def minor_of(self, value: str | int | Decimal) -> int:
        if self._is_in_minor:
            return int(value)
        return minor_of(value, self._currency)

    def ppm(self, key: str = "value") -> int:
        return ppm_of(self.fields.take(key))

    def tiers(self, base: str, basis: TierBasis) -> tuple[Tier, ...]:
        """Read a base and tiers of percents (`base_pct`) or amounts (`base`)."""
        by_threshold = {0: self.fields.take(base)}
        for threshold, value in self.fields.take("tiers").items():
            is_amount = basis is TierBasis.AMOUNT
            start = self.minor_of(threshold) if is_amount else int(threshold) * MICRO
            by_threshold[start] = value
        is_percent = base == "base_pct"
        return tuple(
            Tier(
                from_=start,
                percent_ppm=ppm_of(value) if is_percent else None,
                amount_minor=None if is_percent else self.minor_of(value),
            )
            for start, value in sorted(by_threshold.items())
        )


_Translated = tuple[Reward, Selector, Level]


def _order_free(reader: _Reader) -> _Translated:
    return PercentOff(percent_ppm=_ALL_PPM), EVERYTHING, Level.BASKET


def _order_percent(reader: _Reader) -> _Translated:
    return _percent(reader), _only(reader), Level.BASKET


def _percent(reader: _Reader) -> PercentOff:
    caps = [reader.fields.take_or(key) for key in ("cap", "max_discount", "max_amount")]
    cap = next((cap for cap in caps if cap is not None), None)
    return PercentOff(
        percent_ppm=reader.ppm(),
        cap_minor=None if cap is None else reader.minor_of(cap),
        cap_basis=reader.basis,
    )


def _order_fixed(reader: _Reader) -> _Translated:
    reward = AmountOff(amount_minor=reader.minor("value"), basis=reader.basis)
    return reward, _only(reader), Level.BASKET


def _only(reader: _Reader) -> Selector:
    items = reader.fields.take_or("only_items")
    return EVERYTHING if items is None else Selector(items=tuple(items))


def _line_fixed(reader: _Reader) -> _Translated:
    reward = AmountOff(amount_minor=reader.minor("value"), per=AmountPer.LINE)
    return reward, _only(reader), Level.LINE


def _each_item_fixed(reader: _Reader) -> _Translated:
    reward = AmountOff(amount_minor=reader.minor("value"), per=AmountPer.UNIT)
    return reward, _only(reader), Level.LINE


def _line_percent(reader: _Reader) -> _Translated:
    return _percent(reader), _only(reader), Level.LINE


def _percent_on_products(reader: _Reader) -> _Translated:
    items = Selector(items=tuple(reader.fields.take("products")))
    return _percent(reader), items, Level.LINE


def _percent_on_tag(reader: _Reader) -> _Translated:
    tagged = Selector(tags=(reader.fields.take("tag"),))
    return _percent(reader), tagged, Level.LINE


def _free_shipping(reader: _Reader) -> _Translated:
    shipping = Selector(tags=(SHIPPING_TAG,))
    return PercentOff(percent_ppm=_ALL_PPM), shipping, Level.BASKET


def _voucher(reader: _Reader) -> _Translated:
    # The case asks only whether it applies.
    return PercentOff(percent_ppm=_ALL_PPM), EVERYTHING, Level.BASKET


def _flexi_rate(reader: _Reader) -> _Translated:
    reward = FirstAdditional(
        first_minor=reader.minor("first_item"),
        additional_minor=reader.minor("additional_item"),
        units_max=reader.fields.take("max_items"),
    )
    return reward, EVERYTHING, Level.LINE


def _tiered_percent(reader: _Reader) -> _Translated:
    tiers = reader.tiers("base_pct", TierBasis.AMOUNT)
    return Tiers(basis=TierBasis.AMOUNT, tiers=tiers), EVERYTHING, Level.LINE


def _tiered_fixed(reader: _Reader) -> _Translated:
    tiers = reader.tiers("base", TierBasis.AMOUNT)
    return Tiers(basis=TierBasis.AMOUNT, tiers=tiers), EVERYTHING, Level.LINE


def _tiered_by_quantity(reader: _Reader) -> _Translated:
    tagged = Selector(tags=(reader.fields.take("tag"),))
    tiers = reader.tiers("base_pct", TierBasis.QUANTITY)
    return Tiers(basis=TierBasis.QUANTITY, tiers=tiers), tagged, Level.LINE


def _buy_x_get_y_free(reader: _Reader) -> _Translated:
    bought, buy = reader.fields.take("buy")
    got, get = reader.fields.take("get")
    reward = BuyGet(
        buy=buy,
        get=get,
        gets=Selector(items=(got,)),
        percent_ppm=_ALL_PPM,
        adds_units=True,
    )
    return reward, Selector(items=(bought,)), Level.LINE


_ACTIONS: Final[Mapping[str, Callable[[_Reader], _Translated]]] = {
    "buy_x_get_y_free": _buy_x_get_y_free,
    "each_item_fixed": _each_item_fixed,
    "each_item_percent": _line_percent,
    "flexi_rate": _flexi_rate,
    "free_shipping": _free_shipping,
    "line_fixed": _line_fixed,
    "line_percent": _line_percent,
    "order_fixed": _order_fixed,
    "order_free": _order_free,
    "order_percent": _order_percent,
    "percent_on_products": _percent_on_products,
    "percent_on_tag": _percent_on_tag,
    "tiered_fixed": _tiered_fixed,
    "tiered_percent": _tiered_percent,
    "tiered_percent_by_eligible_qty": _tiered_by_quantity,
    "voucher": _voucher,
}
