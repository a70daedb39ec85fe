"""A finished transaction was undone by this one; with its rounding and all taxes."""

from typing import ClassVar

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt
from sync.protocol.events.sale_parts_v2 import Points, Redemption, TaxSum, Tender
from sync.protocol.events.transaction_voided_v1 import VoidedTransaction


class TransactionVoided(EventBody, frozen=True, kw_only=True, omit_defaults=True):
    """A voiding transaction: it mirrors the money of the one it voids.

    Attributes:
        voids: The transaction that counts no more.
        taxes: Mirrored.
        tenders: Mirrored.
        gross_minor: Mirrored: negative for a voided sale.
        rounding_minor: Mirrored: gross and rounding are the tenders.
        points: Mirrored.
        given_back: What the voided one gave back is used again. What it used itself
            is given back with it and not told.
    """

    TYPE: ClassVar[str] = "transaction.voided"
    VERSION: ClassVar[int] = 2

    transaction_id: str
    series: str
    number: WireInt
    voids: VoidedTransaction
    till_period_id: str
    business_day: str
    operator_id: str
    session_id: str
    currency: str
    drawer_opened: bool = False
    taxes: tuple[TaxSum, ...] = ()
    points: tuple[Points, ...] = ()
    given_back: tuple[Redemption, ...] = ()
    tenders: tuple[Tender, ...] = ()
    gross_minor: WireInt
    tax_minor: WireInt = 0
    rounding_minor: WireInt = 0
    reason: str
    at_ms: WireInt


EVENT = TransactionVoided
