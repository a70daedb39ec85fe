"""One decoded label, and the AIM identifier that may stand before it.

Rule: what the scanner adds (framing, AIM identifier) is kept apart from what is
printed on the label, so that nobody downstream has to strip anything again.
"""

import re
from typing import Final, NamedTuple

import msgspec

# ISO/IEC 15424: a flag, a code letter and a modifier digit or letter.
_AIM: Final = re.compile(r"\][A-Za-z][0-9A-Za-z]")


class Scan(msgspec.Struct, frozen=True):
    """One decoded label, exactly as the scanner sent it, without framing.

    Attributes:
        device_id: The scanner.
        data: The label's text; GS (0x1D) parts GS1 elements.
        aim_id: The symbology as three characters (``]E0``), or empty when the
            scanner does not send it.
    """

    device_id: str
    data: str
    aim_id: str = ""


class Label(NamedTuple):
    """A label's text with its AIM identifier taken off."""

    aim_id: str
    data: str


def split_aim_identifier(text: str) -> Label:
    """Part *text* into AIM identifier and data.

    A label that truly begins with ``]`` is told from an identifier by the three
    characters' form; a scanner set to send identifiers sends one before each.
    """
    if _AIM.match(text) and len(text) > len("]E0"):
        return Label(text[:3], text[3:])
    return Label("", text)
