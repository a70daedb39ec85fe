"""Counting a till and closing its period."""

import msgspec

from terminal.domain.errors import InvalidAmountError
from terminal.domain.money import AMOUNT_MINOR_MAX
from terminal.domain.till.period_totals import PeriodTotals


class Settlement(msgspec.Struct, frozen=True, kw_only=True):
    """What counting a till came to.

    Attributes:
        z_number: Gap-free for the workstation, from 1.
        expected_minor: The loan and the net cash taken.
        over_short_minor: Counted less expected; recorded, never forced to zero.
        perpetual_gross_minor: Gross since the workstation's first sale.
    """

    z_number: int
    expected_minor: int
    counted_minor: int
    over_short_minor: int
    perpetual_gross_minor: int


def settle(
    totals: PeriodTotals,
    counted_minor: int,
    *,
    last_z_number: int,
    perpetual_gross_minor: int,
) -> Settlement:
    """Return the settlement of a period.

    Raises:
        InvalidAmountError: less than nothing was counted, or too much.
    """
    require_cash_amount(counted_minor)
    expected = totals.expected_cash_minor
    return Settlement(
        z_number=last_z_number + 1,
        expected_minor=expected,
        counted_minor=counted_minor,
        over_short_minor=counted_minor - expected,
        perpetual_gross_minor=perpetual_gross_minor,
    )


def require_cash_amount(amount_minor: int) -> None:
    """Refuse an amount that cannot lie in a drawer.

    Raises:
        InvalidAmountError: negative or out of bounds.
    """
    if not 0 <= amount_minor <= AMOUNT_MINOR_MAX:
        raise InvalidAmountError(
            "the amount must not be negative; count again", amount_minor=amount_minor
        )
