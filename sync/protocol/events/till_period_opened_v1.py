"""A till period began with a loan."""

from typing import ClassVar

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class TillPeriodOpened(EventBody, frozen=True, kw_only=True):
    """Money was lent from the safe to the till.

    Attributes:
        loan_minor: Cash in the drawer at the start; not negative.
    """

    TYPE: ClassVar[str] = "till_period.opened"
    VERSION: ClassVar[int] = 1

    till_period_id: str
    business_day: str
    currency: str
    loan_minor: WireInt
    operator_id: str
    session_id: str
    at_ms: WireInt


EVENT = TillPeriodOpened
