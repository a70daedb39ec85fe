"""Tender moved between the till and somebody else; no goods moved."""

from typing import ClassVar, Literal

import msgspec

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class VoidedTenderControl(msgspec.Struct, frozen=True, kw_only=True):
    """The tender control transaction that is undone."""

    event_id: str
    series: str
    number: WireInt


class TenderControlRecorded(EventBody, frozen=True, kw_only=True):
    """A loan, pickup, paid in, paid out or safe drop, or the void of one.

    Attributes:
        series: Series of tender control numbers; never one of receipts.
        number: Gap-free within the series, from 1.
        method: Which tender moved, ``cash`` most of the time.
        currency: ISO 4217 code of what moved, which may be a foreign one.
        amount_minor: Minor units of `currency` by which the till's content
            changed: positive for what came in, negative for what went out; a void
            mirrors the amount of what it voids.
        reference: Number of the bag or the voucher, else null.
        exceeds_drawer: More went out than the till was expected to hold.
        authorised_by: Operator who permitted what the signed-on one may not do.
        voids: What this one undoes, else null.
    """

    TYPE: ClassVar[str] = "tender_control.recorded"
    VERSION: ClassVar[int] = 1

    series: str
    number: WireInt
    kind: Literal["loan", "pickup", "paid_in", "paid_out", "safe_drop"]
    till_period_id: str
    business_day: str
    operator_id: str
    session_id: str
    method: str
    currency: str
    amount_minor: WireInt
    reason: str
    reference: str | None = None
    exceeds_drawer: bool = False
    authorised_by: str | None = None
    voids: VoidedTenderControl | None = None
    at_ms: WireInt


EVENT = TenderControlRecorded
