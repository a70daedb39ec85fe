"""Which notes and coins a shopper is likely to give, and how change is handed out."""

from __future__ import annotations

from typing import Final

# Notes and coins in major units times 100; what is in circulation at a till.
_DENOMINATIONS: Final[dict[str, tuple[int, ...]]] = {
    "EUR": (10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1),
    "GBP": (5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1),
    "USD": (10000, 5000, 2000, 1000, 500, 100, 25, 10, 5, 1),
    "CNY": (10000, 5000, 2000, 1000, 500, 100, 50, 10),
    "HKD": (50000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10),
    "TWD": (100000, 50000, 10000, 5000, 1000, 500, 100),
    "JPY": (1000000, 500000, 100000, 50000, 10000, 5000, 1000, 500, 100),
}
_ANY: Final = (10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)
_SCALE: Final = 100
_PROPOSALS: Final = 3
_SMALLEST_NOTE: Final = 500


def denominations(currency: str, exponent: int) -> tuple[int, ...]:
    """Return notes and coins in minor units, largest first."""
    values = _DENOMINATIONS.get(currency, _ANY)
    return tuple(v for v in (d * 10**exponent // _SCALE for d in values) if v > 0)


def notes_for(due_minor: int, currency: str, exponent: int) -> list[int]:
    """Return up to three round amounts above *due_minor*, smallest first.

    Each is what is due rounded up to a multiple of a note, as shoppers pay: 31.94
    is given as 35, 40 or 50.
    """
    smallest = _SMALLEST_NOTE * 10**exponent // _SCALE or 1
    found: set[int] = set()
    for note in denominations(currency, exponent):
        if note >= smallest:
            found.add(-(-due_minor // note) * note)
    return sorted(amount for amount in found if amount > due_minor)[:_PROPOSALS]


def hand_out(change_minor: int, currency: str, exponent: int) -> list[tuple[int, int]]:
    """Return (count, denomination) pairs that make up the change, largest first.

    What the smallest coin cannot make up is left out; cash rounding is not this
    module's business.
    """
    parts: list[tuple[int, int]] = []
    rest = change_minor
    for value in denominations(currency, exponent):
        count, rest = divmod(rest, value)
        if count:
            parts.append((count, value))
    return parts
