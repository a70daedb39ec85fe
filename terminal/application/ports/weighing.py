"""What the till asks of the scale, and what it is told.

Rule: no call waits for the scale.  Callbacks run on the scale's thread.  A weight is
handed out once; one that nobody took is never kept for the next goods.
"""

from collections.abc import Callable
from typing import Literal, Protocol

import msgspec

WeightTroubleName = Literal[
    "none",
    "motion",
    "overload",
    "under_zero",
    "zero_error",
    "under_minimum",
    "empty",
    "unchanged",
    "no_price",
    "disagrees",
    "failure",
    "silent",
]
"""Why a weight may not be sold; ``silent``: the scale is away."""


class WeighedGoods(msgspec.Struct, frozen=True):
    """What a scale that computes prices must know.

    Attributes:
        unit_price_minor: Price of a kilogram in minor units; 0 when it has none.
        tare_grams: Packing that the scale may take off itself.
    """

    unit_price_minor: int = 0
    tare_grams: int = 0


class LiveWeight(msgspec.Struct, frozen=True):
    """What lies on the scale at one moment.

    Attributes:
        sequence: Rises with each reading.
        grams: What it shows; None when it does not say.
        is_sellable: It is stable, above zero and not sold yet.
        is_net: The scale has taken the packing off already.
        trouble: Why it may not be sold.
        remedy: What to do, in plain words.
    """

    sequence: int
    grams: int | None = None
    is_sellable: bool = False
    is_net: bool = False
    trouble: WeightTroubleName = "none"
    remedy: str = ""


class WeighingPort(Protocol):
    """The scale of this workstation; for any thread."""

    def begin(
        self, goods: WeighedGoods, on_weight: Callable[[LiveWeight], None]
    ) -> None:
        """Tell each reading from now on; ends an earlier weighing."""

    def take(self, sequence: int, on_taken: Callable[[LiveWeight], None]) -> None:
        """Hand out the weight shown as *sequence*.

        *on_taken* gets it, once, or a reading that is not sellable and says why.
        """

    def end(self) -> None:
        """Tell nothing any more."""
