"""A till was counted and its period closed."""

from typing import ClassVar

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class TillSettled(EventBody, frozen=True, kw_only=True):
    """The settlement of a till period with the manifest of what it covers.

    Attributes:
        z_number: Number of this settlement, gap-free for the workstation, from 1.
        first_seq: Seq of the event that opened the period.
        last_seq: Seq of the last event before this one.
        event_count: Events from the first to the last, both included.
        head_hash: Hash of the last event before this one, hex.
        transactions: Completed retail transactions.
        tenders_minor: Net signed sum per method, sorted by method; the loan is not in it.
        expected_minor: Cash that should be there: the loan and the net cash.
        counted_minor: Cash that was counted.
        over_short_minor: Counted less expected; recorded, never forced.
        perpetual_gross_minor: Gross of the workstation since its first sale.
    """

    TYPE: ClassVar[str] = "till.settled"
    VERSION: ClassVar[int] = 1

    till_period_id: str
    business_day: str
    z_number: WireInt
    opened_event_id: str
    opened_at_ms: WireInt
    first_seq: WireInt
    last_seq: WireInt
    event_count: WireInt
    head_hash: str
    currency: str
    transactions: WireInt
    sale_lines: WireInt
    return_lines: WireInt
    voided_lines: WireInt
    cancelled: WireInt
    voided: WireInt
    no_sales: WireInt
    reprints: WireInt
    gross_minor: WireInt
    tax_minor: WireInt
    tenders_minor: tuple[tuple[str, WireInt], ...]
    loan_minor: WireInt
    expected_minor: WireInt
    counted_minor: WireInt
    over_short_minor: WireInt
    perpetual_gross_minor: WireInt
    operator_id: str
    session_id: str
    at_ms: WireInt


EVENT = TillSettled
