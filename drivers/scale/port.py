"""What the till asks of any scale.

Rule: a weight is sold once.  Each reading has a sequence; take() hands out the
weight of one that is stable, above zero, fresh and not sold before, and refuses
everything else with what to do about it.
"""

from collections.abc import Callable
from typing import ClassVar, Final, Protocol

import msgspec
from typing_extensions import override

from drivers.errors import DeviceError
from drivers.scale.codec import Weigh, WeightTrouble

REMEDIES: Final[dict[WeightTrouble, str]] = {
    WeightTrouble.NONE: "",
    WeightTrouble.MOTION: "Wait until the scale is at rest.",
    WeightTrouble.OVERLOAD: "Take something off: it is too heavy for the scale.",
    WeightTrouble.UNDER_ZERO: "Empty the scale and press its zero key.",
    WeightTrouble.ZERO_ERROR: "Empty the scale, then switch it off and on.",
    WeightTrouble.UNDER_MINIMUM: "It is too light for this scale; key the weight.",
    WeightTrouble.EMPTY: "Put the goods on the scale.",
    WeightTrouble.UNCHANGED: "Lift the goods off the scale and put them back.",
    WeightTrouble.NO_PRICE: "The scale cannot show this price; key the weight.",
    WeightTrouble.DISAGREES: "Weigh again; if it stays so, key the weight.",
    WeightTrouble.FAILURE: "Switch the scale off and on; until then key the weight.",
    WeightTrouble.SILENT: "Switch the scale on and check its cable.",
}
"""What the person at the till can do."""


class WeightReading(msgspec.Struct, frozen=True):
    """What is known about the weight at one moment.

    Attributes:
        sequence: Rises with each reading of this scale.
        grams: What the scale shows; None when it does not say.
        is_sellable: take() would hand it out now.
        is_net: The scale has taken a tare off already.
        trouble: Why it may not be sold.
        amount_minor: The scale's own price of it; None when it computes none.
        detail: What the scale said, for support.
    """

    sequence: int
    grams: int | None = None
    is_sellable: bool = False
    is_net: bool = False
    trouble: WeightTrouble = WeightTrouble.NONE
    amount_minor: int | None = None
    detail: str = ""

    @property
    def remedy(self) -> str:
        """What to do, in plain words; empty when it may be sold."""
        return REMEDIES[self.trouble]


class WeightRefusedError(DeviceError):
    """There is no weight that may be sold now; the scale itself may be well."""

    code: ClassVar[str] = "weight_refused"

    def __init__(self, device_id: str, trouble: WeightTrouble) -> None:
        super().__init__(device_id, f"no weight: {trouble.value}", REMEDIES[trouble])
        self.trouble = trouble

    @override
    def __reduce__(self) -> tuple[type, tuple[str, WeightTrouble]]:
        return type(self), (self.device_id, self.trouble)


class Scale(Protocol):
    """A scale; every method runs on its device's thread."""

    on_reading: Callable[[WeightReading], None]

    def begin_weighing(self, asked: Weigh) -> None:
        """Read live from now on, for goods of this price and tare."""

    def end_weighing(self) -> None:
        """Nobody looks any more."""

    def take(self, sequence: int) -> WeightReading:
        """Hand out the weight that was shown as *sequence*, once.

        Raises:
            WeightRefusedError: It may not be sold, or is not what lies there now.
        """

    def zero(self) -> None:
        """Make what the empty scale shows nought.

        Raises:
            DeviceNotReadyError: The scale cannot, or not now.
        """

    def tare(self) -> None:
        """Take off what lies on the scale now.

        Raises:
            DeviceNotReadyError: The scale cannot, or not now.
        """
