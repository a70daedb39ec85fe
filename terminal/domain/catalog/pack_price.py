"""The price of a pack that has none of its own."""

from __future__ import annotations

from terminal.domain.money import MICRO, divide_rounded


def pack_price_micro(unit_price_micro: int, base_quantity_micro: int) -> int:
    """Return what the contents of a pack cost, in millionths of the major unit.

    Args:
        unit_price_micro: For one base unit.
        base_quantity_micro: Base units in the pack.
    """
    return divide_rounded(unit_price_micro * base_quantity_micro, MICRO)
