"""The keys of a US keyboard by their place: Linux key codes to characters.

Numbers are those of linux/input-event-codes.h.  For the main block they are also
the scan codes of set 1, which Windows reports, and eight less than the key codes
of X11.  Scanners leave the factory set to a US keyboard, so that reading keys by
place makes the layout of the computer (AZERTY, QWERTZ) and CapsLock irrelevant.
"""

from types import MappingProxyType
from typing import Final

_ROWS: Final = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
)

ENTER: Final = 28
KEYPAD_ENTER: Final = 96
TAB: Final = 15
SPACE: Final = 57
LEFT_SHIFT: Final = 42
RIGHT_SHIFT: Final = 54
LEFT_CONTROL: Final = 29
RIGHT_CONTROL: Final = 97
LEFT_ALT: Final = 56
RIGHT_ALT: Final = 100
F8: Final = 66
GROUP_SEPARATOR: Final = "\x1d"

# The key right of a short left Shift, on keyboards of 102 keys.
_KEY_102: Final = 86

KEYPAD_DIGITS: Final = MappingProxyType(
    {82: "0", 79: "1", 80: "2", 81: "3", 75: "4", 76: "5", 77: "6", 71: "7", 72: "8"}
    | {73: "9"}
)
_KEYPAD_SIGNS: Final = {98: "/", 55: "*", 74: "-", 78: "+", 83: "."}


def _table(shifted: int) -> MappingProxyType[int, str]:
    table = {
        first + place: character
        for first, *levels in _ROWS
        for place, character in enumerate(levels[shifted])
    }
    table |= {SPACE: " ", _KEY_102: "\\|"[shifted], TAB: "\t"}
    table |= {ENTER: "\r", KEYPAD_ENTER: "\r", **KEYPAD_DIGITS, **_KEYPAD_SIGNS}
    return MappingProxyType(table)


PLAIN: Final = _table(0)
SHIFTED: Final = _table(1)


def character_of(
    code: int, *, is_shift: bool = False, is_control: bool = False
) -> str | None:
    """Return what the key types; None if it types nothing.

    With Control it is the control character: Control and ``]`` is GS, which is
    how most scanners send FNC1 over a keyboard, and Control and M is CR.
    """
    character = (SHIFTED if is_shift else PLAIN).get(code)
    if character is None or not is_control:
        return character
    upper = character.upper()
    return chr(ord(upper) & 0x1F) if "@" <= upper <= "_" else None
