"""An accounting day ended."""

from typing import ClassVar

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class BusinessDayClosed(EventBody, frozen=True, kw_only=True):
    """A business day was closed; its till periods are all settled.

    Attributes:
        opened_event_id: Event that opened the day.
    """

    TYPE: ClassVar[str] = "business_day.closed"
    VERSION: ClassVar[int] = 1

    business_day: str
    opened_event_id: str
    operator_id: str
    session_id: str
    at_ms: WireInt


EVENT = BusinessDayClosed
