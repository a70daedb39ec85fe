"""Goods were stopped at the scan."""

from typing import ClassVar

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class ItemRefused(EventBody, frozen=True, kw_only=True):
    """Recalled or expired goods, or a customer who is too young for them.

    Attributes:
        reason: ``item_recalled``, ``item_expired`` or ``age_refused``; readers take
            any other for a refusal that they do not know.
        transaction_id: The open transaction, if there was one.
        lot: As scanned or keyed.
        expires_on: ISO date on the label.
    """

    TYPE: ClassVar[str] = "item.refused"
    VERSION: ClassVar[int] = 1

    operator_id: str
    session_id: str
    reason: str
    item_id: str
    scan_code: str
    description: str
    at_ms: WireInt
    transaction_id: str | None = None
    lot: str | None = None
    expires_on: str | None = None


EVENT = ItemRefused
