"""How the taxes of a document are rounded."""

from enum import StrEnum

import msgspec

from terminal.domain.money import Rounding


class TaxRounding(StrEnum):
    """Where a tax is rounded.

    Attributes:
        PER_LINE: Each tax of each line; the document adds the rounded ones.
        PER_DOCUMENT: Each tax once, on the exact sum over the document; what
            the lines show of it is allocated by largest remainder.
    """

    PER_LINE = "per_line"
    PER_DOCUMENT = "per_document"


class TaxPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """Named choices of one transaction; fixed while it is open.

    Attributes:
        is_inclusive: The tax mode: prices contain each tax that does not say
            otherwise itself.
        step_minor: Taxes are whole multiples of it, in minor units: 1 is exact
            to the cent, 100 rounds taxes to whole euros.
        halves: How a tax is rounded to the step. ``half_towards_zero`` gives an
            exact half in an inclusive price to the net amount.
    """

    is_inclusive: bool
    rounding: TaxRounding = TaxRounding.PER_DOCUMENT
    step_minor: int = 1
    halves: Rounding = Rounding.HALF_AWAY_FROM_ZERO

    def __post_init__(self) -> None:
        assert self.step_minor > 0, self.step_minor
