"""The 22-byte stream of CAS indicators: CI, PDI, NT and others like them.

Bytes after the manuals of CI-600D (page 75), PDI (page 37), CI-400 (page 104) and
NT-200 (page 49): ``ST`` (stable), ``US`` or ``OL`` (over), a comma, ``GS`` or ``NT``
(net), a comma, one byte of device number, one of lamps, a comma, eight of weight, a
blank or the relays, two of unit, CR LF.  The same without device number, lamps and
blank is the 18-byte stream of A&D, which many makers send.

It is sent without being asked, so there is no question: what comes next is the
answer, and as old as the line is slow.  No check: a weight counts only when it came twice.  A lamp byte has its high
bit set; then its lamps must agree with the letters, and a weight that is held is not
what lies there now.  Whether each model sets that bit was never seen (unverified).
"""

import re
from typing import Final

from typing_extensions import override

from drivers.scale.codec import (
    Command,
    Event,
    ScaleTraits,
    Weigh,
    Weight,
    WeightTrouble,
)
from drivers.scale.line_codec import AskingCodec
from drivers.transport.serial_port import SerialLine

TRAITS: Final = ScaleTraits("cas-stream", SerialLine(9600, 8, "N", 1), can_zero=False)

_LF: Final = 0x0A
_LINE: Final = re.compile(
    rb"(ST|US|OL),(GS|NT),(?:.(.),(.{8}).|(.{8}))(kg| g|g |lb|oz)\r",
    re.DOTALL | re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"([ +-]?) *(\d{1,7}(?:\.\d{1,6})?) *")

_IS_LAMPS: Final = 0x80
_STABLE_LAMP: Final = 0x40
_HOLD_LAMP: Final = 0x10


class CasStream(AskingCodec):
    """The protocol of the stream."""

    traits = TRAITS

    def __init__(self, unit: str = "kg") -> None:
        super().__init__(unit)
        self._is_whole = False

    @override
    def _ask(self, command: Command) -> bytes:
        if not isinstance(command, Weigh):
            raise self._no_command()
        self._is_whole = False
        return b""

    @override
    def feed(self, data: bytes) -> list[Event]:
        events: list[Event] = []
        for byte in data:
            if byte != _LF:
                self._buffer.add(byte)
                continue
            event = self._decode(self._buffer.take())
            if event is not None:
                events.append(event)
            elif self._is_whole:
                self._buffer.refuse()
            # What came before the first end is mostly the rest of a line.
            self._is_whole = True
        return events

    def _decode(self, line: bytes) -> Weight | None:
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        state, kind, lamps, long, short, unit = match.groups()
        unit_name = unit.decode("ascii").strip().lower()
        if not self._knows_unit(unit_name):
            return None
        is_net = kind.upper() == b"NT"
        if state.upper() == b"OL":
            return Weight(is_net=is_net, trouble=WeightTrouble.OVERLOAD)
        number = _NUMBER.fullmatch((long or short).decode("latin-1"))
        if number is None:
            return None
        return self._weight(
            number.group(2),
            unit_name,
            is_stable=state.upper() == b"ST" and _is_at_rest(lamps),
            is_negative=number.group(1) == "-",
            is_net=is_net,
        )


def _is_at_rest(lamps: bytes | None) -> bool:
    """Whether the lamps, if they are any, say stable and not held."""
    if lamps is None or not lamps[0] & _IS_LAMPS:
        return True
    return bool(lamps[0] & _STABLE_LAMP) and not lamps[0] & _HOLD_LAMP
