"""The currencies of ISO 4217: their minor units and their smallest coins.

The figures come from babel's copy of CLDR, loaded at the first call (some 5 ms) and
never before the first paint. CLDR says how many decimals people write, ISO 4217
how many a currency has; where they differ a ledger keeps ISO's, so that amounts of
cards and banks fit, and shows CLDR's.
"""

from functools import cache
from typing import Final

import msgspec

from terminal.domain.money import Currency

# ISO 4217 list one, where CLDR writes fewer decimals than the currency has.
_ISO_EXPONENTS: Final = {
    "AFN": 2,
    "ALL": 2,
    "IQD": 3,
    "IRR": 2,
    "KPW": 2,
    "LAK": 2,
    "LBP": 2,
    "MGA": 2,
    "MMK": 2,
    "RSD": 2,
    "SOS": 2,
    "SYP": 2,
    "YER": 2,
}

# ISO 4217: precious metals, units of account and codes for testing; no money.
_WITHOUT_MINOR_UNIT: Final = frozenset(
    [
        "XAG",
        "XAU",
        "XBA",
        "XBB",
        "XBC",
        "XBD",
        "XDR",
        "XPD",
        "XPT",
        "XSU",
        "XTS",
        "XUA",
        "XXX",
    ]
)

# ISO 4217: in list one, but not in CLDR.
_NOT_IN_CLDR: Final = frozenset({"XAD"})


class CurrencyDigits(msgspec.Struct, frozen=True, kw_only=True):
    """How amounts of a currency are written and paid.

    Attributes:
        exponent: Decimals of ISO 4217; None for what has no minor unit.
        digits: Decimals that people write.
        rounding: Step of the last written digit, 0 when every one is used.
        cash_digits: Decimals of amounts paid in cash.
        cash_rounding: Step of the last of them: 5 with two digits is 0.05; 0 when
            every one is used.
    """

    exponent: int | None
    digits: int
    rounding: int
    cash_digits: int
    cash_rounding: int

    @property
    def cash_step_minor(self) -> int:
        """Smallest amount that can be paid in cash, in minor units."""
        lost = max((self.exponent or 0) - self.cash_digits, 0)
        step: int = max(self.cash_rounding, 1) * 10**lost
        return step


@cache
def currency_digits(code: str) -> CurrencyDigits | None:
    """Return the figures of a currency; None when there is no such code."""
    from babel.core import get_global

    known = get_global("all_currencies")
    if code not in known and code not in _WITHOUT_MINOR_UNIT | _NOT_IN_CLDR:
        return None
    fractions = get_global("currency_fractions")
    digits, rounding, cash_digits, cash_rounding = fractions.get(
        code, fractions["DEFAULT"]
    )
    exponent = _ISO_EXPONENTS.get(code, digits)
    return CurrencyDigits(
        exponent=None if code in _WITHOUT_MINOR_UNIT else exponent,
        digits=digits,
        rounding=rounding,
        cash_digits=cash_digits,
        cash_rounding=cash_rounding,
    )


def currency_of(code: str) -> Currency | None:
    """Return the currency with the decimals of ISO 4217.

    None when there is no such code, or nothing is priced in it.
    """
    found = currency_digits(code)
    if found is None or found.exponent is None:
        return None
    return Currency(code, found.exponent)
