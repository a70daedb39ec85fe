"""Turns what a scale shows into whole grams, exactly.

1 lb is 453.59237 g by definition (international yard and pound agreement, 1959),
so every unit is a whole number of tens of nanograms and no float is needed.  What
is less than a gram is rounded half up, once: at most half a gram is lost, and only
by scales that do not show whole grams.
"""

import re
from typing import Final

_UNIT_10NG: Final = {
    "kg": 100_000_000_000,
    "g": 100_000_000,
    "lb": 45_359_237_000,
    "oz": 2_834_952_312,  # and a half: see grams_of
}
"""Tens of nanograms in one unit."""

_GRAM_10NG: Final = 100_000_000
_NUMBER: Final = re.compile(r"(\d{1,9})(?:\.(\d{1,6}))?", re.ASCII)

GRAMS_MAX: Final = 10_000_000
"""Ten tonnes: more is no counter scale, but bytes gone wrong."""


def grams_of(number: str, unit: str) -> int | None:
    """Return *number* of *unit* in grams; None when it is no weight.

    Args:
        number: Digits, with at most six decimals and without a sign.
        unit: ``kg``, ``g``, ``lb`` or ``oz`` in any case.
    """
    match = _NUMBER.fullmatch(number)
    unit = unit.lower()
    if match is None or unit not in _UNIT_10NG:
        return None
    decimals = match.group(2) or ""
    digits = int(match.group(1) + decimals)
    scale = 10 ** len(decimals)
    # Twice the ounce is whole; everything is doubled so that all units are.
    doubled = 2 * _UNIT_10NG[unit] + (1 if unit == "oz" else 0)
    divisor = 2 * _GRAM_10NG * scale
    grams = (2 * digits * doubled + divisor) // (2 * divisor)
    return grams if grams <= GRAMS_MAX else None


def amount_of(grams: int, unit_price_minor: int) -> int:
    """Return the price of *grams* at a price of one kilogram, rounded half up."""
    return (grams * unit_price_minor + 500) // 1000
