"""Amounts of money in one currency.

Amounts are whole minor units (cents, fils, yen) because binary floats cannot
represent 0.10 and because SQLite and the receipt printer both want integers.
Unit prices are finer: millionths of the major unit. Every rounding of money
happens in this module, so that there is one place to audit.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from terminal.domain.errors import (
    CurrencyMismatchError,
    InvalidAmountError,
    InvalidPriceError,
)

if TYPE_CHECKING:
    from fractions import Fraction

MICRO: Final = 1_000_000
RATE_PPM_ONE: Final = 1_000_000

# Both limits keep every sum of a transaction below 2^53, the largest integer
# that JSON readers in other languages hold exactly.
UNIT_PRICE_MICRO_MAX: Final = 10**15
AMOUNT_MINOR_MAX: Final = 10**13

# The largest total of a transaction: ten of the largest lines.
TOTAL_MINOR_MAX: Final = 10 * AMOUNT_MINOR_MAX

_EXPONENT_MAX: Final = 4


class Rounding(StrEnum):
    """Named policies for the one rounding of an amount.

    Each treats negative numbers as the mirror of positive ones.
    """

    HALF_AWAY_FROM_ZERO = "half_away_from_zero"
    HALF_TOWARDS_ZERO = "half_towards_zero"
    HALF_EVEN = "half_even"
    AWAY_FROM_ZERO = "away_from_zero"
    TOWARDS_ZERO = "towards_zero"


class Currency(msgspec.Struct, frozen=True):
    """An ISO 4217 currency and its number of decimal places."""

    code: str
    exponent: int

    def __post_init__(self) -> None:
        assert 0 <= self.exponent <= _EXPONENT_MAX, self.exponent

    @property
    def minor_per_major(self) -> int:
        """Minor units in one major unit: 100 for the euro, 1 for the yen."""
        return _POWERS_OF_TEN[self.exponent]


_POWERS_OF_TEN: Final = (1, 10, 100, 1_000, 10_000)


class Money(msgspec.Struct, frozen=True):
    """An exact amount; negative for refunds and change given.

    Attributes:
        minor_units: Whole cents, fils or yen.
    """

    minor_units: int
    currency: Currency

    @classmethod
    def zero(cls, currency: Currency) -> "Money":
        """Return the additive identity for *currency*."""
        return cls(0, currency)

    def __add__(self, other: "Money") -> "Money":
        self._require_same_currency(other)
        return Money(self.minor_units + other.minor_units, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._require_same_currency(other)
        return Money(self.minor_units - other.minor_units, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor_units, self.currency)

    def allocate(self, weights: Sequence[int]) -> "list[Money]":
        """Split into parts in proportion to *weights*, losing nothing."""
        parts = allocate(self.minor_units, weights)
        return [Money(part, self.currency) for part in parts]

    def _require_same_currency(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise CurrencyMismatchError(
                f"{self.currency.code} and {other.currency.code} cannot be added;"
                " convert one of them first",
                expected=self.currency.code,
                found=other.currency.code,
            )


def divide_rounded(
    numerator: int,
    denominator: int,
    rounding: Rounding = Rounding.HALF_AWAY_FROM_ZERO,
) -> int:
    """Return the quotient as a whole number, rounded once by *rounding*.

    Every policy treats negative numbers as the mirror of positive ones, so that
    a return undoes its sale.
    """
    assert denominator > 0, denominator
    magnitude = -numerator if numerator < 0 else numerator
    quotient, remainder = divmod(magnitude, denominator)
    if remainder:
        beyond_half = remainder + remainder - denominator
        # First the policy of nearly every rounding: this is the hottest line.
        if rounding is Rounding.HALF_AWAY_FROM_ZERO:
            quotient += beyond_half >= 0
        else:
            quotient += _goes_up(quotient, beyond_half, rounding)
    return -quotient if numerator < 0 else quotient


def _goes_up(quotient: int, beyond_half: int, rounding: Rounding) -> bool:
    """Say whether a magnitude that is not whole becomes ``quotient`` + 1."""
    if rounding is Rounding.AWAY_FROM_ZERO:
        return True
    if rounding is Rounding.TOWARDS_ZERO:
        return False
    if beyond_half == 0:
        return rounding is Rounding.HALF_EVEN and quotient % 2 == 1
    return beyond_half > 0


def round_to_step(
    amount_minor: int,
    step_minor: int,
    rounding: Rounding = Rounding.HALF_AWAY_FROM_ZERO,
) -> int:
    """Return the whole multiple of *step_minor* that *rounding* names."""
    return divide_rounded(amount_minor, step_minor, rounding) * step_minor


def line_amount(
    quantity_micro: int,
    unit_price_micro: int,
    currency: Currency,
    rounding: Rounding = Rounding.HALF_AWAY_FROM_ZERO,
) -> int:
    """Return quantity × unit price in minor units, rounded once.

    Raises:
        InvalidAmountError: the amount is beyond ``AMOUNT_MINOR_MAX``.
    """
    amount = divide_rounded(
        quantity_micro * unit_price_micro * currency.minor_per_major,
        MICRO * MICRO,
        rounding,
    )
    if not -AMOUNT_MINOR_MAX <= amount <= AMOUNT_MINOR_MAX:
        raise InvalidAmountError(
            "the amount of the line is too large; check quantity and price",
            amount_minor=amount,
        )
    return amount


def tax_of(amount_minor: int, rate_ppm: int, *, inclusive: bool) -> int:
    """Return the tax of *amount_minor* at *rate_ppm* millionths, rounded once.

    *inclusive* says that the amount contains the tax.
    """
    base = RATE_PPM_ONE + rate_ppm if inclusive else RATE_PPM_ONE
    return divide_rounded(amount_minor * rate_ppm, base)


def share_of(amount_minor: int, part: int, whole: int) -> int:
    """Return *part*/*whole* of *amount_minor*, rounded once."""
    return divide_rounded(amount_minor * part, whole)


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split *total* in proportion to *weights* by largest remainder.

    The parts add up to *total*; each is within one unit of its exact share. Equal
    remainders are served in order, so that the same basket always prints the
    same receipt. Weights are not negative and one of them is positive.
    """
    assert weights, "allocate() needs at least one weight"
    assert min(weights) >= 0, "weights are not negative"
    whole = sum(weights)
    assert whole > 0, "one weight is positive"
    return allocate_shares(total, [total * weight for weight in weights], whole)


def allocate_shares(
    total: int, numerators: Sequence[int], denominator: int
) -> list[int]:
    """Round the exact shares *numerators*/*denominator* so that they sum to *total*.

    Shares may have mixed signs, as the taxes of a sale with a return in it. The
    exact sum may differ from *total* by less than one, its own rounding.

    Mirrored shares of a mirrored total give mirrored parts.
    """
    assert denominator > 0, denominator
    if total < 0:
        mirrored = allocate_shares(-total, [-n for n in numerators], denominator)
        return [-part for part in mirrored]
    missing = total - sum(numerator // denominator for numerator in numerators)
    assert 0 <= missing <= len(numerators), (
        "the total is not the rounded sum of the shares"
    )
    return _floors_and(missing, numerators, denominator)


def spread_shares(total: int, numerators: Sequence[int], denominator: int) -> list[int]:
    """Round shares like :func:`allocate_shares`, whatever the *total*.

    For a total that was rounded coarser than to one unit: what it differs from the
    sum of the shares is spread evenly, the odd units by largest remainder. Without
    shares there is nothing to spread.
    """
    if total < 0:
        mirrored = spread_shares(-total, [-n for n in numerators], denominator)
        return [-part for part in mirrored]
    assert denominator > 0, denominator
    if not numerators:
        return []
    count = len(numerators)
    missing = total - sum(numerator // denominator for numerator in numerators)
    # Up to one unit each is what the remainders are for.
    each, missing = (0, missing) if 0 <= missing <= count else divmod(missing, count)
    parts = _floors_and(missing, numerators, denominator)
    return [part + each for part in parts]


def spread_by_size(total: int, sizes: "Sequence[Fraction]") -> list[int]:
    """Split *total* over parts in proportion to the magnitude of *sizes*.

    The largest is served first with its share, rounded half to even and never
    more than is left; single units left over go to the largest again. Equal sizes
    are served in order. Unlike largest remainders it keeps odd units off small
    parts. Without sizes there is nothing to spread.
    """
    parts = [0] * len(sizes)
    if not parts:
        return parts
    sign = -1 if total < 0 else 1
    count = left = abs(total)
    whole = sum(abs(size) for size in sizes)
    order = sorted(range(len(sizes)), key=lambda index: -abs(sizes[index]))
    for index in order:
        exact = count * abs(sizes[index]) / whole if whole else 0
        share = divide_rounded(exact.numerator, exact.denominator, Rounding.HALF_EVEN)
        share = min(share, left)
        parts[index] += sign * share
        left -= share
    while left:
        for index in order[:left]:
            parts[index] += sign
            left -= 1
    return parts


def _floors_and(missing: int, numerators: Sequence[int], denominator: int) -> list[int]:
    """Return the shares rounded down, and one more to the *missing* largest rests."""
    parts: list[int] = []
    remainders: list[int] = []
    for numerator in numerators:
        part, remainder = divmod(numerator, denominator)
        parts.append(part)
        remainders.append(remainder)
    if missing:
        # sorted() is stable: equal remainders keep their order.
        by_remainder = sorted(range(len(parts)), key=lambda i: -remainders[i])
        for index in by_remainder[:missing]:
            parts[index] += 1
    return parts


def require_unit_price(unit_price_micro: int) -> None:
    """Refuse a unit price that cannot be.

    Raises:
        InvalidPriceError: negative or beyond ``UNIT_PRICE_MICRO_MAX``.
    """
    if not 0 <= unit_price_micro <= UNIT_PRICE_MICRO_MAX:
        raise InvalidPriceError(
            "the price is negative or too large; key it again",
            unit_price_micro=unit_price_micro,
        )


def format_minor(amount_minor: int, exponent: int, decimal_mark: str = ".") -> str:
    """Return plain digits, e.g. ``-12.34``; exact for every currency."""
    sign = "-" if amount_minor < 0 else ""
    if exponent == 0:
        return f"{sign}{abs(amount_minor)}"
    major, minor = divmod(abs(amount_minor), _POWERS_OF_TEN[exponent])
    return f"{sign}{major}{decimal_mark}{minor:0{exponent}d}"
