"""A new line of events begins for this workstation."""

from typing import ClassVar, Literal

import msgspec

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class AbandonedTail(msgspec.Struct, frozen=True, kw_only=True):
    """The end of an earlier epoch that this home has lost, as a witness knew it.

    Attributes:
        source: Which witness: ``sentinel``, ``key store``, ``central server`` …
        epoch: The epoch, held in part or not at all.
        seq: The last event the witness knew.
        number: The last receipt number the witness knew, or null.
    """

    source: str
    epoch: str
    seq: WireInt
    number: WireInt | None = None


class EpochOpened(EventBody, frozen=True, kw_only=True):
    """The first event of an epoch; the header's parent says what it continues.

    Attributes:
        reason: Why: a new home, a restored one, a fork found, a clone found.
        series: Receipt series in use from now on.
        first_number: First receipt number of that series.
        public_key: Ed25519 key that signs this epoch, base64.
        abandoned: What is known to be missing before it; empty when nothing is.
    """

    TYPE: ClassVar[str] = "epoch.opened"
    VERSION: ClassVar[int] = 1

    reason: Literal["init", "restore", "fork", "clone", "rollback", "salvage"]
    series: str
    first_number: WireInt
    public_key: str
    at_ms: WireInt
    abandoned: tuple[AbandonedTail, ...] = ()


EVENT = EpochOpened
