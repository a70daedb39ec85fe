"""NCI and ECR, the protocol of Weigh-Tronix (SCP-01), Ohaus, Magellan and others.

Bytes after the DIVA Service Manual 72191202 (6.1.2) and the Ohaus Aviator manual
(pages 47 to 49): ``W`` CR is answered by LF weight unit CR LF ``S`` status CR ETX,
or by the status alone while there is no valid weight.  SCP-01 leaves the ``S`` out.
Status bytes carry 0x30; bit 6 of the second and later ones says that more follow.
No check beyond the parity of 7E1: a weight counts only when it came twice.
"""

import re
from typing import ClassVar, Final

from typing_extensions import override

from drivers.scale.codec import (
    Event,
    Obeyed,
    Refused,
    ScaleTraits,
    Weigh,
    Weight,
    WeightTrouble,
    Zero,
)
from drivers.scale.line_codec import LineCodec
from drivers.scale.mass import grams_of
from drivers.transport.serial_port import SerialLine

TRAITS: Final = ScaleTraits("nci", SerialLine(9600, 7, "E", 1))

_REPLY: Final = re.compile(
    rb"(?:\n(-?)([ \d]{0,6}\d\.\d{1,3})(KG|G|LB|OZ)\r)?\nS?([\x30-\x7F]{2,4})\r",
    re.IGNORECASE,
)
_UNKNOWN: Final = b"\n?\r"

_FIXED: Final = 0x30
_MORE: Final = 0x40


class Nci(LineCodec):
    """The protocol of NCI."""

    traits = TRAITS
    end = 0x03
    questions: ClassVar = {Weigh: b"W\r", Zero: b"Z\r"}

    @override
    def _decode(self, frame: bytes) -> Event | None:
        if frame.endswith(_UNKNOWN):
            return Refused("the scale does not know the command")
        # The reply is the end of the frame: noise may stand before it.
        start = frame.rfind(b"\n", 0, max(0, frame.rfind(b"\n")))
        match = _REPLY.fullmatch(frame, max(0, start))
        if match is None:
            match = _REPLY.fullmatch(frame, max(0, frame.rfind(b"\n")))
        if match is None or not _is_status(match.group(4)):
            return None
        status = match.group(4)
        if isinstance(self._command, Weigh):
            return self._of_weight(match, status)
        is_zero = bool(status[0] & 0x02)
        return Obeyed() if is_zero else Refused(f"status {status.hex()}")

    def _of_weight(self, match: re.Match[bytes], status: bytes) -> Weight | None:
        trouble = _trouble(status)
        grams = None
        if match.group(2) is not None:
            unit = match.group(3).decode("ascii").lower()
            grams = grams_of(match.group(2).decode("ascii").strip(), unit)
            if grams is None or not self._knows_unit(unit):
                return None
            if match.group(1):
                grams, trouble = None, WeightTrouble.UNDER_ZERO
        elif trouble is WeightTrouble.NONE:
            return None  # Half a reply: its weight is missing without a reason.
        return Weight(
            grams,
            is_stable=trouble is WeightTrouble.NONE,
            is_net=bool(_third(status) & 0x04),
            trouble=trouble,
            detail=f"status {status.hex()}",
        )


def _is_status(status: bytes) -> bool:
    is_fixed = all(byte & _FIXED == _FIXED for byte in status)
    follows = [bool(byte & _MORE) for byte in status]
    wanted = [False, *(True for _ in status[2:]), False]
    return is_fixed and follows == wanted


def _third(status: bytes) -> int:
    third = status[2:3]
    return third[0] if third else 0


def _trouble(status: bytes) -> WeightTrouble:
    first, second = status[0], status[1]
    third = _third(status)
    if first & 0x0C or second & 0x0C:
        return WeightTrouble.FAILURE
    if third & 0x08:
        return WeightTrouble.ZERO_ERROR
    if second & 0x02:
        return WeightTrouble.OVERLOAD
    if second & 0x01:
        return WeightTrouble.UNDER_ZERO
    return WeightTrouble.MOTION if first & 0x01 else WeightTrouble.NONE
