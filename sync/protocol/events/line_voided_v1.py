"""A line of an open transaction was voided."""

from typing import ClassVar, Literal

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import Sequence, WireInt


class LineVoided(EventBody, frozen=True, kw_only=True):
    """A voided line; it stays in the transaction and counts in nothing.

    Attributes:
        amount_minor: What the line counted before, signed.
    """

    TYPE: ClassVar[str] = "line.voided"
    VERSION: ClassVar[int] = 1

    transaction_id: str
    operator_id: str
    session_id: str
    sequence: Sequence
    kind: Literal["sale", "return"]
    item_id: str
    scan_code: str
    description: str
    quantity_micro: WireInt
    unit_price_micro: WireInt
    amount_minor: WireInt
    currency: str
    at_ms: WireInt


EVENT = LineVoided
