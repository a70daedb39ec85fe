"""What opens a cash drawer that hangs on a line of its own; pure, no line, no clock.

*characters*: it opens at any byte, or at a few that are set by switches in it.  BEL
opens most (APG 484A SerialPRO II guide; J2 625 manual; IBM 4840 reference), others
want ``[[`` (APG 212A guide) or several ``@`` (M-S Cash Drawer EP-125KSC guide); USB
boxes take whatever comes (Glancetron 8005-U manual: all but ESC and NUL).

*glancetron*: the 8005-U, after page 6 of its manual: ESC 4 and ESC 5 open the first
and the second drawer, ESC ``:`` and ESC ``;`` ask, and the answer is ESC, the drawer
and ``A`` (closed) or ``B`` (open).

*surepos*: the drawer port of IBM's 4840, after its Technical Reference: BEL opens the
first drawer, ESC BEL the second; ACK asks for a byte whose bit 7 is clear and whose
bit 6 says that the first drawer is open.  The two editions of the manual disagree
about the second drawer's question: it is not asked.

No answer has a check.  One that was damaged is wrong for one look only: a drawer is
left open after many, and a kick looks again until its time is over.

No maker's document was found of a drawer that opens by DTR or RTS (see decision 100).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import ClassVar, Final

from typing_extensions import override

ON_PRINTER: Final = "printer"
"""Not on a line of its own: opened through the printer that it hangs on."""

DRAWERS: Final[Mapping[str, int]] = MappingProxyType({"1": 1, "2": 2})

CHARACTERS_DEFAULT: Final = b"\x07"
CHARACTERS_MAX: Final = 32
"""The trigger boards that count characters want at most twenty."""

_ESC: Final = b"\x1b"


class Trigger:
    """Opens at certain bytes and says nothing.  Not thread-safe.

    Attributes:
        can_be_asked: Whether it says that the drawer is open.
    """

    can_be_asked: ClassVar[bool] = False

    def __init__(self, kick: bytes = CHARACTERS_DEFAULT) -> None:
        """Prepare; *kick* is what opens it."""
        assert 0 < len(kick) <= CHARACTERS_MAX
        self.kick: Final = kick

    def begin(self) -> bytes:
        """Forget what was half read and return the question, empty if none."""
        return b""

    def feed(self, _data: bytes) -> list[bool]:
        """Take bytes in pieces of any size; return each time it says it is open."""
        return []


class GlancetronTrigger(Trigger):
    """The 8005-U."""

    can_be_asked = True

    def __init__(self, drawer: int = 1) -> None:
        assert drawer in DRAWERS.values()
        self._mark = b"4" if drawer == 1 else b"5"
        super().__init__(_ESC + self._mark)
        self._question = _ESC + (b":" if drawer == 1 else b";")
        self._pending = b""

    @override
    def begin(self) -> bytes:
        self._pending = b""
        return self._question

    @override
    def feed(self, data: bytes) -> list[bool]:
        said: list[bool] = []
        for byte in data:
            character = bytes((byte,))
            if character == _ESC:
                self._pending = _ESC
            elif self._pending == _ESC and character == self._mark:
                self._pending += character
            else:
                if self._pending == _ESC + self._mark and character in b"AB":
                    said.append(character == b"B")
                self._pending = b""
        return said


class SurePosTrigger(Trigger):
    """The drawer port of the 4840."""

    can_be_asked = True
    _OPEN: Final = 0x40
    _NEVER: Final = 0x80

    def __init__(self) -> None:
        super().__init__(b"\x07")

    @override
    def begin(self) -> bytes:
        return b"\x06"

    @override
    def feed(self, data: bytes) -> list[bool]:
        return [bool(byte & self._OPEN) for byte in data if not byte & self._NEVER]


def _surepos(drawer: int) -> Trigger:
    return SurePosTrigger() if drawer == 1 else Trigger(b"\x1b\x07")


CHARACTERS: Final = "characters"

NUMBERED: Final[Mapping[str, Callable[[int], Trigger]]] = MappingProxyType(
    {"glancetron": GlancetronTrigger, "surepos": _surepos}
)
"""Languages that name a first and a second drawer."""

PROTOCOLS: Final = (ON_PRINTER, CHARACTERS, *NUMBERED)
