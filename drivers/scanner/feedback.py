"""What the till sends back to a scanner: the sale took the label, or refused it.

A scanner beeps when it has read, which says nothing about the sale.  Those with a
line of their own can be told: Datalogic's Magellan (Product Reference Guide of
the 9300i and 9800i, "Host Commands", RS-232) sounds the good-read tone at BEL
(0x07) and a long series of beeps at ``F`` (not on file), CipherLab's beep at
``#@////`` CR.  Other makes take what their manual names: accept_bytes and
refuse_bytes.  Nothing is sent unless the settings say so, because a scanner may
take a byte it does not expect for a command.
"""

from enum import StrEnum
from typing import Final

import msgspec


class FeedbackPreset(StrEnum):
    """Bytes that are known of some makes."""

    NONE = "none"
    BEL = "bel"
    DATALOGIC = "datalogic"
    CIPHERLAB = "cipherlab"


class Feedback(msgspec.Struct, frozen=True):
    """What is sent back.

    Attributes:
        accepted: When the sale took the label.
        refused: When it refused it.
    """

    accepted: bytes = b""
    refused: bytes = b""

    @property
    def is_wanted(self) -> bool:
        """Whether anything is ever sent."""
        return bool(self.accepted or self.refused)

    def bytes_for(self, *, is_accepted: bool) -> bytes:
        """Return the bytes for one verdict; none at all is usual."""
        return self.accepted if is_accepted else self.refused


_BEL: Final = b"\x07"
_PRESETS: Final = {
    FeedbackPreset.NONE: Feedback(),
    FeedbackPreset.BEL: Feedback(accepted=_BEL),
    FeedbackPreset.DATALOGIC: Feedback(accepted=_BEL, refused=b"F"),
    FeedbackPreset.CIPHERLAB: Feedback(accepted=b"#@////\r"),
}


def feedback_of(
    preset: FeedbackPreset, *, accepted: bytes | None, refused: bytes | None
) -> Feedback:
    """Return what *preset* sends, with the given bytes in place of its own."""
    known = _PRESETS[preset]
    return Feedback(
        known.accepted if accepted is None else accepted,
        known.refused if refused is None else refused,
    )
