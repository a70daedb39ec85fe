"""Keeps numbers of cards out of logs and messages.

Who knows the number of a card can make another one that says the same, and a
log full of them is a list of who was where.
"""

from typing import Final

SHOWN_BYTES: Final = 2


def mask(data: bytes) -> str:
    """Return enough of *data* to tell two cards apart, and no more."""
    if len(data) <= SHOWN_BYTES:
        return f"({len(data)} bytes)"
    return f"…{data[-SHOWN_BYTES:].hex().upper()} ({len(data)} bytes)"


def mask_text(text: str) -> str:
    """Return *text* with all but its last two characters hidden."""
    return "…" + text[-SHOWN_BYTES:] if len(text) > SHOWN_BYTES else "…"
