"""Cards made of software: every frame a chip would get, and what it answers.

Without I/O; drivers/nfc/simulator.py puts them on the air.  They keep silent where
a real one does (unknown commands, wrong state) and lose their state with the
field.
"""

import enum
from typing import Final, Protocol

from drivers.nfc.port import CardTechnology

RATE_A: Final = "106A"
RATE_F: Final = "212F"


class TearMode(enum.Enum):
    """What the write at which the card is taken away leaves behind."""

    BEFORE = "before"
    """Nothing of it."""
    HALF = "half"
    """Its first half is new, the rest is old."""
    GARBLED = "garbled"
    """Bits that were neither there before nor meant."""
    AFTER = "after"
    """All of it, but the answer does not come through any more."""


class SimulatedCard(Protocol):
    """One card in a field."""

    @property
    def technology(self) -> CardTechnology:
        """How it speaks."""

    @property
    def uid(self) -> bytes:
        """Its number."""

    @property
    def write_count(self) -> int:
        """How many pages or blocks were written."""

    def receive(self, rate: str, frame: bytes) -> bytes | None:
        """Return the answer to *frame*; None is silence."""

    def power_off(self) -> None:
        """Take the field away: its state is lost, its memory stays."""

    def tear_at(self, write: int, mode: TearMode) -> None:
        """Let the card be taken away at the *write*-th write from now, from 0."""

    @property
    def is_torn(self) -> bool:
        """Whether that happened; it is silent until insert()."""

    def insert(self) -> None:
        """Put it back."""


class Tearing:
    """The hand that takes a card away in the middle of a write."""

    def __init__(self) -> None:
        """Nothing is taken away yet."""
        self._left: int | None = None
        self._mode = TearMode.BEFORE
        self.is_torn = False
        self.write_count = 0

    def tear_at(self, write: int, mode: TearMode) -> None:
        """Take it away at the *write*-th write from now, from 0."""
        self._left = write
        self._mode = mode

    def insert(self) -> None:
        """Put it back."""
        self.is_torn = False
        self._left = None

    def write(self, memory: bytearray, start: int, data: bytes) -> bool:
        """Write into *memory*; return whether the answer comes through."""
        if self._left is None:
            memory[start : start + len(data)] = data
            self.write_count += 1
            return True
        if self._left:
            self._left -= 1
            memory[start : start + len(data)] = data
            self.write_count += 1
            return True
        self.is_torn = True
        self._left = None
        match self._mode:
            case TearMode.BEFORE:
                pass
            case TearMode.HALF:
                half = data[: len(data) // 2]
                memory[start : start + len(half)] = half
            case TearMode.GARBLED:
                memory[start : start + len(data)] = bytes(byte ^ 0x5A for byte in data)
            case TearMode.AFTER:
                memory[start : start + len(data)] = data
        return False


class TearableCard:
    """The part of a card that does not depend on how it speaks.

    Its memory is written through ``_tearing``.
    """

    def __init__(self, uid: bytes) -> None:
        self._uid = uid
        self._tearing = Tearing()

    @property
    def uid(self) -> bytes:
        """Its number."""
        return self._uid

    @property
    def write_count(self) -> int:
        """How many pages or blocks were written since it was made."""
        return self._tearing.write_count

    @property
    def is_torn(self) -> bool:
        """Whether it was taken away in the middle of a write."""
        return self._tearing.is_torn

    def tear_at(self, write: int, mode: TearMode) -> None:
        """Let it be taken away at the *write*-th write from now, from 0."""
        self._tearing.tear_at(write, mode)

    def insert(self) -> None:
        """Put it back; it has been without a field."""
        self.power_off()
        self._tearing.insert()

    def power_off(self) -> None:
        """Take the field away: its state is lost, its memory stays."""
