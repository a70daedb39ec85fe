"""An open transaction was put aside."""

from typing import ClassVar

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class TransactionSuspended(EventBody, frozen=True, kw_only=True):
    """A suspended transaction: it keeps its lines and waits to be retrieved."""

    TYPE: ClassVar[str] = "transaction.suspended"
    VERSION: ClassVar[int] = 1

    transaction_id: str
    operator_id: str
    session_id: str
    lines: WireInt
    gross_minor: WireInt
    currency: str
    at_ms: WireInt


EVENT = TransactionSuspended
