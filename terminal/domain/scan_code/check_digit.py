"""Check digits of GS1 numbers and of the prices inside them."""

from typing import Final

# GS1 General Specifications 7.9: what a price's digit counts under each weight.
_TWO_MINUS: Final = (0, 2, 4, 6, 8, 9, 1, 3, 5, 7)
_THREE: Final = (0, 3, 6, 9, 2, 5, 8, 1, 4, 7)
_FIVE_PLUS: Final = (0, 5, 1, 6, 2, 7, 3, 8, 4, 9)
_FIVE_MINUS: Final = (0, 5, 9, 4, 8, 3, 7, 2, 6, 1)

_FOUR_DIGIT_PRICE: Final = (_TWO_MINUS, _TWO_MINUS, _THREE, _FIVE_MINUS)
_FIVE_DIGIT_PRICE: Final = (_FIVE_PLUS, _TWO_MINUS, _FIVE_MINUS, _FIVE_PLUS, _TWO_MINUS)


def is_check_digit_right(digits: str) -> bool:
    """Return whether the last of *digits* is their GS1 check digit (mod 10)."""
    # The weights are 3 and 1 from the right, the check digit itself counting 1.
    values = digits.encode("ascii")
    odd = values[-1::-2]
    even = values[-2::-2]
    weighted = sum(odd) + 3 * sum(even) - ord("0") * (len(odd) + 3 * len(even))
    return weighted % 10 == 0


def check_digit(body: str) -> str:
    """Return the digit that *body*, digits without one, must end in (mod 10)."""
    weighted = 0
    for place, digit in enumerate(reversed(body)):
        weighted += int(digit) * (1 if place % 2 else 3)
    return str(-weighted % 10)


def price_check_digit(price: str) -> str:
    """Return the check digit of a price field with four or five digits."""
    if len(price) == len(_FOUR_DIGIT_PRICE):
        tables: tuple[tuple[int, ...], ...] = _FOUR_DIGIT_PRICE
    elif len(price) == len(_FIVE_DIGIT_PRICE):
        tables = _FIVE_DIGIT_PRICE
    else:
        message = "only prices of four or five digits have a check digit"
        raise ValueError(message)
    weighted = sum(
        table[int(digit)] for table, digit in zip(tables, price, strict=True)
    )
    if tables is _FOUR_DIGIT_PRICE:
        return str(3 * weighted % 10)
    return str(_FIVE_MINUS.index(-weighted % 10))
