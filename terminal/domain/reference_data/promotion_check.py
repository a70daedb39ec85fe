"""Finds in a promotion what its JSON form allows and no shop can mean.

A promotion that gets past an import is computed with at every scan: what would be
refused there must be refused here, where somebody reads the answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import msgspec

from terminal.domain.money import (
    AMOUNT_MINOR_MAX,
    MICRO,
    RATE_PPM_ONE,
    UNIT_PRICE_MICRO_MAX,
)
from terminal.domain.promotion.conditions import Conditions
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.promotion.reward import (
    AmountOff,
    Bundle,
    BuyGet,
    CountBasis,
    FirstAdditional,
    NForM,
    NForPrice,
    PercentOff,
    Reward,
    Tiers,
)
from terminal.domain.reference_data.errors import CellRefusedError

COUNT_MAX: Final = 10_000
_MINUTES_PER_DAY: Final = 1_440
_DAYS_PER_WEEK: Final = 7
_TEXT_CHARACTERS_MAX: Final = 200
_LOCAL_MINUTE: Final = re.compile(
    r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]"
)
# Upper bounds by the ending of a field's name; every such number is 0 or more.
_BOUNDS: Final = (
    ("_ppm", RATE_PPM_ONE),
    ("_minor", AMOUNT_MINOR_MAX),
    ("_micro", UNIT_PRICE_MICRO_MAX),
)


def check_promotion(promotion: Promotion) -> Promotion:
    """Return *promotion*, or refuse what cannot be meant.

    Raises:
        CellRefusedError: Says which field is wrong.
    """
    for name in ("promotion_id", "name"):
        text: str = getattr(promotion, name)
        if not text or len(text) > _TEXT_CHARACTERS_MAX or not text.isprintable():
            raise CellRefusedError(
                name, f"{name} is empty, too long or has odd characters"
            )
    if promotion.version < 0:
        raise CellRefusedError("version", "version is below zero")
    _check_bounds(promotion, "")
    _check_reward(promotion.reward)
    _check_conditions(promotion.conditions)
    coupon = promotion.coupon
    if coupon is not None and not (coupon.prefix or any(coupon.codes)):
        raise CellRefusedError("coupon", "a coupon has codes or a prefix")
    for name in ("uses_max_per_transaction", "uses_max", "uses_max_per_member"):
        limit: int | None = getattr(promotion, name)
        if limit is not None and limit < 1:
            raise CellRefusedError(
                name, f"{name} is below one; is_active: false ends it"
            )
    return promotion


def _check_bounds(value: object, path: str) -> None:
    """Check every number whose name tells its unit, at any depth."""
    if isinstance(value, tuple):
        for index, entry in enumerate(value):
            _check_bounds(entry, f"{path}[{index}]")
        return
    if not isinstance(value, msgspec.Struct):
        return
    for field in msgspec.structs.fields(value):
        inner = getattr(value, field.name)
        here = f"{path}.{field.encode_name}" if path else field.encode_name
        if isinstance(inner, int) and not isinstance(inner, bool):
            for ending, most in _BOUNDS:
                if field.name.endswith(ending) and not 0 <= inner <= most:
                    raise CellRefusedError(here, f"{here} is not between 0 and {most}")
        _check_bounds(inner, here)


def _check_reward(reward: Reward) -> None:
    check: Callable[[Any], None] | None = _CHECKS.get(type(reward))
    if check is not None:
        check(reward)


def _check_percent_off(reward: PercentOff) -> None:
    if reward.percent_ppm == 0 or reward.cap_minor == 0:
        raise CellRefusedError("reward", "zero percent off gives nothing away")


def _check_amount_off(reward: AmountOff) -> None:
    if reward.amount_minor == 0:
        raise CellRefusedError("reward", "an amount of zero off gives nothing away")


def _check_n_for_m(reward: NForM) -> None:
    if not 0 <= reward.pay < reward.take <= COUNT_MAX:
        raise CellRefusedError(
            "reward", f"{reward.take} for {reward.pay} gives nothing away"
        )


def _check_n_for_price(reward: NForPrice) -> None:
    if reward.size_micro == 0:
        raise CellRefusedError("reward", "size_micro is zero")
    if reward.count is not CountBasis.MEASURE and reward.size_micro % MICRO:
        raise CellRefusedError("reward", "size_micro is part of a unit, not measured")


def _check_bundle(reward: Bundle) -> None:
    if not reward.parts:
        raise CellRefusedError("reward", "a bundle has parts")
    if any(not 1 <= part.quantity <= COUNT_MAX for part in reward.parts):
        raise CellRefusedError(
            "reward", "a part of a bundle has a quantity of one or more"
        )
    _require_one(reward.price_minor, reward.percent_ppm, reward.amount_minor)


def _check_buy_get(reward: BuyGet) -> None:
    if not (0 <= reward.buy <= COUNT_MAX and 1 <= reward.get <= COUNT_MAX):
        raise CellRefusedError("reward", "buy is zero or more, get one or more")
    _require_one(reward.percent_ppm, reward.amount_minor, reward.unit_price_micro)
    if reward.percent_ppm == 0 or reward.amount_minor == 0:
        raise CellRefusedError("reward", "zero off what is got gives nothing away")


def _check_tiers(reward: Tiers) -> None:
    if not reward.tiers:
        raise CellRefusedError("reward", "tiers has no tier")
    starts = [tier.from_ for tier in reward.tiers]
    if min(starts) < 0 or len(set(starts)) != len(starts):
        raise CellRefusedError("reward", "tiers begin at zero or more, each elsewhere")
    if reward.repeats and max(starts) == 0:
        raise CellRefusedError("reward", "a tier that repeats begins above zero")
    for tier in reward.tiers:
        _require_one(tier.percent_ppm, tier.amount_minor, tier.unit_price_micro)


def _check_first_additional(reward: FirstAdditional) -> None:
    if reward.units_max is not None and reward.units_max < 1:
        raise CellRefusedError("reward", "units_max is below one")


def _require_one(*figures: int | None) -> None:
    if sum(figure is not None for figure in figures) != 1:
        raise CellRefusedError(
            "reward", "exactly one of percent, amount and price is given"
        )


# A reward that is not here has nothing but its bounds.
_CHECKS: Final[dict[type, Callable[[Any], None]]] = {
    PercentOff: _check_percent_off,
    AmountOff: _check_amount_off,
    NForM: _check_n_for_m,
    NForPrice: _check_n_for_price,
    Bundle: _check_bundle,
    BuyGet: _check_buy_get,
    Tiers: _check_tiers,
    FirstAdditional: _check_first_additional,
}


def _check_conditions(conditions: Conditions) -> None:
    for window in conditions.windows:
        if not (
            0 <= window.from_minute < _MINUTES_PER_DAY
            and 0 < window.to_minute <= _MINUTES_PER_DAY
        ):
            raise CellRefusedError(
                "windows", "a window has minutes of the day, 0 to 1440"
            )
        if any(not 0 <= day < _DAYS_PER_WEEK for day in window.weekdays):
            raise CellRefusedError(
                "windows", "a weekday is 0 for Monday to 6 for Sunday"
            )
    starts, ends = conditions.starts_at_ms, conditions.ends_at_ms
    if starts is not None and ends is not None and ends <= starts:
        raise CellRefusedError("ends_at_ms", "ends_at_ms is not after starts_at_ms")
    for name in ("starts_local", "ends_local"):
        text: str | None = getattr(conditions, name)
        if text is not None and not _LOCAL_MINUTE.fullmatch(text):
            raise CellRefusedError(
                name, f"{name} is no minute such as 2026-02-01T00:00"
            )
