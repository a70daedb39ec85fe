"""The standard protocol of the Scale Manufacturers Association, level 1.

Bytes after SMA SCP-0499 (5.1): LF ``W`` CR is answered by LF, status, range, gross or
net, motion, one reserved character, the weight in ten and the unit in three
characters, CR.  ``Z`` zeroes and ``T`` tares with the same answer.  No check: a weight
counts only when it came twice.
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
from drivers.transport.serial_port import SerialLine

TRAITS: Final = ScaleTraits("sma", SerialLine(9600, 8, "N", 1), can_tare=True)

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


class Sma(LineCodec):
    """The protocol of the SMA."""

    traits = TRAITS
    start = 0x0A
    end = 0x0D
    questions: ClassVar = {Weigh: b"\nW\r", Zero: b"\nZ\r", Tare: b"\nT\r"}

    @override
    def _decode(self, frame: bytes) -> Event | None:
        if frame == b"?":
            return Refused("the scale does not know the command")
        match = _REPLY.fullmatch(frame)
        if match is None:
            return None
        status, kind = match.group(1), match.group(3)
        if isinstance(self._command, Weigh):
            return self._of_weight(match)
        if isinstance(self._command, Zero):
            is_done = status == b"Z"
        else:
            is_done = kind in b"Nn" and status not in {b"T", b"E"}
        return Obeyed() if is_done else Refused(repr(status))

    def _of_weight(self, match: re.Match[bytes]) -> Weight | None:
        status, _, kind, motion, _, number, unit = match.groups()
        is_net = kind in b"Nn"
        trouble = _TROUBLES.get(status, WeightTrouble.NONE)
        if trouble is not WeightTrouble.NONE:
            return Weight(is_net=is_net, trouble=trouble)
        signed = _NUMBER.fullmatch(number.decode("latin-1"))
        # "T" is the tare itself, which nobody asked for.
        if kind == b"T" or signed is None:
            return None
        return self._weight(
            signed.group(2),
            unit.decode("ascii").strip(),
            is_stable=motion != b"M",
            is_negative=bool(signed.group(1)),
            is_net=is_net,
        )
