"""An open transaction was given up before it was paid."""

from typing import ClassVar

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class TransactionCancelled(EventBody, frozen=True, kw_only=True):
    """A cancelled transaction: it has a number and no effect on money.

    Attributes:
        lines: Lines rung up, voided ones included.
        gross_minor: What it would have come to, tax included.
    """

    TYPE: ClassVar[str] = "transaction.cancelled"
    VERSION: ClassVar[int] = 1

    transaction_id: str
    series: str
    number: WireInt
    till_period_id: str
    business_day: str
    operator_id: str
    session_id: str
    lines: WireInt
    gross_minor: WireInt
    currency: str
    reason: str | None = None
    source_reference: str | None = None
    at_ms: WireInt


EVENT = TransactionCancelled
