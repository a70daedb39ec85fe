"""What the codecs of question and answer have in common; no bytes of any protocol."""

import abc
from collections.abc import Mapping
from typing import ClassVar, Final

from typing_extensions import override

from drivers.scale.codec import (
    Buffer,
    Command,
    Event,
    ScaleTraits,
    Weigh,
    Weight,
    WeightTrouble,
)
from drivers.scale.mass import grams_of

_UNITS: Final = {"kg": frozenset({"kg", "g"}), "lb": frozenset({"lb", "oz"})}


class AskingCodec(abc.ABC):
    """Asks one thing at a time and keeps what comes back in a buffer."""

    traits: ScaleTraits

    def __init__(self, unit: str = "kg") -> None:
        """Prepare; *unit* is what the scale is sealed for, ``kg`` or ``lb``."""
        self._unit = unit
        self._buffer = Buffer()
        self._command: Command = Weigh()

    @property
    def refused_count(self) -> int:
        """How many pieces were thrown away."""
        return self._buffer.refused_count

    def begin(self, command: Command) -> bytes:
        """Return the bytes of *command*."""
        self._buffer.clear()
        self._command = command
        return self._ask(command)

    @abc.abstractmethod
    def feed(self, data: bytes) -> list[Event]:
        """Take bytes and return what they mean."""

    @abc.abstractmethod
    def _ask(self, command: Command) -> bytes:
        """Return the bytes of *command*; ValueError if there are none."""

    def _no_command(self) -> ValueError:
        return ValueError(f"{self.traits.name} has no command for it")

    def _knows_unit(self, unit: str) -> bool:
        return unit in _UNITS[self._unit]

    def _weight(
        self,
        number: str,
        unit: str,
        *,
        is_stable: bool,
        is_negative: bool = False,
        is_net: bool = False,
    ) -> Weight | None:
        """Return what was shown; None if it is no weight in the scale's units."""
        grams = grams_of(number, unit) if self._knows_unit(unit) else None
        if grams is None:
            return None
        if is_negative and grams:
            return Weight(is_net=is_net, trouble=WeightTrouble.UNDER_ZERO)
        trouble = WeightTrouble.NONE if is_stable else WeightTrouble.MOTION
        return Weight(grams, is_stable=is_stable, is_net=is_net, trouble=trouble)


class LineCodec(AskingCodec):
    """Its answers end with one certain byte and may begin with another.

    Attributes:
        start: What an answer begins with; None when all before its end belongs to it.
        end: What it ends with.
        questions: The bytes of the commands that the protocol has.
    """

    start: ClassVar[int | None] = None
    end: ClassVar[int]
    questions: ClassVar[Mapping[type[Command], bytes]] = {}

    def __init__(self, unit: str = "kg") -> None:
        super().__init__(unit)
        self._is_framed = False

    @override
    def begin(self, command: Command) -> bytes:
        self._is_framed = self.start is None
        return super().begin(command)

    @override
    def feed(self, data: bytes) -> list[Event]:
        events: list[Event] = []
        for byte in data:
            if byte == self.start:
                self._buffer.clear()
                self._is_framed = True
            elif self._is_framed and byte == self.end:
                self._is_framed = self.start is None
                event = self._decode(self._buffer.take())
                if event is None:
                    self._buffer.refuse()
                else:
                    events.append(event)
            elif self._is_framed:
                self._buffer.add(byte)
        return events

    @override
    def _ask(self, command: Command) -> bytes:
        question = self.questions.get(type(command))
        if question is None:
            raise self._no_command()
        return question

    @abc.abstractmethod
    def _decode(self, frame: bytes) -> Event | None:
        """Return what stands between start and end means; None if nothing."""
