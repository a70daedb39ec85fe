"""A new line of events begins for this workstation."""

from typing import ClassVar, Literal

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class EpochOpened(EventBody, frozen=True, kw_only=True):
    """The first event of an epoch; the header's parent says what it continues.

    Attributes:
        reason: Why: a new home, a restored one, a fork found, a clone found.
        series: Receipt series in use from now on.
        first_number: First receipt number of that series.
        public_key: Ed25519 key that signs this epoch, base64.
    """

    TYPE: ClassVar[str] = "epoch.opened"
    VERSION: ClassVar[int] = 1

    reason: Literal["init", "restore", "fork", "clone", "rollback", "salvage"]
    series: str
    first_number: WireInt
    public_key: str
    at_ms: WireInt


EVENT = EpochOpened
