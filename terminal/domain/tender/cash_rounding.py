"""Cash rounding: what is paid in coins is a multiple of the smallest coin."""

from enum import StrEnum

import msgspec

from terminal.domain.money import Rounding, round_to_step


class CashRoundingMode(StrEnum):
    """Which multiple is taken; a refund mirrors its sale.

    Attributes:
        HALF_UP: The nearest; from the middle away from zero.
        HALF_DOWN: The nearest; from the middle towards zero.
        HALF_EVEN: The nearest; from the middle to the even multiple.
        UP: The next away from zero.
        DOWN: The next towards zero.
    """

    HALF_UP = "half_up"
    HALF_DOWN = "half_down"
    HALF_EVEN = "half_even"
    UP = "up"
    DOWN = "down"


_ROUNDINGS = {
    CashRoundingMode.HALF_UP: Rounding.HALF_AWAY_FROM_ZERO,
    CashRoundingMode.HALF_DOWN: Rounding.HALF_TOWARDS_ZERO,
    CashRoundingMode.HALF_EVEN: Rounding.HALF_EVEN,
    CashRoundingMode.UP: Rounding.AWAY_FROM_ZERO,
    CashRoundingMode.DOWN: Rounding.TOWARDS_ZERO,
}


class CashRounding(msgspec.Struct, frozen=True, kw_only=True):
    """The rule of a store for amounts paid in cash.

    Attributes:
        step_minor: Smallest amount that coins can make, in minor units: 5 for
            Switzerland's 0.05. With 1 nothing is rounded.
    """

    step_minor: int
    mode: CashRoundingMode = CashRoundingMode.HALF_UP

    def __post_init__(self) -> None:
        assert self.step_minor > 0, self.step_minor

    def rounded(self, amount_minor: int) -> int:
        """Return what is paid in cash of *amount_minor*, the part due in cash.

        Give it what the other tenders left, never the total: only the cash part
        is rounded.
        """
        return round_to_step(amount_minor, self.step_minor, _ROUNDINGS[self.mode])

    def difference(self, amount_minor: int) -> int:
        """Return what rounding adds to *amount_minor*; negative when it lowers."""
        return self.rounded(amount_minor) - amount_minor

    def paid(self, total_minor: int, other_minor: int = 0) -> int:
        """Return what is paid in all when *other_minor* of it is not cash."""
        return other_minor + self.rounded(total_minor - other_minor)
