"""A suspended transaction was taken up again."""

from typing import ClassVar

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class TransactionRetrieved(EventBody, frozen=True, kw_only=True):
    """A retrieved transaction: it is the open one now."""

    TYPE: ClassVar[str] = "transaction.retrieved"
    VERSION: ClassVar[int] = 1

    transaction_id: str
    operator_id: str
    session_id: str
    at_ms: WireInt


EVENT = TransactionRetrieved
