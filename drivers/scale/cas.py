"""CAS AP, PD and SW scales, and those that answer like them.

Bytes after the CAS PD-II manual (3.1.6) and the Ohaus Aviator manual (page 36):
ENQ is answered by ACK or NAK, DC1 by SOH STX status sign weight unit BCC ETX EOT.
BCC is the exclusive or of all between STX and BCC and may be any byte, so the block
is found by its length.  Some units send seven digits or ``g``: both are taken.
The 22-byte stream of CAS indicators is another protocol: see cas_stream.
"""

import re
from functools import reduce
from operator import xor
from typing import Final

from typing_extensions import override

from drivers.scale.codec import (
    Command,
    Event,
    Refused,
    ScaleTraits,
    Send,
    Weigh,
    Weight,
    WeightTrouble,
)
from drivers.scale.line_codec import AskingCodec
from drivers.transport.serial_port import SerialLine

TRAITS: Final = ScaleTraits("cas", SerialLine(9600, 8, "N", 1), can_zero=False)

ENQ: Final = b"\x05"
DC1: Final = b"\x11"
_ACK: Final = 0x06
_NAK: Final = 0x15
_HEAD: Final = b"\x01\x02"
_TAIL: Final = b"\x03\x04"
_LENGTHS: Final = range(9, 13)
"""Of what stands between STX and BCC: status, sign, 6 or 7 digits, 1 or 2 letters."""

_BLOCK: Final = re.compile(
    rb"([SU])([ \-F])(?:([ \d]{1,4}\d?\.\d{1,4}|[ \d]{5,6}\d)|F{6,7})( ?kg|lb|oz| ?g)",
    re.IGNORECASE,
)


class Cas(AskingCodec):
    """The protocol of CAS."""

    traits = TRAITS

    def __init__(self, unit: str = "kg") -> None:
        super().__init__(unit)
        self._is_acknowledged = False

    @override
    def _ask(self, command: Command) -> bytes:
        self._is_acknowledged = False
        if not isinstance(command, Weigh):
            raise self._no_command()
        return ENQ

    @override
    def feed(self, data: bytes) -> list[Event]:
        events: list[Event] = []
        for byte in data:
            if not self._is_acknowledged:
                if byte == _ACK:
                    self._is_acknowledged = True
                    events.append(Send(DC1))
                elif byte == _NAK:
                    events.append(Refused("the scale has nothing to tell now"))
                else:
                    self._buffer.refuse()
                continue
            self._buffer.add(byte)
            event = self._find()
            if event is not None:
                self._buffer.clear()
                events.append(event)
        return events

    def _find(self) -> Event | None:
        data = self._buffer.data
        if data == bytes((_NAK,)):
            return Refused("the scale has nothing to tell now")
        if not data.endswith(_TAIL):
            return None
        for length in _LENGTHS:
            start = len(data) - len(_TAIL) - 1 - length
            if start < len(_HEAD) or data[start - 2 : start] != _HEAD:
                continue
            block = bytes(data[start : start + length])
            if reduce(xor, block) == data[start + length]:
                weight = self._decode(block)
                if weight is not None:
                    return weight
        return None

    def _decode(self, block: bytes) -> Weight | None:
        match = _BLOCK.fullmatch(block)
        if match is None:
            return None
        status, sign, number, unit = match.groups()
        unit_name = unit.decode("ascii").strip().lower()
        if not self._knows_unit(unit_name):
            return None
        if sign == b"F" or number is None:
            return Weight(trouble=WeightTrouble.OVERLOAD)
        return self._weight(
            number.decode("ascii").strip(),
            unit_name,
            is_stable=status.upper() == b"S",
            is_negative=sign == b"-",
        )
