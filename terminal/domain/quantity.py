"""Quantities: millionths of a named unit, so that 0.3 kg is exact.

Unlike money, quantities are never rounded by the program.
"""

from typing import Final

from terminal.domain.errors import InvalidQuantityError

QUANTITY_MICRO_ONE: Final = 1_000_000

# A million pieces a line: more is a scanned code keyed as a quantity.
QUANTITY_MICRO_MAX: Final = 1_000_000 * QUANTITY_MICRO_ONE


def require_quantity(quantity_micro: int) -> None:
    """Refuse a quantity that is not above zero or is out of bounds.

    Raises:
        InvalidQuantityError: nothing was changed.
    """
    if not 0 < quantity_micro <= QUANTITY_MICRO_MAX:
        raise InvalidQuantityError(
            "the quantity must be above zero and at most a million; key it again",
            quantity_micro=quantity_micro,
        )


def format_quantity(quantity_micro: int, decimal_mark: str = ".") -> str:
    """Return the shortest exact digits, e.g. ``3``, ``0.375`` or ``-1.5``."""
    sign = "-" if quantity_micro < 0 else ""
    whole, millionths = divmod(abs(quantity_micro), QUANTITY_MICRO_ONE)
    if not millionths:
        return f"{sign}{whole}"
    decimals = f"{millionths:06d}".rstrip("0")
    return f"{sign}{whole}{decimal_mark}{decimals}"
