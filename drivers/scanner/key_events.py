"""Reads the key events of a Linux input device, and what they type.

Sans I/O.  The bytes are ``struct input_event`` of linux/input.h: two longs of
time, type, code and value; 24 bytes where a long has 64 bits.  Times are those
inside the events: the kernel may hand over a whole label in one piece, and then
the moment of reading says nothing about the speed of typing.
"""

import struct
from typing import Final

import msgspec

from drivers.scanner import us_keys

EVENT: Final = struct.Struct("@llHHi")

EV_SYN: Final = 0
EV_KEY: Final = 1
SYN_DROPPED: Final = 3

RELEASED: Final = 0
PRESSED: Final = 1
REPEATED: Final = 2

_SHIFTS: Final = frozenset({us_keys.LEFT_SHIFT, us_keys.RIGHT_SHIFT})
_CONTROLS: Final = frozenset({us_keys.LEFT_CONTROL, us_keys.RIGHT_CONTROL})
_ALTS: Final = frozenset({us_keys.LEFT_ALT, us_keys.RIGHT_ALT})
_MODIFIERS: Final = _SHIFTS | _CONTROLS | _ALTS

_ALT_DIGITS_MAX: Final = 4


class KeyEvent(msgspec.Struct, frozen=True, gc=False):
    """One change of one key.

    Attributes:
        at_ms: When, on the clock of the device.
        code: Which key; 0 when *is_lost*.
        value: RELEASED, PRESSED or REPEATED.
        is_lost: The kernel threw events away: what was being typed is incomplete.
    """

    at_ms: float
    code: int
    value: int
    is_lost: bool = False


class KeyEventDecoder:
    """Cuts bytes into key events; those of other kinds are left out."""

    def __init__(self) -> None:
        self._pending = bytearray()
        self._is_losing = False

    def feed(self, data: bytes) -> list[KeyEvent]:
        """Take bytes and return the events that are now complete."""
        self._pending += data
        whole = len(self._pending) - len(self._pending) % EVENT.size
        events: list[KeyEvent] = []
        for seconds, micros, kind, code, value in EVENT.iter_unpack(
            bytes(self._pending[:whole])
        ):
            at_ms = seconds * 1000 + micros / 1000
            if kind == EV_SYN:
                # After SYN_DROPPED all is void up to and with the next report.
                self._is_losing = code == SYN_DROPPED
                if self._is_losing:
                    events.append(KeyEvent(at_ms, 0, RELEASED, is_lost=True))
            elif kind == EV_KEY and not self._is_losing:
                events.append(KeyEvent(at_ms, code, value))
        del self._pending[:whole]
        return events


class TypedCharacter(msgspec.Struct, frozen=True, gc=False):
    """One character a scanner typed.

    Attributes:
        character: What it typed; GS for the ways scanners have to type it.
        at_ms: When.
        is_repeat: The key was held down.
    """

    character: str
    at_ms: float
    is_repeat: bool = False


class KeyTyper:
    """Turns key events of a scanner set to a US keyboard into characters.

    GS comes as Control and ``]``, as F8, or as Alt with 0 2 9 on the keypad:
    which of them is a setting of the scanner, and none means anything else here.
    """

    def __init__(self) -> None:
        self._held: set[int] = set()
        self._alt_digits = ""

    def feed(self, event: KeyEvent) -> TypedCharacter | None:
        """Take one event and return what it types, if anything."""
        if event.is_lost:
            self._held.clear()
            self._alt_digits = ""
            return None
        if event.code in _MODIFIERS:
            return self._modify(event)
        if event.value == RELEASED:
            return None
        character = self._character(event.code)
        if character is None:
            return None
        return TypedCharacter(character, event.at_ms, event.value == REPEATED)

    def _modify(self, event: KeyEvent) -> TypedCharacter | None:
        if event.value != RELEASED:
            self._held.add(event.code)
            return None
        self._held.discard(event.code)
        if event.code not in _ALTS or not self._alt_digits:
            return None
        digits, self._alt_digits = self._alt_digits, ""
        return TypedCharacter(chr(int(digits)), event.at_ms)

    def _character(self, code: int) -> str | None:
        if self._held & _ALTS:
            digit = us_keys.KEYPAD_DIGITS.get(code, "")
            self._alt_digits = (self._alt_digits + digit)[-_ALT_DIGITS_MAX:]
            return None
        if code == us_keys.F8:
            return us_keys.GROUP_SEPARATOR
        return us_keys.character_of(
            code,
            is_shift=bool(self._held & _SHIFTS),
            is_control=bool(self._held & _CONTROLS),
        )
