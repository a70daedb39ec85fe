"""What a workstation hears of its events that have no effect at the center yet.

A part of what the center tells its administrators, in the same JSON.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

_Natural = Annotated[int, Meta(ge=0)]


class HeldEvent(Struct, frozen=True, kw_only=True):
    """One event that is stored and counted, and waits for a decision or a repair.

    Attributes:
        code: Why; a word of the protocol.
        detail: Why, for people.
        since_ms: When the center received it, ms since 1970 UTC.
        gross_minor: What its header claims; None where that is no money.
    """

    epoch: str
    seq: _Natural
    type: str
    code: str
    detail: str
    since_ms: int
    gross_minor: int | None = None


class HeldEvents(Struct, frozen=True, kw_only=True):
    """All or the oldest of them.

    Attributes:
        count: How many there are, listed or not.
        items: Oldest first.
    """

    count: _Natural
    items: tuple[HeldEvent, ...]
