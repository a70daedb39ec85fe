"""An event of the ledger in memory."""

from __future__ import annotations

import msgspec

from sync.protocol.envelope import ControlTotals
from sync.protocol.events import EventBody


class RecordedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One event as tests look at it."""

    seq: int
    event_id: str
    body: EventBody
    control: ControlTotals | None
    business_day: str | None
    deps: tuple[str, ...]
    hash_hex: str
