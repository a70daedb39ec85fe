"""What a PC/SC reader makes of a Type 2 card: PC/SC part 3, pseudo-APDUs."""

from __future__ import annotations

from drivers.nfc.simulated_card import RATE_A
from drivers.nfc.simulated_ntag import SimulatedNtag

_OK = b"\x90\x00"
_FAILED = b"\x63\x00"


def answer_apdu(card: SimulatedNtag, command: bytes) -> bytes | None:
    """Return data and status of one command; None if the card fell silent."""
    head, page = command[:2], command[3:4]
    if head == b"\xff\xca":
        return card.uid + _OK
    if head == b"\xff\xb0":
        answer = card.receive(RATE_A, b"\x30" + page)
    elif head == b"\xff\xd6":
        answer = card.receive(RATE_A, b"\xa2" + page + command[5:])
    else:
        return b"\x6d\x00"
    if answer is None:
        return None
    if len(answer) == 1:
        return _OK if answer == b"\x0a" else _FAILED
    return answer + _OK
