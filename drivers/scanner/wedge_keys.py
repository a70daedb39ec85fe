"""Which character a scanner meant by a key that reached a window.

A window gets keys as the layout of the computer reads them.  A scanner types as on
a US keyboard, so that on an AZERTY host ``4006`` arrives as ``'àà-``, and with
CapsLock on, ``A`` arrives as ``a``.  Where the place of the key is known and the
settings say that the scanner types as on a US keyboard, the place decides; else
the text does, with CapsLock undone.

GS, the separator of GS1 elements, is no key at all.  Scanners type it as Control
and ``]`` (text 0x1D here), as F8 (settings), or as Alt with 0 2 9 on the keypad,
which is the way of Windows.  Nothing here was ever run on Windows.
"""

from typing import Final, Protocol

from drivers.scanner import us_keys
from drivers.scanner.options import Layout

# GS, RS and EOT of GS1 and ISO/IEC 15434; CR, LF and Tab end a label.
_CONTROLS: Final = frozenset("\x1d\x1e\x04\r\n\t")


class KeyPress(Protocol):
    """One key as it reached a window."""

    @property
    def text(self) -> str:
        """What the layout of this computer makes of it; may be empty."""

    @property
    def place(self) -> int:
        """Where it is, as a Linux key code; 0 when the system does not tell."""

    @property
    def is_shift(self) -> bool:
        """Whether Shift is held."""

    @property
    def is_control(self) -> bool:
        """Whether Control is held."""

    @property
    def is_alt(self) -> bool:
        """Whether Alt is held."""

    @property
    def is_caps_lock(self) -> bool:
        """Whether CapsLock is on."""


def character_of(press: KeyPress, layout: Layout) -> str | None:
    """Return the character, None for a key that no scanner types."""
    if press.text and press.text in _CONTROLS:
        return press.text
    if layout.is_f8_separator and press.place == us_keys.F8:
        return us_keys.GROUP_SEPARATOR
    if layout.is_us and press.place and not press.is_alt:
        placed = _by_place(press)
        if placed is not None:
            return placed
    return _by_text(press, layout)


def keypad_digit(press: KeyPress) -> str:
    """Return the digit of a keypad key, empty for every other key."""
    return us_keys.KEYPAD_DIGITS.get(press.place, "")


def _by_place(press: KeyPress) -> str | None:
    is_keypad = press.place in us_keys.KEYPAD_DIGITS
    if is_keypad and not press.text:
        return None  # NumLock is off: an arrow.
    character = us_keys.character_of(
        press.place, is_shift=press.is_shift, is_control=press.is_control
    )
    is_command = press.is_control and character not in _CONTROLS
    return None if is_command else character


def _by_text(press: KeyPress, layout: Layout) -> str | None:
    # Control and Alt together are AltGr on Windows: a person's "@".
    is_command = press.is_control is not press.is_alt
    if is_command or len(press.text) != 1 or not press.text.isprintable():
        return None
    if press.is_caps_lock and layout.is_caps_lock_undone:
        swapped = press.text.swapcase()
        return swapped if len(swapped) == 1 else press.text
    return press.text
