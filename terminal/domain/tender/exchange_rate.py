"""Foreign cash: what it is worth at the rate of the day."""

from typing import Final

import msgspec

from terminal.domain.errors import (
    CurrencyMismatchError,
    InvalidAmountError,
)
from terminal.domain.money import AMOUNT_MINOR_MAX, Currency, Rounding, divide_rounded

RATE_MICRO_ONE: Final = 1_000_000

# One Kuwaiti dinar is some 80,000 rials; ten million leaves room for inflation.
RATE_MICRO_MAX: Final = 10_000_000 * RATE_MICRO_ONE


class ExchangeRate(msgspec.Struct, frozen=True, kw_only=True):
    """What one unit of a foreign currency is worth in the store.

    Attributes:
        rate_micro: Millionths of the store's major unit for ``per_units`` major
            units of ``currency``: 1,082,300 is 1.0823.
        per_units: Foreign units the rate is quoted for: 100 for the yen, so that a
            small rate keeps its digits.
        valid_from: First business day it is used on, ``YYYY-MM-DD``.
    """

    currency: Currency
    store_currency: Currency
    rate_micro: int
    per_units: int = 1
    valid_from: str = ""

    def to_store(
        self,
        foreign_minor: int,
        rounding: Rounding = Rounding.HALF_AWAY_FROM_ZERO,
    ) -> int:
        """Return what *foreign_minor* is worth in the store, rounded once."""
        return divide_rounded(
            foreign_minor * self.rate_micro * self.store_currency.minor_per_major,
            RATE_MICRO_ONE * self.per_units * self.currency.minor_per_major,
            rounding,
        )

    def to_foreign(
        self,
        store_minor: int,
        rounding: Rounding = Rounding.AWAY_FROM_ZERO,
    ) -> int:
        """Return the foreign amount that pays *store_minor*, rounded once.

        Away from zero as a rule: what is asked for is never too little.
        """
        return divide_rounded(
            store_minor
            * RATE_MICRO_ONE
            * self.per_units
            * self.currency.minor_per_major,
            self.rate_micro * self.store_currency.minor_per_major,
            rounding,
        )


class ForeignCash(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Foreign cash put on the counter.

    Attributes:
        foreign_minor: As given, in minor units of the foreign currency.
        given_minor: Its worth in the store's currency.
        amount_minor: What of it is kept; given less change.
        change_minor: Given back in the store's currency, never negative.
    """

    foreign_minor: int
    given_minor: int
    amount_minor: int
    change_minor: int


def require_exchange_rate(rate: ExchangeRate) -> None:
    """Refuse a rate that cannot be.

    Raises:
        InvalidAmountError: not positive, too large, or of one currency to
            itself.
    """
    if not (0 < rate.rate_micro <= RATE_MICRO_MAX and rate.per_units > 0):
        raise InvalidAmountError(
            "the exchange rate is not positive or too large; correct it",
            currency=rate.currency.code,
        )
    if rate.currency.code == rate.store_currency.code:
        raise InvalidAmountError(
            f"{rate.currency.code} is the currency of the store; it needs no rate",
            currency=rate.currency.code,
        )


def take_foreign_cash(
    rate: ExchangeRate, currency: Currency, foreign_minor: int, due_minor: int
) -> ForeignCash:
    """Return what *foreign_minor* pays of *due_minor* and the change for it.

    Change is given in the store's currency. What is missing stays due.

    Raises:
        CurrencyMismatchError: *currency* is not the one of *rate*.
        InvalidAmountError: nothing is due, or the amount is not positive or too
            large; a refund is given in the store's currency.
    """
    if currency != rate.currency:
        raise CurrencyMismatchError(
            f"there is no rate of the day for {currency.code}; ask for another tender",
            expected=rate.currency.code,
            found=currency.code,
        )
    given_minor = rate.to_store(foreign_minor)
    if due_minor <= 0 or not 0 < foreign_minor <= AMOUNT_MINOR_MAX:
        raise InvalidAmountError(
            "the foreign amount is not positive or too large, or nothing is due;"
            " key it again",
            amount_minor=foreign_minor,
        )
    if not 0 < given_minor <= AMOUNT_MINOR_MAX:
        raise InvalidAmountError(
            "the foreign amount is worth nothing or too much here; key it again",
            amount_minor=foreign_minor,
        )
    amount_minor = min(given_minor, due_minor)
    return ForeignCash(
        foreign_minor=foreign_minor,
        given_minor=given_minor,
        amount_minor=amount_minor,
        change_minor=given_minor - amount_minor,
    )
