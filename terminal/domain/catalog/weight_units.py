"""Turns grams of a scale into the unit in which an item is sold, exactly."""

from typing import Final

from terminal.domain.money import MICRO, divide_rounded

# 1 lb is 453.59237 g by definition; both sides in hundred-thousandths of a gram.
_UNITS_OF_GRAM: Final = {
    "kg": (1, 1_000),
    "g": (1, 1),
    "lb": (100_000, 45_359_237),
    "oz": (1_600_000, 45_359_237),
}


def micro_of_grams(grams: int, unit: str) -> int | None:
    """Return *grams* in millionths of *unit*; None when it is no unit of weight."""
    ratio = _UNITS_OF_GRAM.get(unit)
    if ratio is None:
        return None
    return divide_rounded(grams * MICRO * ratio[0], ratio[1])


def grams_of_micro(micro: int, unit: str) -> int | None:
    """Return millionths of *unit* in whole grams; None when it is no weight."""
    ratio = _UNITS_OF_GRAM.get(unit)
    if ratio is None:
        return None
    return divide_rounded(micro * ratio[1], MICRO * ratio[0])
