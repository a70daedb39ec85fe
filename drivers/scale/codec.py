"""The promise of every protocol of scales: bytes and meaning, no line and no clock.

A conversation begins with a command and ends with one final event: a Weight, Obeyed
or Refused.  In between the codec may ask for bytes to be sent.  What is not the
scale's language is thrown away and counted, never guessed at.
"""

import enum
from typing import Final, Protocol

import msgspec

from drivers.transport.serial_port import SerialLine

FRAME_BYTES_MAX: Final = 128
"""The longest reply of any scale here has 40 bytes; more is noise."""


class WeightTrouble(enum.Enum):
    """Why a weight may not be sold; the values are stable and go to logs."""

    NONE = "none"
    MOTION = "motion"
    OVERLOAD = "overload"
    UNDER_ZERO = "under_zero"
    ZERO_ERROR = "zero_error"
    """The scale was switched on with something on it."""
    UNDER_MINIMUM = "under_minimum"
    EMPTY = "empty"
    UNCHANGED = "unchanged"
    """It was sold already and nothing has moved since."""
    NO_PRICE = "no_price"
    """A scale that computes the price has been given none it can show."""
    DISAGREES = "disagrees"
    """The scale's figures do not agree with each other or with ours."""
    FAILURE = "failure"
    SILENT = "silent"


class Weigh(msgspec.Struct, frozen=True):
    """Ask what lies on the scale.

    Attributes:
        unit_price_minor: Price of a kilogram, for scales that compute the amount.
        tare_grams: Packing, for those that take it off themselves.
    """

    unit_price_minor: int = 0
    tare_grams: int = 0


class Zero(msgspec.Struct, frozen=True):
    """Make what the empty scale shows nought."""


class Tare(msgspec.Struct, frozen=True):
    """Take off what lies on the scale now."""


Command = Weigh | Zero | Tare


class Send(msgspec.Struct, frozen=True):
    """Bytes that the conversation wants sent now."""

    data: bytes


class Weight(msgspec.Struct, frozen=True):
    """What the scale answered.

    Attributes:
        grams: What it shows, never negative; None when it only says why not.
        is_stable: The scale itself calls it stable and valid.
        is_net: The scale has taken a tare off already.
        trouble: What is in the way.
        amount_minor: The scale's own price of it; None when it computes none.
        detail: What it said, for support.
    """

    grams: int | None = None
    is_stable: bool = False
    is_net: bool = False
    trouble: WeightTrouble = WeightTrouble.NONE
    amount_minor: int | None = None
    detail: str = ""


class Obeyed(msgspec.Struct, frozen=True):
    """The scale did what it was told."""


class Refused(msgspec.Struct, frozen=True):
    """The scale understood and did not."""

    detail: str


Outcome = Weight | Obeyed | Refused
Event = Send | Weight | Obeyed | Refused


class ScaleTraits(msgspec.Struct, frozen=True):
    """What a protocol can do.

    Attributes:
        name: Stable, for the settings.
        line: How its vendors set the line.
        is_one_shot: A weight is told once, in a reply that a damaged byte does not
            get through; the next needs other goods.
        needs_price: It answers only when it knows the price of a kilogram.
        can_zero: Zero is a command.
        can_tare: Tare is a command.
        gap_s: How long it must be left alone between two commands.
    """

    name: str
    line: SerialLine
    is_one_shot: bool = False
    needs_price: bool = False
    can_zero: bool = True
    can_tare: bool = False
    gap_s: float = 0.0


class ScaleCodec(Protocol):
    """One protocol; not thread-safe."""

    @property
    def traits(self) -> ScaleTraits:
        """What it can do."""

    @property
    def refused_count(self) -> int:
        """How many pieces were thrown away as not the scale's language."""

    def begin(self, command: Command) -> bytes:
        """Forget what was half read and return the bytes that ask.

        None of a scale that tells its weight all the time.

        Raises:
            ValueError: The protocol cannot say that.
        """

    def feed(self, data: bytes) -> list[Event]:
        """Take bytes in pieces of any size and return what they mean."""


class Buffer:
    """Collects bytes up to a limit; counts what was thrown away."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.refused_count = 0

    def clear(self) -> None:
        """Forget what is there."""
        self.data.clear()

    def add(self, byte: int) -> None:
        """Take one byte; too many are noise."""
        self.data.append(byte)
        if len(self.data) > FRAME_BYTES_MAX:
            self.refuse()

    def refuse(self) -> None:
        """Throw away what is there."""
        self.refused_count += 1
        self.data.clear()

    def take(self) -> bytes:
        """Return what is there and forget it."""
        taken = bytes(self.data)
        self.data.clear()
        return taken
