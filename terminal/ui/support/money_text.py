"""Money and quantities as text: exact, with the signs and spaces of the visual rules.

No float is involved: amounts are whole minor units, unit prices and quantities
whole millionths.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

MINUS: Final = "\N{MINUS SIGN}"
THIN_SPACE: Final = "\N{THIN SPACE}"
NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"
TIMES: Final = "\N{MULTIPLICATION SIGN}"
_MICRO: Final = 1_000_000
_MICRO_DIGITS: Final = 6
_GROUP_FROM_DIGITS: Final = 5
PIECE_UNITS: Final = frozenset({"", "each", "piece", "pcs", "ea"})


def format_minor(amount_minor: int, exponent: int) -> str:
    """Return an amount with the currency's own number of decimals.

    Digits are grouped by a thin space from 10 000 on: four digits read at once.
    """
    sign = MINUS if amount_minor < 0 else ""
    whole, part = divmod(abs(amount_minor), 10**exponent)
    decimals = f".{part:0{exponent}d}" if exponent else ""
    return f"{sign}{_group(whole)}{decimals}"


def format_unit_price(price_micro: int, exponent: int) -> str:
    """Return a unit price; more decimals than the currency's only when needed."""
    sign = MINUS if price_micro < 0 else ""
    whole, part = divmod(abs(price_micro), _MICRO)
    digits = f"{part:0{_MICRO_DIGITS}d}"
    kept = digits[:exponent] + digits[exponent:].rstrip("0")
    return f"{sign}{_group(whole)}{'.' + kept if kept else ''}"


def format_quantity(quantity_micro: int, unit: str) -> str:
    """Return a quantity: a bare number of pieces, or a measure with its unit."""
    sign = MINUS if quantity_micro < 0 else ""
    whole, part = divmod(abs(quantity_micro), _MICRO)
    digits = f"{part:0{_MICRO_DIGITS}d}".rstrip("0")
    if is_piece(unit):
        return f"{sign}{_group(whole)}{'.' + digits if digits else ''}"
    return f"{sign}{_group(whole)}.{digits:0<3}{NO_BREAK_SPACE}{unit}"


def is_piece(unit: str) -> bool:
    """Tell whether *unit* counts things instead of measuring them."""
    return unit.lower() in PIECE_UNITS


def parse_minor(text: str, exponent: int) -> int | None:
    """Return the amount that an operator typed, None when it is not one.

    Both a full stop and a comma are taken for the decimal sign, because both
    are on keypads; more decimals than the currency has are refused.
    """
    cleaned = text.strip().replace(",", ".").replace(MINUS, "-")
    whole, _, part = cleaned.partition(".")
    digits = whole.removeprefix("-")
    if not digits.isascii() or not digits.isdigit() or len(part) > exponent:
        return None
    if part and not (part.isascii() and part.isdigit()):
        return None
    scale: int = 10**exponent
    amount = int(digits) * scale + int(f"{part:0<{exponent}}" or "0")
    return -amount if whole.startswith("-") else amount


def parse_micro(text: str) -> int | None:
    """Return a typed quantity or unit price in millionths, None when it is neither."""
    return parse_minor(text, _MICRO_DIGITS)


def minor_to_micro(amount_minor: int, exponent: int) -> int:
    """Return an amount of money as a unit price in millionths."""
    scale: int = 10**exponent
    return amount_minor * _MICRO // scale


def _group(whole: int) -> str:
    text = str(whole)
    if len(text) < _GROUP_FROM_DIGITS:
        return text
    return f"{whole:,}".replace(",", THIN_SPACE)


@lru_cache(maxsize=32)
def currency_symbol(code: str, language: str) -> str:
    """Return the sign by which *language* writes the currency *code*.

    Loads babel's tables (about 30 ms): the first call belongs on the use-case
    thread, after the first paint.
    """
    from babel.numbers import get_currency_symbol

    return get_currency_symbol(code, locale=language)
