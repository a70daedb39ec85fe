"""What lies on a simulated scale, and what such a scale makes of it."""

from collections.abc import Mapping
from typing import Final

from drivers.simulation.device import StateValue

CAPACITY_GRAMS: Final = 15_000
ZERO_RANGE_GRAMS: Final = 300
"""Two per cent of the capacity, the usual range of a zero key."""

_GRAMS_LIMIT: Final = 1_000_000


class Plate:
    """The weighing part, without a protocol; not thread-safe.

    Attributes:
        is_moving: The goods swing.
        has_moved: Something changed since a weight was told (one-shot scales).
        challenge: Random byte that Dialog 06 asks with; None without one.
    """

    def __init__(self) -> None:
        self._load_grams = 0
        self._zero_grams = 0
        self._tare_grams = 0
        self._is_overloaded = False
        self.is_moving = False
        self.has_moved = True
        self.challenge: int | None = None

    @property
    def grams(self) -> int:
        """What the display shows; below zero too."""
        return self._load_grams - self._zero_grams - self._tare_grams

    @property
    def is_net(self) -> bool:
        """A tare is taken off."""
        return self._tare_grams > 0

    @property
    def is_over(self) -> bool:
        """More lies there than the scale may weigh."""
        return self._is_overloaded or self._load_grams > CAPACITY_GRAMS

    @property
    def is_under(self) -> bool:
        """Less than nothing lies there."""
        return self.grams < 0 and not self.is_over

    @property
    def is_valid(self) -> bool:
        """There is a weight that may be told."""
        return not (self.is_moving or self.is_over or self.is_under)

    @property
    def is_at_zero(self) -> bool:
        """The display shows nought, at rest."""
        return self.grams == 0 and not self.is_moving and not self.is_over

    def zero(self) -> bool:
        """Press the zero key; return whether it worked."""
        can = not self.is_moving and abs(self._load_grams) <= ZERO_RANGE_GRAMS
        if can:
            self._zero_grams, self._tare_grams = self._load_grams, 0
        return can

    def tare(self, grams: int | None = None) -> bool:
        """Press the tare key, or key a tare; return whether it worked."""
        if self.is_moving or self.is_over:
            return False
        taken = self._load_grams - self._zero_grams if grams is None else grams
        if taken <= 0:
            return False
        self._tare_grams = taken
        return True

    def clear_tare(self) -> None:
        """Take nothing off any more."""
        self._tare_grams = 0

    def state(self) -> Mapping[str, StateValue]:
        """Return how it is, for a control port."""
        return {
            "weight_g": self._load_grams,
            "shown_g": self.grams,
            "tare_g": self._tare_grams,
            "is_moving": self.is_moving,
            "is_overloaded": self.is_over,
            "challenge": self.challenge,
        }

    def change(self, values: Mapping[str, StateValue]) -> None:
        """Put goods on it, shake it, overload it.

        Raises:
            ValueError: There is no such thing, or no such value of it.
        """
        known: dict[str, type] = {
            "weight_g": int,
            "is_moving": bool,
            "is_overloaded": bool,
            "challenge": int,
        }
        for name, value in values.items():
            # bool is an int, but not a weight.
            if type(value) is not known.get(name):
                raise ValueError(f"there is no {name} = {value!r}")
            if isinstance(value, int) and abs(value) > _GRAMS_LIMIT:
                raise ValueError(f"{name} = {value} is no value of a scale")
        for name, value in values.items():
            if name == "weight_g":
                self._load_grams = int(value or 0)
            elif name == "is_moving":
                self.is_moving = bool(value)
            elif name == "is_overloaded":
                self._is_overloaded = bool(value)
            else:
                self.challenge = int(value or 0) & 0xFF
        self.has_moved = True
