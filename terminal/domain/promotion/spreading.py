"""Spreading an amount over lines without losing a minor unit."""

from collections.abc import Sequence

from terminal.domain.money import allocate
from terminal.domain.promotion.policy import SpareMinor


def spread(
    total_minor: int,
    weights: Sequence[int],
    rooms: Sequence[int],
    spare: SpareMinor = SpareMinor.LARGEST_REMAINDER,
) -> list[int]:
    """Split *total_minor* in proportion to *weights*, no part above its room.

    The parts add up to *total_minor*, or to all rooms where these are smaller: what
    one line cannot bear goes to the next ones in their order.

    Args:
        total_minor: At least 0.
        weights: Not negative.
        rooms: The most each part may be.
        spare: Who gets the minor units that are left over.
    """
    whole = sum(weights)
    if whole <= 0:
        return [0] * len(weights)
    if len(weights) == 1:
        return [min(total_minor, rooms[0])]
    if spare is SpareMinor.LARGEST_REMAINDER:
        parts = allocate(total_minor, weights)
    else:
        parts = [total_minor * weight // whole for weight in weights]
        for i in range(total_minor - sum(parts)):
            parts[i] += 1
    return fit(parts, rooms)


def fit(parts: Sequence[int], rooms: Sequence[int]) -> list[int]:
    """Cut parts to their rooms and give what is over to others that have room."""
    fitted = [min(part, room) for part, room in zip(parts, rooms, strict=True)]
    over = sum(parts) - sum(fitted)
    for i, room in enumerate(rooms):
        if not over:
            break
        more = min(over, room - fitted[i])
        fitted[i] += more
        over -= more
    return fitted
