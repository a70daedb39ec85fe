"""A copy of a settlement's report was printed."""

from typing import ClassVar

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class ReportReprinted(EventBody, frozen=True, kw_only=True):
    """A counted copy of the report of a settlement; its figures are the ledger's.

    Attributes:
        original_event_id: Event of the settlement.
        copy_number: From 1.
    """

    TYPE: ClassVar[str] = "report.reprinted"
    VERSION: ClassVar[int] = 1

    original_event_id: str
    z_number: WireInt
    copy_number: WireInt
    operator_id: str
    session_id: str
    at_ms: WireInt


EVENT = ReportReprinted
