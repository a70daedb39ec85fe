"""An accounting day began."""

from typing import ClassVar

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class BusinessDayOpened(EventBody, frozen=True, kw_only=True):
    """A business day was opened by a person, not by the clock.

    Attributes:
        business_day: ISO date.
    """

    TYPE: ClassVar[str] = "business_day.opened"
    VERSION: ClassVar[int] = 1

    business_day: str
    operator_id: str
    session_id: str
    at_ms: WireInt


EVENT = BusinessDayOpened
