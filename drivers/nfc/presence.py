"""Tells once that a card came and once that it went.

A card resting on the reader is told once.  It is told again when it was seen to
be gone in between; when that could not be seen (the reader was lost meanwhile), it
counts as the same visit for two seconds.
"""

import enum
from typing import Final

import msgspec

from drivers.nfc.card_session import FoundCard

REPEAT_AFTER_S: Final = 2.0


class PresenceChange(enum.Enum):
    """What became of a card."""

    CAME = "came"
    WENT = "went"


class Visit(msgspec.Struct, frozen=True):
    """A card that came or went."""

    change: PresenceChange
    card: FoundCard


class Presence:
    """The rule, without a clock of its own."""

    def __init__(self) -> None:
        """Begin with an empty reader."""
        self._card: FoundCard | None = None
        self._seen_at = 0.0
        self._is_watched = False

    @property
    def card(self) -> FoundCard | None:
        """The card that rests on the reader."""
        return self._card

    def look(self, found: FoundCard | None, now_s: float) -> list[Visit]:
        """Take what one look found; return what is to be told."""
        visits: list[Visit] = []
        before = self._card
        is_stale = not self._is_watched and now_s - self._seen_at > REPEAT_AFTER_S
        if before is not None and (found != before or is_stale):
            visits.append(Visit(PresenceChange.WENT, before))
            self._card = None
        if found is not None:
            if self._card is None:
                visits.append(Visit(PresenceChange.CAME, found))
            self._card = found
            self._seen_at = now_s
        self._is_watched = True
        return visits

    def lose_sight(self) -> None:
        """The reader is gone; what happens meanwhile is not seen."""
        self._is_watched = False
