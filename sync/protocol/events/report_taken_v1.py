"""A report was taken."""

from typing import ClassVar, Literal

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class ReportTaken(EventBody, frozen=True, kw_only=True):
    """An X report: totals of the running period, nothing reset.

    Attributes:
        kind: Only x today.
    """

    TYPE: ClassVar[str] = "report.taken"
    VERSION: ClassVar[int] = 1

    kind: Literal["x"]
    till_period_id: str
    operator_id: str
    session_id: str
    transactions: WireInt
    gross_minor: WireInt
    tax_minor: WireInt
    tenders_minor: tuple[tuple[str, WireInt], ...]
    at_ms: WireInt


EVENT = ReportTaken
