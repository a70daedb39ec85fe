"""A copy of a receipt was printed."""

from typing import ClassVar

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class ReceiptReprinted(EventBody, frozen=True, kw_only=True):
    """A counted copy of a finished transaction's receipt.

    Attributes:
        original_event_id: Event of the finished transaction.
        copy_number: From 1.
    """

    TYPE: ClassVar[str] = "receipt.reprinted"
    VERSION: ClassVar[int] = 1

    original_event_id: str
    series: str
    number: WireInt
    copy_number: WireInt
    operator_id: str
    session_id: str
    at_ms: WireInt


EVENT = ReceiptReprinted
