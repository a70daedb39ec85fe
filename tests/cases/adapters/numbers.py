"""Numbers of the cases as the integers of the engine."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def scaled(value: int | Decimal | str, scale: int) -> int:
    """Return *value* in units of 1/*scale*; nothing is rounded."""
    exact = Fraction(Decimal(value)) * scale
    assert exact.denominator == 1, f"{value} is finer than 1/{scale}"
    return exact.numerator
