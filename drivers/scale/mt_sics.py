"""MT-SICS, level 0 and 1: Mettler-Toledo and many balances.

Bytes after the MT-SICS reference manual (11780711, 30014405): ``SI`` asks for the
weight now and is answered by ``S S`` (stable), ``S D`` (dynamic), ``S I`` (cannot
now), ``S +`` or ``S -`` (over, under), each line ended by CR LF.  ``Z`` zeroes,
``T`` tares.  The weight is the net weight.  Some devices answer ``SI S``: taken too.
No check: a weight counts only when it came twice.
"""

import re
from typing import Final

from drivers.scale.codec import (
    Buffer,
    Command,
    Event,
    Obeyed,
    Refused,
    ScaleTraits,
    Tare,
    Weigh,
    Weight,
    WeightTrouble,
    Zero,
)
from drivers.scale.mass import grams_of
from drivers.transport.serial_port import SerialLine

TRAITS: Final = ScaleTraits("mt-sics", SerialLine(9600, 8, "N", 1), can_tare=True)

_LF: Final = 0x0A
_WEIGHT: Final = re.compile(
    rb"SI? (S|D) +(-?)(\d{1,7}(?:\.\d{1,6})?) (kg|g|lb|oz)", re.IGNORECASE
)
_STATE: Final = re.compile(rb"SI? (I|\+|-)")
_ANSWER: Final = re.compile(rb"([ZT]) (A|D|I|\+|-|S +-?[\d.]+ \w+)")
_ERRORS: Final = {
    b"ES": "syntax error",
    b"ET": "transmission error",
    b"EL": "logical error",
}
_TROUBLES: Final = {
    b"I": WeightTrouble.MOTION,
    b"+": WeightTrouble.OVERLOAD,
    b"-": WeightTrouble.UNDER_ZERO,
}


class MtSics:
    """The protocol of MT-SICS."""

    traits = TRAITS

    def __init__(self, unit: str = "kg") -> None:
        """Prepare; *unit* is what the scale is sealed for."""
        self._units = {"kg": {"kg", "g"}, "lb": {"lb", "oz"}}[unit]
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
        match command:
            case Weigh():
                return b"SI\r\n"
            case Zero():
                return b"Z\r\n"
            case Tare():
                return b"T\r\n"

    def feed(self, data: bytes) -> list[Event]:
        """Take bytes and return what they mean."""
        events: list[Event] = []
        for byte in data:
            self._buffer.add(byte)
            if byte != _LF:
                continue
            event = self._decode(self._buffer.take())
            if event is None:
                self._buffer.refuse()
            else:
                events.append(event)
        return events

    def _decode(self, line: bytes) -> Event | None:
        if not line.endswith(b"\r\n"):
            return None
        line = line[:-2]
        if line in _ERRORS:
            return Refused(_ERRORS[line])
        if isinstance(self._command, Weigh):
            return self._of_weight(line)
        match = _ANSWER.fullmatch(line)
        letter = b"Z" if isinstance(self._command, Zero) else b"T"
        if match is None or match.group(1) != letter:
            return None
        is_done = match.group(2)[:1] in {b"A", b"S", b"D"}
        return Obeyed() if is_done else Refused(line.decode("ascii"))

    def _of_weight(self, line: bytes) -> Weight | None:
        if match := _STATE.fullmatch(line):
            return Weight(trouble=_TROUBLES[match.group(1)])
        match = _WEIGHT.fullmatch(line)
        if match is None:
            return None
        state, sign, number, unit = match.groups()
        unit_name = unit.decode("ascii").lower()
        grams = grams_of(number.decode("ascii"), unit_name)
        if grams is None or unit_name not in self._units:
            return None
        if sign and grams:
            return Weight(trouble=WeightTrouble.UNDER_ZERO)
        is_stable = state == b"S"
        trouble = WeightTrouble.NONE if is_stable else WeightTrouble.MOTION
        return Weight(grams, is_stable=is_stable, trouble=trouble)
