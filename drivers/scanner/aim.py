"""What the AIM identifier before a label says of the symbol it was read from.

``]`` (the flag), a code letter and a modifier: ISO/IEC 15424.  Letters and
modifiers here are those of that standard as zint and zxing-cpp give them for the
symbols they make and read; the letters of symbologies that no shop prints are
named, so that a technician sees what was read instead of a riddle.
"""

import re
from typing import Final, NamedTuple

import msgspec

_AIM: Final = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_IDENTIFIER_LENGTH: Final = 3
_COMPOSITE: Final = "|]e0"
# Another identifier within the data: the end between two labels was lost.
_GLUED: Final = re.compile(r"(?<!\|)\][A-Za-z][0-9]")


class Symbology(msgspec.Struct, frozen=True):
    """One kind of symbol.

    Attributes:
        name: What people call it.
        is_gs1: FNC1 stood first: the data are GS1 element strings.
        is_2d: It is read as an area, not as a line.
    """

    name: str
    is_gs1: bool = False
    is_2d: bool = False


UNKNOWN: Final = Symbology("unknown")

_BY_LETTER: Final = {
    "A": Symbology("Code 39"),
    "B": Symbology("Telepen"),
    "C": Symbology("Code 128"),
    "D": Symbology("Code One", is_2d=True),
    "E": Symbology("EAN/UPC"),
    "F": Symbology("Codabar"),
    "G": Symbology("Code 93"),
    "H": Symbology("Code 11"),
    "I": Symbology("Interleaved 2 of 5"),
    "J": Symbology("DotCode", is_2d=True),
    "K": Symbology("Code 16K", is_2d=True),
    "L": Symbology("PDF417", is_2d=True),
    "M": Symbology("MSI"),
    "N": Symbology("Anker"),
    "O": Symbology("Codablock", is_2d=True),
    "P": Symbology("Plessey"),
    "Q": Symbology("QR Code", is_2d=True),
    "R": Symbology("Straight 2 of 5 with two bars"),
    "S": Symbology("Straight 2 of 5 with three bars"),
    "T": Symbology("Code 49", is_2d=True),
    "U": Symbology("MaxiCode", is_2d=True),
    "X": Symbology("of the vendor"),
    "Z": Symbology("no bar code"),
    "c": Symbology("Channel Code"),
    "d": Symbology("Data Matrix", is_2d=True),
    "e": Symbology("GS1 DataBar", is_gs1=True),
    "h": Symbology("Han Xin", is_2d=True),
    "o": Symbology("OCR"),
    "p": Symbology("PosiCode"),
    "s": Symbology("SuperCode", is_2d=True),
    "z": Symbology("Aztec", is_2d=True),
}

# Modifiers that say more than the letter.
_BY_IDENTIFIER: Final = {
    "]C1": Symbology("GS1-128", is_gs1=True),
    "]E0": Symbology("EAN-13, UPC-A or UPC-E"),
    "]E1": Symbology("two-digit add-on"),
    "]E2": Symbology("five-digit add-on"),
    "]E3": Symbology("EAN-13 with add-on"),
    "]E4": Symbology("EAN-8"),
    "]J1": Symbology("GS1 DotCode", is_gs1=True, is_2d=True),
    "]J4": Symbology("GS1 DotCode", is_gs1=True, is_2d=True),
    "]Q3": Symbology("GS1 QR Code", is_gs1=True, is_2d=True),
    "]Q4": Symbology("GS1 QR Code", is_gs1=True, is_2d=True),
    "]d2": Symbology("GS1 Data Matrix", is_gs1=True, is_2d=True),
    "]d5": Symbology("GS1 Data Matrix", is_gs1=True, is_2d=True),
    "]e1": Symbology("GS1 composite", is_gs1=True, is_2d=True),
    "]e2": Symbology("GS1 composite", is_gs1=True, is_2d=True),
    "]e3": Symbology("composite", is_2d=True),
}

# How many digits stand behind an identifier of the EAN family.  UPC-A and UPC-E
# come as 13 digits: a scanner that is set otherwise loses what guards a digit
# against being dropped on the line.
_EAN_DIGITS: Final = {
    "]E0": frozenset({13}),
    "]E1": frozenset({2}),
    "]E2": frozenset({5}),
    "]E3": frozenset({15, 18}),
    "]E4": frozenset({8}),
}
_EAN_LETTER: Final = "E"
# Nearly all modifiers are digits.  Those of vendors may be A to F; they are not
# taken, because "]E4" with an X slipped in would be one.
_LETTER_MODIFIERS: Final = {"z": "ABC"}
_CHECKED_DIGITS: Final = {"]E0": 13, "]E3": 13, "]E4": 8}


class Label(NamedTuple):
    """A label's text with its AIM identifier taken off."""

    aim_id: str
    data: str


def split_aim_identifier(text: str) -> Label:
    """Part *text* into AIM identifier and data.

    A label that truly begins with ``]`` is told from an identifier by the three
    characters' form; a scanner set to send identifiers sends one before each.
    """
    if _AIM.match(text) and len(text) > _IDENTIFIER_LENGTH:
        return Label(text[:_IDENTIFIER_LENGTH], text[_IDENTIFIER_LENGTH:])
    return Label("", text)


def symbology_of(aim_id: str) -> Symbology:
    """Return what *aim_id* stands for; UNKNOWN if it is empty or not assigned."""
    known = _BY_IDENTIFIER.get(aim_id)
    if known is not None:
        return known
    return _BY_LETTER.get(aim_id[1:2], UNKNOWN) if _AIM.match(aim_id) else UNKNOWN


def fits_identifier(label: Label) -> bool:
    """Tell whether the data can come from the symbol that the identifier names.

    Only EAN and UPC say how long they are and carry a check digit; with both, one
    character lost, doubled or changed on the line never passes.
    """
    if symbology_of(label.aim_id) is UNKNOWN or not _has_modifier(label.aim_id):
        return False
    if _GLUED.search(label.data):
        return False
    lengths = _EAN_DIGITS.get(label.aim_id)
    if lengths is None:
        return label.aim_id[1] != _EAN_LETTER
    digits, _, _ = label.data.partition(_COMPOSITE)
    if len(digits) not in lengths or not (digits.isascii() and digits.isdigit()):
        return False
    checked = _CHECKED_DIGITS.get(label.aim_id, 0)
    return is_mod_10_right(digits[:checked])


def _has_modifier(aim_id: str) -> bool:
    return aim_id[2].isdigit() or aim_id[2] in _LETTER_MODIFIERS.get(aim_id[1], "")


def is_mod_10_right(digits: str) -> bool:
    """Tell whether the last digit is the GS1 check digit of those before it."""
    # From the right: the check digit and every second one once, the others three times.
    once, thrice = sum(map(int, digits[::-2])), sum(map(int, digits[-2::-2]))
    return (once + 3 * thrice) % 10 == 0
