"""The standard protocol of the Scale Manufacturers Association, level 1.

Bytes after SMA SCP-0499 (5.1): LF ``W`` CR is answered by LF, status, range, gross or
net, motion, one reserved character, the weight in ten and the unit in three
characters, CR.  ``Z`` zeroes and ``T`` tares with the same answer.  No check: a weight
counts only when it came twice.
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

TRAITS: Final = ScaleTraits("sma", SerialLine(9600, 8, "N", 1), can_tare=True)

_LF: Final = 0x0A
_CR: Final = 0x0D
_REPLY: Final = re.compile(
    rb"([ZOUEIT ])(\d)([GTNgn])([M ])(.)(.{10})(kg |g  |lb |oz )"
)
_NUMBER: Final = re.compile(r" *(-?) *(\d{1,7}(?:\.\d{1,6})?)")
_TROUBLES: Final = {
    b"O": WeightTrouble.OVERLOAD,
    b"U": WeightTrouble.UNDER_ZERO,
    b"E": WeightTrouble.ZERO_ERROR,
    b"I": WeightTrouble.ZERO_ERROR,
    b"T": WeightTrouble.FAILURE,
}


class Sma:
    """The protocol of the SMA."""

    traits = TRAITS

    def __init__(self, unit: str = "kg") -> None:
        """Prepare; *unit* is what the scale is sealed for."""
        self._units = {"kg": {"kg", "g"}, "lb": {"lb", "oz"}}[unit]
        self._buffer = Buffer()
        self._is_framed = False
        self._command: Command = Weigh()

    @property
    def refused_count(self) -> int:
        """How many pieces were thrown away."""
        return self._buffer.refused_count

    def begin(self, command: Command) -> bytes:
        """Return the bytes of *command*."""
        self._buffer.clear()
        self._is_framed = False
        self._command = command
        match command:
            case Weigh():
                return b"\nW\r"
            case Zero():
                return b"\nZ\r"
            case Tare():
                return b"\nT\r"

    def feed(self, data: bytes) -> list[Event]:
        """Take bytes and return what they mean."""
        events: list[Event] = []
        for byte in data:
            if byte == _LF:
                self._buffer.clear()
                self._is_framed = True
            elif self._is_framed and byte == _CR:
                self._is_framed = False
                event = self._decode(self._buffer.take())
                if event is None:
                    self._buffer.refuse()
                else:
                    events.append(event)
            elif self._is_framed:
                self._buffer.add(byte)
        return events

    def _decode(self, frame: bytes) -> Event | None:
        if frame == b"?":
            return Refused("the scale does not know the command")
        match = _REPLY.fullmatch(frame)
        if match is None:
            return None
        status, kind = match.group(1), match.group(3)
        if isinstance(self._command, Weigh):
            return _of_weight(match, self._units)
        if isinstance(self._command, Zero):
            is_done = status == b"Z"
        else:
            is_done = kind in b"Nn" and status not in {b"T", b"E"}
        return Obeyed() if is_done else Refused(repr(status))


def _of_weight(match: re.Match[bytes], units: set[str]) -> Weight | None:
    status, _, kind, motion, _, number, unit = match.groups()
    is_net = kind in b"Nn"
    trouble = _TROUBLES.get(status, WeightTrouble.NONE)
    if trouble is not WeightTrouble.NONE:
        return Weight(is_net=is_net, trouble=trouble)
    signed = _NUMBER.fullmatch(number.decode("latin-1"))
    unit_name = unit.decode("ascii").strip()
    # "T" is the tare itself, which nobody asked for.
    if kind == b"T" or signed is None or unit_name not in units:
        return None
    grams = grams_of(signed.group(2), unit_name)
    if grams is None:
        return None
    if signed.group(1) and grams:
        return Weight(is_net=is_net, trouble=WeightTrouble.UNDER_ZERO)
    is_moving = motion == b"M"
    trouble = WeightTrouble.MOTION if is_moving else WeightTrouble.NONE
    return Weight(grams, is_stable=not is_moving, is_net=is_net, trouble=trouble)
