"""Mettler-Toledo 8217 and the many scanner scales that speak it.

Bytes after the DIVA Service Manual 72191202 (6.1.3 and 6.1.4) and the vendor's page
of the 8217: ``W`` is answered by STX, the weight, ``N`` when it is net, CR; or by
STX ``?`` status CR.  ``Z`` zeroes, ``T`` CR tares (150 ms); it wants 200 ms between
two commands.  There is no check beyond the parity of 7E1, so a weight counts only
when it came twice.

Two decimals mean pounds and three kilograms.  The unit is set, not seen: one lost
digit must not turn 12.345 kg into 12.35 lb.
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

TRAITS: Final = ScaleTraits(
    "toledo-8217", SerialLine(9600, 7, "E", 1), can_tare=True, gap_s=0.2
)

_STX: Final = 0x02
_CR: Final = 0x0D
_WEIGHT: Final = {
    "kg": re.compile(rb"(\d{2}\.\d{3})(N?)"),
    "lb": re.compile(rb"(\d{2,3}\.\d{2})(N?)"),
}
_STATUS: Final = re.compile(rb"\?(.)", re.DOTALL)

_MOTION: Final = 0x01
_OVER: Final = 0x02
_UNDER: Final = 0x04
_OUTSIDE_ZERO: Final = 0x08
_AT_ZERO: Final = 0x10
_NET: Final = 0x20
_ALWAYS: Final = 0x40


class Toledo8217:
    """The protocol of the 8217."""

    traits = TRAITS

    def __init__(self, unit: str = "kg") -> None:
        """Prepare; *unit* is what the scale is sealed for, ``kg`` or ``lb``."""
        self._unit = unit
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
                return b"W"
            case Zero():
                return b"Z"
            case Tare():
                return b"T\r"

    def feed(self, data: bytes) -> list[Event]:
        """Take bytes and return what they mean."""
        events: list[Event] = []
        for byte in data:
            if byte == _STX:
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
        if match := _STATUS.fullmatch(frame):
            status = match.group(1)[0] & 0x7F
            return self._of_status(status) if status & _ALWAYS else None
        match = _WEIGHT[self._unit].fullmatch(frame)
        if match is None or not isinstance(self._command, Weigh):
            return None
        grams = grams_of(match.group(1).decode("ascii"), self._unit)
        return Weight(grams, is_stable=True, is_net=bool(match.group(2)))

    def _of_status(self, status: int) -> Event:
        if isinstance(self._command, Weigh):
            return Weight(
                is_net=bool(status & _NET),
                trouble=_trouble(status),
                detail=f"status {status:02X}",
            )
        wanted = _AT_ZERO if isinstance(self._command, Zero) else _NET
        return Obeyed() if status & wanted else Refused(f"status {status:02X}")


def _trouble(status: int) -> WeightTrouble:
    for bit, trouble in (
        (_OVER, WeightTrouble.OVERLOAD),
        (_UNDER, WeightTrouble.UNDER_ZERO),
        (_MOTION, WeightTrouble.MOTION),
        (_OUTSIDE_ZERO, WeightTrouble.ZERO_ERROR),
    ):
        if status & bit:
            return trouble
    # Nothing is the matter and yet no weight: it settled in this moment.
    return WeightTrouble.MOTION
