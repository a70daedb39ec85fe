"""The drawer was opened without a sale."""

from typing import ClassVar

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class NoSaleRecorded(EventBody, frozen=True, kw_only=True):
    """A no sale with its reason."""

    TYPE: ClassVar[str] = "no_sale.recorded"
    VERSION: ClassVar[int] = 1

    till_period_id: str
    operator_id: str
    session_id: str
    reason: str
    at_ms: WireInt


EVENT = NoSaleRecorded
