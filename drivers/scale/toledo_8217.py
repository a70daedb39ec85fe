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
from typing import ClassVar, Final

from typing_extensions import override

from drivers.scale.codec import (
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
from drivers.scale.line_codec import LineCodec
from drivers.scale.mass import grams_of
from drivers.transport.serial_port import SerialLine

TRAITS: Final = ScaleTraits(
    "toledo-8217", SerialLine(9600, 7, "E", 1), can_tare=True, gap_s=0.2
)

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


class Toledo8217(LineCodec):
    """The protocol of the 8217."""

    traits = TRAITS
    start = 0x02
    end = 0x0D
    questions: ClassVar = {Weigh: b"W", Zero: b"Z", Tare: b"T\r"}

    @override
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
