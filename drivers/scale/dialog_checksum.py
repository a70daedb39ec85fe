"""The challenge of Dialog 06: a scale that gives no weights to altered programs.

After the DIVA Service Manual 72191202 (6.1.8) and the Ohaus Aviator manual (6.1.3):
the scale sends a random byte; the till answers with a checksum CS of its program,
turned left by the byte's upper four bits, and its remainder KW, turned right by the
lower four.  KW is the rest of the division of CS by a polynomial that only the
makers of scale and till know.  Whoever has it gives it in the settings.

The manual says "1-5 pairs"; one pair is sent here, as its example does and the open
driver of Coop IT Easy.  How a scale asks for more was never seen (unverified).
"""

from typing import Final

_BITS: Final = 16
_MASK: Final = 0xFFFF


def rest(checksum: int, polynomial: int) -> int:
    """Return KW: the rest of CS · x^16 divided by x^16 + *polynomial*.

    Both have 16 bits; the division is the one of CRC-16 without reflection.
    """
    register = checksum & _MASK
    for _ in range(_BITS):
        is_high = register >> (_BITS - 1)
        register = (register << 1) & _MASK
        if is_high:
            register ^= polynomial & _MASK
    return register


def answer(challenge: int, checksum: int, polynomial: int) -> str:
    """Return CS and KW as the eight characters of record 10.

    Args:
        challenge: The random byte of record 11.
        checksum: CS, any 16 bits that change when the program does.
        polynomial: The makers' secret, without its highest term.
    """
    left = challenge >> 4
    right = challenge & 0x0F
    turned = _turned_left(checksum & _MASK, left)
    remainder = rest(checksum, polynomial)
    return f"{turned:04X}{_turned_left(remainder, _BITS - right):04X}"


def _turned_left(value: int, bits: int) -> int:
    bits %= _BITS
    return ((value << bits) | (value >> (_BITS - bits))) & _MASK
