"""MT-SICS, level 0 and 1: Mettler-Toledo and many balances.

Bytes after the MT-SICS reference manual (11780711, 30014405): ``SI`` asks for the
weight now and is answered by ``S S`` (stable), ``S D`` (dynamic), ``S I`` (cannot
now), ``S +`` or ``S -`` (over, under), each line ended by CR LF.  ``Z`` zeroes,
``T`` tares.  The weight is the net weight.  Some devices answer ``SI S``: taken too.
No check: a weight counts only when it came twice.
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

TRAITS: Final = ScaleTraits("mt-sics", SerialLine(9600, 8, "N", 1), can_tare=True)

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


class MtSics(LineCodec):
    """The protocol of MT-SICS."""

    traits = TRAITS
    end = 0x0A
    questions: ClassVar = {Weigh: b"SI\r\n", Zero: b"Z\r\n", Tare: b"T\r\n"}

    @override
    def _decode(self, frame: bytes) -> Event | None:
        if not frame.endswith(b"\r"):
            return None
        line = frame[:-1]
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
        return self._weight(
            number.decode("ascii"),
            unit.decode("ascii").lower(),
            is_stable=state == b"S",
            is_negative=bool(sign),
        )
