"""Notes and coins, and what a count of them comes to."""

from collections.abc import Mapping
from typing import Final

import msgspec

from terminal.domain.errors import InvalidAmountError
from terminal.domain.money import AMOUNT_MINOR_MAX

PIECES_MAX: Final = 1_000_000

# Face values in minor units, largest first, of notes and coins that central banks
# issue for everyday use.  A list for counting screens, no rule: a count may name any
# other face.
_FACES: Final[dict[str, tuple[int, ...]]] = {
    "AED": (100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 100, 50, 25),
    "AUD": (10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5),
    "BRL": (20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 25, 10, 5),
    "CAD": (10000, 5000, 2000, 1000, 500, 200, 100, 25, 10, 5),
    "CHF": (100000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5),
    "CNY": (10000, 5000, 2000, 1000, 500, 100, 50, 10),
    "CZK": (
        500000,
        200000,
        100000,
        50000,
        20000,
        10000,
        5000,
        2000,
        1000,
        500,
        200,
        100,
    ),
    "DKK": (50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50),
    "EUR": (50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1),
    "GBP": (5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1),
    "HKD": (100000, 50000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10),
    "ILS": (20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 10),
    "INR": (50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100),
    "JPY": (10000, 5000, 2000, 1000, 500, 100, 50, 10, 5, 1),
    "KRW": (50000, 10000, 5000, 1000, 500, 100, 50, 10),
    "KWD": (20000, 10000, 5000, 1000, 500, 250, 100, 50, 20, 10, 5),
    "MXN": (100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50),
    "NOK": (100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 100),
    "NZD": (10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10),
    "PLN": (50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1),
    "SEK": (100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100),
    "SGD": (100000, 10000, 5000, 1000, 500, 200, 100, 50, 20, 10, 5),
    # The register keeps cents for the Taiwan dollar although none are used.
    "TWD": (200000, 100000, 50000, 20000, 10000, 5000, 1000, 500, 100),
    "USD": (10000, 5000, 2000, 1000, 500, 200, 100, 50, 25, 10, 5, 1),
    "ZAR": (20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10),
}
# ISO 4217 decimal places that the table was written with, where not two.
_EXPONENTS: Final[dict[str, int]] = {"JPY": 0, "KRW": 0, "KWD": 3}
_EXPONENT: Final = 2


class CashCounted(msgspec.Struct, frozen=True, kw_only=True):
    """The cash of one currency as it was counted.

    Attributes:
        denominations: (face in minor units, pieces), largest face first; empty
            when only the sum was keyed.
        amount_minor: The sum.
    """

    currency: str
    denominations: tuple[tuple[int, int], ...] = ()
    amount_minor: int


def faces(currency: str, exponent: int) -> tuple[int, ...]:
    """Return the usual faces in minor units, largest first; empty when unknown.

    Args:
        currency: ISO 4217 code.
        exponent: Decimal places that the store keeps the currency with; a store
            may keep the Taiwan dollar without cents.
    """
    listed = _FACES.get(currency, ())
    shift = exponent - _EXPONENTS.get(currency, _EXPONENT)
    if shift >= 0:
        return tuple(face * 10**shift for face in listed)
    scale: int = 10**-shift
    return tuple(face // scale for face in listed if face % scale == 0)


def currency_exponent(currency: str) -> int:
    """Return the decimal places of a currency that is not the store's own."""
    # Not with the module: the table of currencies is loaded when it is asked.
    from terminal.domain.currency import currency_of

    found = currency_of(currency)
    return _EXPONENT if found is None else found.exponent


def is_cash_currency(code: str, store_currency: str) -> bool:
    """Tell whether cash of a currency can lie in a drawer."""
    if code == store_currency:
        return True
    from terminal.domain.currency import currency_of

    return currency_of(code) is not None


def count_cash(currency: str, pieces_of: Mapping[int, int]) -> CashCounted:
    """Return what *pieces_of*, pieces by face in minor units, come to.

    Raises:
        InvalidAmountError: a face of nothing, or less than no pieces.
    """
    for face, pieces in pieces_of.items():
        if not 0 < face <= AMOUNT_MINOR_MAX or not 0 <= pieces <= PIECES_MAX:
            raise InvalidAmountError(
                f"{pieces} pieces of {face} cannot be counted; count again",
                amount_minor=face,
                pieces=pieces,
            )
    rows = tuple(
        (face, pieces_of[face])
        for face in sorted(pieces_of, reverse=True)
        if pieces_of[face]
    )
    amount = sum(face * pieces for face, pieces in rows)
    if amount > AMOUNT_MINOR_MAX:
        raise InvalidAmountError("more than a till can hold; count again")
    return CashCounted(currency=currency, denominations=rows, amount_minor=amount)
