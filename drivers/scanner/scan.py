"""One decoded label.

Rule: what the scanner adds (framing, prefix, suffix, AIM identifier) is kept
apart from what is printed on the label, so that nobody downstream has to strip
anything again.
"""

import msgspec

from drivers.scanner.aim import Symbology, symbology_of


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

    @property
    def symbology(self) -> Symbology:
        """What the symbol was, as far as the scanner says so."""
        return symbology_of(self.aim_id)
